"""Which page was shown when: page snapshots, `$pageview` tags and events, and URLs seen on other events, woven.

1. The recorder writes a page snapshot at every load, and again every few minutes as a checkout. Only a load shows a page: something
   says so beside it (the document's own load events, a navigation reported, a `$pageleave` before it), or the URL is new.
2. One load is told up to three times (page view event, page snapshot, page view tag), seconds apart on a slow page: the first
   tells when, the later ones join it.
3. A URL seen on any other event shows a page only when it is neither the present one nor, right after a change, the one before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from onlooker.domain.timeline import PageShown
from onlooker.merge.draft import Draft
from onlooker.merge.material import Material
from onlooker.merge.page_tellings import Source, Telling, page_tellings, spelled

_JOIN_MS = 30_000
"""Between the first and the last telling of one load: a page may take that long until the recorder runs."""
_SPELLING_MS = 3_000
"""Two spellings of one URL (a masked query, a lost hash) that come this close together are one page."""
_STALE_MS = 2_000


@dataclass(slots=True)
class _Showing:
    """A page being woven."""

    first: Telling
    urls: set[str]
    tellings: list[Telling] = field(default_factory=list)

    def has(self, source: Source) -> bool:
        return any(telling.source is source for telling in self.tellings)

    def join(self, telling: Telling) -> None:
        if telling.source is not Source.SEEN and not self.has(telling.source):
            self.tellings.append(telling)
            self.urls.add(telling.url)


class PageLog:
    """The URL shown in a window at an instant; before the first page of a window, that first one."""

    def __init__(self, pages: Sequence[Draft]) -> None:
        self._times: defaultdict[int, list[int]] = defaultdict(list)
        self._urls: defaultdict[int, list[str]] = defaultdict(list)
        for page in sorted(pages, key=lambda page: page.at_ms):
            if isinstance(page.detail, PageShown):
                self._times[page.window].append(page.at_ms)
                self._urls[page.window].append(page.detail.url)

    def url(self, window: int, at_ms: int) -> str:
        if window not in self._urls:
            return ""
        return self._urls[window][max(0, bisect_right(self._times[window], at_ms) - 1)]


def pages(material: Material) -> tuple[Draft, ...]:
    titles = _titles(material)
    drafts: list[Draft] = []
    for window, told in page_tellings(material).items():
        showings = _woven(told, recorded=window in material.recorded)
        drafts.extend(
            _draft(showing, following, titles.get((window, showing.first.url), ()))
            for showing, following in zip(showings, [*showings[1:], None], strict=True)
        )
    return tuple(drafts)


def _woven(tellings: Sequence[Telling], *, recorded: bool) -> list[_Showing]:
    showings: list[_Showing] = []
    for telling in tellings:
        now = showings[-1] if showings else None
        if now is None:
            showings.append(_Showing(first=telling, urls={telling.url}, tellings=[telling]))
        elif _is_same(now, telling):
            if _is_reload(now, telling, recorded=recorded):
                showings.append(_Showing(first=telling, urls={telling.url}, tellings=[telling]))
            else:
                now.join(telling)
        elif not _is_stale(showings, telling):
            showings.append(_Showing(first=telling, urls={telling.url}, tellings=[telling]))
    return showings


def _is_same(now: _Showing, telling: Telling) -> bool:
    if telling.url in now.urls:
        return True
    close = telling.at_ms - now.first.at_ms <= _SPELLING_MS and not telling.route and not now.has(telling.source)
    return close and _path(telling.url) == _path(now.first.url)


def _is_reload(now: _Showing, telling: Telling, *, recorded: bool) -> bool:
    match telling.source:
        case Source.META | Source.VIEW:
            again = now.has(telling.source) or telling.at_ms - now.first.at_ms > _JOIN_MS
            return again and (telling.load or (telling.source is Source.VIEW and not recorded and not telling.route))
        case Source.TAG | Source.SEEN:
            return False


def _is_stale(showings: Sequence[_Showing], telling: Telling) -> bool:
    if telling.source is not Source.SEEN or len(showings) < 2:
        return False
    return telling.url in showings[-2].urls and telling.at_ms - showings[-1].first.at_ms <= _STALE_MS


def _draft(showing: _Showing, following: _Showing | None, titles: Sequence[tuple[int, str]]) -> Draft:
    first = showing.first
    loaded = any(telling.load for telling in showing.tellings)
    return Draft(
        at_ms=first.at_ms,
        end_ms=first.at_ms,
        window=first.window,
        detail=PageShown(url=first.url, title=_title(showing, following, titles), load=loaded),
        snapshots=tuple(telling.snapshot for telling in showing.tellings if telling.snapshot is not None),
        events=tuple(telling.event for telling in showing.tellings if telling.event is not None),
    )


def _title(showing: _Showing, following: _Showing | None, titles: Sequence[tuple[int, str]]) -> str:
    """As the page view told it. A route change is told before the page renames itself: then the title is in the next one's
    telling, or on the screen."""
    views = [telling for telling in showing.tellings if telling.title and not telling.route]
    if views:
        return views[0].title
    after = [telling for telling in (following.tellings if following is not None else ()) if telling.title and telling.route]
    if after:
        return after[0].title
    place = bisect_left(titles, (showing.first.at_ms, ""))
    until = following.first.at_ms if following is not None else None
    return titles[place][1] if place < len(titles) and (until is None or titles[place][0] <= until) else ""


def _titles(material: Material) -> dict[tuple[int, str], list[tuple[int, str]]]:
    found: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for screen in sorted(material.track.screens, key=lambda screen: screen.at_ms):
        if screen.title:
            found[screen.window, spelled(screen.url)].append((screen.at_ms, screen.title))
    return found


def _path(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]
