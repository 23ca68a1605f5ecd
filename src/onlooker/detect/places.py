"""Where a page or a call is, as something to compare by."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from onlooker.domain.timeline import Requested

_ID_LIKE = re.compile(r"\d+|[0-9a-f]{8,}(?:-[0-9a-f]{4,})*", re.IGNORECASE)


def request_key(request: Requested) -> str:
    """Method, host, path and names of the query, with numbers and ids blotted out: the same call at another time. The names tell calls to one
    address apart where the recorder did not log their methods."""
    return f"{request.method.upper()} {place_of(request.url)}{_asked(request.url)}"


def _asked(url: str) -> str:
    names = {_ID_LIKE.sub("#", part.partition("=")[0]) for part in url.partition("?")[2].partition("#")[0].split("&") if part}
    return "?" + "&".join(sorted(names)[:20]) if names else ""


def place_of(url: str) -> str:
    """Host and path of a URL, and the path of a route in its fragment, ids blotted out. Total: an odd URL is its own place."""
    try:
        parts = urlsplit(url)
        route = route_of(parts.fragment).partition("?")[0].strip("!/")
        return _ID_LIKE.sub("#", f"{parts.netloc}{parts.path}".rstrip("/") + (f"#/{route}" if route else ""))
    except ValueError:
        return url


def route_of(fragment: str) -> str:
    """What a page that routes by its fragment shows; empty where the fragment only names a spot on the page."""
    return fragment if fragment.startswith(("/", "!")) else ""
