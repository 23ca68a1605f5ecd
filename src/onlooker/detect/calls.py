"""Which requests speak for the page: those that change something or fetch what the page needs, not its ornaments and measurements."""

from __future__ import annotations

from urllib.parse import urlsplit

from onlooker.detect.causes import is_beacon
from onlooker.domain.timeline import Entry, Requested

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_ORNAMENT = frozenset({"img", "image", "css", "link", "font", "video", "audio", "track", "beacon", "ping", "icon", "other"})
_PROBES = frozenset({"OPTIONS", "HEAD"})


def changes(request: Requested) -> bool:
    """Its method changes something on the server."""
    return request.method.upper() in _CHANGING


def worked(request: Requested) -> bool:
    """It is known to have been answered well."""
    return request.status is not None and not request.failed


def matters(entry: Entry, request: Requested) -> bool:
    """Its failure may be somebody's loss: no ornament, no beacon, no outside script."""
    kind = request.kind_of.lower()
    if kind in _ORNAMENT or request.method.upper() in _PROBES or is_beacon(request.url):
        return False
    return kind != "script" or _same_site(entry.page, request.url)


def _same_site(page: str, url: str) -> bool:
    """Whether both hosts end in the same two labels; a relative URL is at home."""
    try:
        mine, theirs = urlsplit(page).hostname, urlsplit(url).hostname
    except ValueError:
        return False
    return theirs is None or mine is None or mine.split(".")[-2:] == theirs.split(".")[-2:]
