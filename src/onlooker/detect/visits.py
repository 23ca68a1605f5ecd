"""Visits: which page was on view in a window, and for how long.

Not every recorder tells a change of route when it happens, and some never do. The press of a link that the screen answers shows the page it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from onlooker.detect.case import Case
from onlooker.detect.elements import answers_unseen, is_link
from onlooker.detect.places import route_of
from onlooker.domain.timeline import Click, Entry, PageShown

_CAMPAIGN = ("utm_", "gclid", "fbclid", "msclkid", "_ga")
_PASSING_MS = 800
_SETTLES_MS = 10_000
"""So long a page may go on coming in; what changes later changes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`page` tells one page from another: host, path, query and route, without campaign marks. `entry` tells of it, which may be long after it was
    opened, and is the press of the link where nothing else does. `settled_ms`: when it stood there to be read."""

    entry: Entry
    page: str
    title: str
    start_ms: int
    settled_ms: int
    end_ms: int
    paused_ms: int = 0
    """The longest time the user did nothing but look."""

    @property
    def dwell_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class _Address:
    """`given`: the query, of the page and of its route."""

    place: str
    given: Mapping[str, str] = field(default_factory=dict)

    def is_same(self, other: _Address) -> bool:
        """One of the two may say more: pages write into their address what they take for granted. They never contradict each other."""
        if self.place != other.place:
            return False
        few, many = sorted((self.given, other.given), key=len)
        return all(many.get(name) == value for name, value in few.items())

    def leads_to(self, other: _Address) -> bool:
        return self.is_same(other) or other.place.startswith(f"{self.place.rstrip('/')}/")


def visits(case: Case) -> dict[int, list[Visit]]:
    """By window, in order. A reload prolongs its visit; so does a change of nothing but the fragment, unless the fragment is a route."""
    found: dict[int, list[Visit]] = {}
    known: dict[str, list[_Address]] = {}
    at: dict[int, tuple[_Address, bool]] = {}
    for entry, url, title, told in _shown(case):
        address = _address(url)
        mine = found.setdefault(entry.window, [])
        now = at.get(entry.window)
        if now is not None and now[0].is_same(address):
            if told and not now[1]:
                mine[-1] = replace(mine[-1], entry=entry, title=title)
                at[entry.window] = (now[0], told)
            continue
        page = next((key for key, ones in known.items() if all(one.is_same(address) for one in ones)), "") or page_key(url)
        if address not in known.setdefault(page, []):
            known[page].append(address)
        at[entry.window] = (address, told)
        if now is not None and told and not now[1] and now[0].leads_to(address):
            mine[-1] = replace(mine[-1], entry=entry, page=page, title=title)  # where the link really led
            continue
        if mine:
            mine[-1] = replace(mine[-1], end_ms=entry.at_ms)
        mine.append(Visit(entry=entry, page=page, title=title, start_ms=entry.at_ms, settled_ms=entry.at_ms, end_ms=case.index.end_ms))
    return {window: [_settled(case, visit) for visit in _stopped_at(case, mine)] for window, mine in found.items()}


def _stopped_at(case: Case, mine: list[Visit]) -> list[Visit]:
    """Without those the page itself passed through on its way: nobody did anything there, nor could have."""
    stopped: list[Visit] = []
    for place, visit in enumerate(mine):
        passing = place + 1 < len(mine) and visit.end_ms - visit.start_ms < _PASSING_MS
        if passing and not case.index.acts_between(visit.start_ms + 1, visit.end_ms):
            continue
        if stopped and stopped[-1].page == visit.page:
            stopped[-1] = replace(stopped[-1], end_ms=visit.end_ms)
        else:
            stopped.append(visit)
    return stopped


def _shown(case: Case) -> Iterator[tuple[Entry, str, str, bool]]:
    """Pages as they were told, and links as they were pressed, in time order; the last says which."""
    shown: list[tuple[Entry, PageShown | Click]] = [*case.index.pages, *(pair for pair in case.index.clicks if _opens(case, *pair))]
    for entry, what in sorted(shown, key=lambda pair: pair[0].at_ms):
        if isinstance(what, PageShown):
            yield entry, what.url, what.title, True
        elif what.target is not None:
            yield entry, urljoin(entry.page, what.target.href), "", False


def _opens(case: Case, entry: Entry, click: Click) -> bool:
    """A link within the site, and much changed on the screen before anything else was pressed."""
    target = click.target
    if target is None or not is_link(target) or answers_unseen(target) or click.modified:
        return False
    try:
        if urlsplit(urljoin(entry.page, target.href)).netloc != urlsplit(entry.page).netloc:
            return False
    except ValueError:
        return False
    following = case.index.clicks.first(entry.at_ms + 1, entry.at_ms + _SETTLES_MS, entry.window)
    soon = case.index.screens.between(entry.at_ms, following[0].at_ms if following else entry.at_ms + _SETTLES_MS, entry.window)
    return any(case.index.tells(seen) and (seen.change.navigation or (seen.change.gone and seen.change.appeared)) for _, seen in soon)


def _settled(case: Case, visit: Visit) -> Visit:
    window, until = visit.entry.window, min(visit.end_ms, visit.start_ms + _SETTLES_MS)
    act = case.index.clicks.first(visit.start_ms + 1, until, window)
    if act is not None:
        until = act[0].at_ms
    changed = [entry.at_ms for entry, seen in case.index.screens.between(visit.start_ms, until, window) if case.index.tells(seen)]
    settled = changed[-1] if changed else visit.start_ms
    acts = [entry.at_ms for entry, _ in case.index.clicks.between(settled, visit.end_ms - 1, window) if entry.at_ms > visit.start_ms]
    paused = max(later - earlier for earlier, later in pairwise([settled, *acts, visit.end_ms]))
    return replace(visit, settled_ms=settled, paused_ms=paused)


def _address(url: str) -> _Address:
    try:
        parts = urlsplit(url)
        route, _, more = route_of(parts.fragment).partition("?")
        given = dict(_asked(f"{parts.query}&{more}"))
    except ValueError:
        return _Address(url)
    return _Address(f"{parts.netloc}{parts.path.rstrip('/')}{'#' + route.rstrip('/') if route else ''}", given)


def _asked(query: str) -> list[tuple[str, str]]:
    return [(key, value) for key, value in parse_qsl(query) if not key.lower().startswith(_CAMPAIGN)]


def page_key(url: str) -> str:
    try:
        parts = urlsplit(url)
        query = urlencode(sorted(_asked(parts.query)))
    except ValueError:
        return url
    route = route_of(parts.fragment)
    return f"{parts.netloc}{parts.path.rstrip('/') or '/'}{'?' + query if query else ''}{'#' + route if route else ''}"
