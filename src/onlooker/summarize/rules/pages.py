"""What a person would call the page they were on: its title without the site's name, else its heading, else the words of its path."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from onlooker.domain.screen import Role
from onlooker.domain.timeline import PageShown, Seen, Timeline
from onlooker.domain.words import one_line
from onlooker.summarize.rules.prose import readable, spelled

_PARTS = re.compile(r"(?:^|\s)[|\-:·•»\u2013\u2014\u203a]\s")
_SITE_SHARE = 0.6
"""A part of the title that most pages of the session carry names the site, not the page."""
_SEARCH_KEYS = frozenset({"q", "query", "search", "s", "term", "terms", "keyword", "keywords", "text", "find"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stretch on one page in one window. `place` tells pages apart (path and route, no query); `section` is the coarser place."""

    at_ms: int
    window: int
    entry: str
    name: str
    place: str
    section: str
    searched: str = ""
    again: bool = False
    """It was open before, in any window."""
    told: bool = False
    """The page before it in the window went by the same name: to say it again says nothing."""


class Pages:
    """The visits of a session, by window and time."""

    def __init__(self, timeline: Timeline) -> None:
        shown = [(entry, entry.detail) for entry in timeline.entries if isinstance(entry.detail, PageShown)]
        site = _site_parts([page.title for _, page in shown])
        headings = _headings(timeline)
        common_headings = _frequent(list(headings.values()))
        titles_vary = len({page.title for _, page in shown if page.title}) > 1
        self.visits: list[Visit] = []
        self._by_window: dict[int, list[Visit]] = defaultdict(list)
        self._times: dict[int, list[int]] = defaultdict(list)
        been: set[str] = set()
        titles: dict[int, str] = {}
        for entry, page in shown:
            heading = headings.get(entry.id, "")
            shown_title = titles[entry.window] = page.title or ("" if page.load else titles.get(entry.window, ""))
            title = _own_title(shown_title, site)
            name = title if titles_vary and title else "" if heading in common_headings or heading in site else heading
            name = one_line(name or _path_words(page.url) or title or shown_title, 80)
            place = _place(page.url)
            before = self._by_window[entry.window]
            visit = Visit(
                at_ms=entry.at_ms,
                window=entry.window,
                entry=entry.id,
                name=name,
                place=place,
                section=_section(page.url),
                searched=_searched(page.url),
                again=place in been and bool(before) and place != before[-1].place,
                told=bool(before) and name == before[-1].name,
            )
            been.add(place)
            self.visits.append(visit)
            self._by_window[entry.window].append(visit)
            self._times[entry.window].append(entry.at_ms)

    @property
    def several(self) -> bool:
        """Whether pages tell places apart: an application with one page for everything has none to name."""
        return len({visit.name for visit in self.visits}) > 1

    def at(self, window: int, at_ms: int) -> Visit | None:
        """The page that stood in the window then; before its first, that one."""
        visits = self._by_window.get(window)
        if not visits:
            return None
        return visits[max(0, bisect_right(self._times[window], at_ms) - 1)]


def _site_parts(titles: list[str]) -> frozenset[str]:
    distinct = {title for title in titles if title}
    nameless = {part for title in distinct if _PARTS.match(title) for part in _split(title)}
    if len(distinct) < 2:
        return frozenset(nameless)
    counted = Counter(part for title in distinct for part in set(_split(title)))
    return frozenset(part for part, number in counted.items() if number >= 2 and number >= _SITE_SHARE * len(distinct)) | nameless


def _split(title: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(title) if part.strip()]


def _own_title(title: str, site: frozenset[str]) -> str:
    """The first part that is the page's own, in titles of several parts. A title that begins with a separator has none."""
    if _PARTS.match(title):
        return ""
    own = [part for part in _split(title) if part not in site and readable(part)]
    return own[0].strip("\"'“”") if own else ""


def _headings(timeline: Timeline) -> dict[str, str]:
    """Page entry -> the first heading that came up on it."""
    found: dict[str, str] = {}
    current: dict[int, str] = {}
    for entry in timeline.entries:
        if isinstance(entry.detail, PageShown):
            current[entry.window] = entry.id
        elif isinstance(entry.detail, Seen) and entry.detail.change.navigation:
            page = current.get(entry.window, "")
            lines = entry.detail.change.appeared
            heading = next((line.text for line in lines if line.role is Role.HEADING and readable(line.text)), "")
            if page and heading and page not in found:
                found[page] = heading
    return found


def _frequent(texts: list[str]) -> frozenset[str]:
    return frozenset(text for text, number in Counter(texts).items() if number >= 3 and number > _SITE_SHARE * len(texts))


def _path_words(url: str) -> str:
    """`/checkout/shipping-address/` -> `shipping address`; the last part that is words."""
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    route = split.fragment if split.fragment.startswith(("/", "!/")) else split.path
    for part in reversed(unquote(route.partition("?")[0]).split("/")):
        words = spelled(part.rsplit(".", 1)[0])
        if len(words) > 2 and readable(words):
            return words
    return ""


def _place(url: str) -> str:
    try:
        split = urlsplit(url)
    except ValueError:
        return url
    route = split.fragment.partition("?")[0] if split.fragment.startswith(("/", "!/")) else ""
    return f"{split.netloc}{split.path.rstrip('/')}#{route}"


def _section(url: str) -> str:
    host, _, rest = _place(url).partition("/")
    first = rest.partition("#")[0].partition("/")[0]
    return f"{host}/{first}" if first else host


def _searched(url: str) -> str:
    try:
        query = parse_qsl(urlsplit(url).query, max_num_fields=50)
    except ValueError:
        return ""
    return next((one_line(value, 60) for key, value in query if key.lower() in _SEARCH_KEYS and readable(value)), "")
