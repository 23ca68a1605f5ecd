"""Visits: which page was on view in a window, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from onlooker.detect.case import Case
from onlooker.domain.timeline import Entry

_CAMPAIGN = ("utm_", "gclid", "fbclid", "msclkid", "_ga")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`page` tells one page from another: host, path, query and route, without campaign marks."""

    entry: Entry
    page: str
    title: str
    start_ms: int
    end_ms: int

    @property
    def dwell_ms(self) -> int:
        return self.end_ms - self.start_ms


def visits(case: Case) -> dict[int, list[Visit]]:
    """By window, in order. A reload prolongs its visit; so does a change of nothing but the fragment, unless the fragment is a route."""
    found: dict[int, list[Visit]] = {}
    for entry, shown in case.index.pages:
        page = page_key(shown.url)
        mine = found.setdefault(entry.window, [])
        if mine and mine[-1].page == page:
            continue
        if mine:
            mine[-1] = _until(mine[-1], entry.at_ms)
        mine.append(Visit(entry=entry, page=page, title=shown.title, start_ms=entry.at_ms, end_ms=case.index.end_ms))
    return found


def _until(visit: Visit, end_ms: int) -> Visit:
    return Visit(entry=visit.entry, page=visit.page, title=visit.title, start_ms=visit.start_ms, end_ms=end_ms)


def page_key(url: str) -> str:
    try:
        parts = urlsplit(url)
        query = urlencode(sorted((key, value) for key, value in parse_qsl(parts.query) if not key.lower().startswith(_CAMPAIGN)))
    except ValueError:
        return url
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return f"{parts.netloc}{parts.path.rstrip('/') or '/'}{'?' + query if query else ''}{'#' + route if route else ''}"
