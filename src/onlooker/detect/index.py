"""The timeline laid out for questions: entries by kind, times ready for bisection, and what goes on by itself.

Built once, in linear time; every detector reads it and none changes it. What goes on by itself (a poll, a clock, an animation) answers
nobody's click, so it is told apart here: a thing seen at least three times, mostly without any action of the user just before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from onlooker.detect.elements import is_field
from onlooker.detect.messages import Message, messages
from onlooker.detect.words import read
from onlooker.domain.screen import Role, ScreenLine
from onlooker.domain.timeline import (
    Click,
    Entry,
    Left,
    Logged,
    Moved,
    Mutated,
    PageShown,
    Played,
    Requested,
    Resized,
    Scrolled,
    Seen,
    Selected,
    Submitted,
    Switched,
    Thrown,
    Timeline,
    Tracked,
    Typed,
)

D = TypeVar("D")

_SPONTANEOUS_AFTER_MS = 1_500
_SETTLED_AFTER_LOAD_MS = 3_000
_AMBIENT_TIMES = 3
_BANNER_PAGES = 2
_OWN_SHORTEST = 4
_AMBIENT_MUTATION_SHARE = 0.5
_TELLABLE_PER_SECOND = 20
_DIGITS = re.compile(r"\d+")
_ID_LIKE = re.compile(r"\d+|[0-9a-f]{8,}(?:-[0-9a-f]{4,})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Of(Generic[D]):
    """The entries of one kind with their details, in time order."""

    pairs: tuple[tuple[Entry, D], ...]
    times: tuple[int, ...]

    def __iter__(self) -> Iterator[tuple[Entry, D]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def between(self, start_ms: int, end_ms: int, window: int | None = None) -> Iterator[tuple[Entry, D]]:
        """Those whose start lies in [start_ms, end_ms]; at most 200, which keeps a question cheap where entries crowd."""
        first = bisect_left(self.times, start_ms)
        for place in range(first, min(first + 200, bisect_right(self.times, end_ms))):
            pair = self.pairs[place]
            if window is None or pair[0].window == window:
                yield pair

    def first(self, start_ms: int, end_ms: int, window: int | None = None) -> tuple[Entry, D] | None:
        return next(self.between(start_ms, end_ms, window), None)

    def before(self, at_ms: int, window: int | None = None) -> tuple[Entry, D] | None:
        """The last one that starts at or before `at_ms`; looks back over at most 50 entries of other windows."""
        place = bisect_right(self.times, at_ms)
        for back in range(place - 1, max(-1, place - 51), -1):
            if window is None or self.pairs[back][0].window == window:
                return self.pairs[back]
        return None


def _of(entries: tuple[Entry, ...], kind: type[D]) -> Of[D]:
    pairs = tuple((entry, entry.detail) for entry in entries if isinstance(entry.detail, kind))
    return Of(pairs, tuple(entry.at_ms for entry, _ in pairs))


def _only(of: Of[D], wanted: Callable[[D], bool]) -> Of[D]:
    pairs = tuple(pair for pair in of.pairs if wanted(pair[1]))
    return Of(pairs, tuple(entry.at_ms for entry, _ in pairs))


class Index:
    """Read-only view of one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        entries = timeline.entries
        self.clicks = _of(entries, Click)
        self.presses = _only(self.clicks, lambda click: click.target is None or not is_field(click.target))
        """Clicks but those into fields."""
        self.typed = _of(entries, Typed)
        self.submitted = _of(entries, Submitted)
        self.screens = _of(entries, Seen)
        self.pages = _of(entries, PageShown)
        self.requests = _of(entries, Requested)
        self.thrown = _of(entries, Thrown)
        self.logged = _of(entries, Logged)
        self.left = _of(entries, Left)
        self.switched = _of(entries, Switched)
        self.scrolled = _of(entries, Scrolled)
        self.selected = _of(entries, Selected)
        self.played = _of(entries, Played)
        self.resized = _of(entries, Resized)
        self.moved = _of(entries, Moved)
        self.tracked = _of(entries, Tracked)
        self._opened: dict[int, int] = {}
        for entry, _ in self.pages:
            self._opened.setdefault(entry.window, entry.at_ms)
        self._came_back = _came_back(self.screens)
        self._tells: dict[int, bool] = {}
        self._said: dict[int, tuple[Message, ...]] = {}
        """By identity: the timeline keeps every `Seen` alive, and hashing a change costs more than reading it."""
        self._act_times = sorted([*self.clicks.times, *self.typed.times, *self.submitted.times])
        by_window: dict[int, list[Mutated]] = defaultdict(list)
        for batch in timeline.mutations:
            by_window[batch.window].append(batch)
        self._mutation_times = {window: [batch.at_ms for batch in batches] for window, batches in by_window.items()}
        self._nodes = {window: [0, *accumulate(batch.nodes for batch in batches)] for window, batches in by_window.items()}
        self._attributes = {window: [0, *accumulate(batch.attributes for batch in batches)] for window, batches in by_window.items()}

    @property
    def end_ms(self) -> int:
        """When the session ends: the last thing known of it."""
        return max(self.timeline.duration_ms, max((entry.at_ms for entry in self.timeline.entries[-1:]), default=0))

    def opened_ms(self, window: int) -> int:
        """When the window showed its first page."""
        return self._opened.get(window, 0)

    def mutated(self, window: int, start_ms: int, end_ms: int) -> tuple[int, int, int] | None:
        """First instant, node records and attribute records of the mutations in [start_ms, end_ms]."""
        times = self._mutation_times.get(window, [])
        first, last = bisect_left(times, start_ms), bisect_right(times, end_ms)
        if first >= last:
            return None
        nodes, attributes = self._nodes[window], self._attributes[window]
        return times[first], nodes[last] - nodes[first], attributes[last] - attributes[first]

    def last_act_ms(self, at_ms: int) -> int | None:
        """When the user last clicked, typed or sent something, at or before `at_ms`."""
        place = bisect_right(self._act_times, at_ms)
        return self._act_times[place - 1] if place else None

    def acts_between(self, start_ms: int, end_ms: int) -> int:
        """How many acts lie in (start_ms, end_ms]."""
        return bisect_right(self._act_times, end_ms) - bisect_right(self._act_times, start_ms)

    def spontaneous(self, at_ms: int) -> bool:
        """Nobody acted, and no page was loading, just before."""
        act = self.last_act_ms(at_ms)
        if act is not None and at_ms - act <= _SPONTANEOUS_AFTER_MS:
            return False
        return self.pages.first(at_ms - _SETTLED_AFTER_LOAD_MS, at_ms) is None

    def said(self, seen: Seen) -> tuple[Message, ...]:
        """The messages of a change, read once."""
        found = self._said.get(id(seen))
        if found is None:
            told = messages(seen.change, id(seen) in self._came_back)
            found = self._said[id(seen)] = tuple(message for message in told if message.text not in self._banners and not self._echoes(message))
        return found

    def came_back(self, seen: Seen) -> bool:
        """A navigation that shows the page again that was there before."""
        return id(seen) in self._came_back

    @cached_property
    def _banners(self) -> frozenset[str]:
        """What stands in a box on page after page: it speaks of no act."""
        stood: dict[str, int] = defaultdict(int)
        for _, seen in self.screens:
            if seen.change.again and not self.came_back(seen):
                for message in messages(replace(seen.change, appeared=()), True):
                    stood[message.text] += 1
        return frozenset(text for text, times in stood.items() if times >= _BANNER_PAGES)

    def _echoes(self, message: Message) -> bool:
        """It only sounds bad because the user's own words stand in it."""
        if not message.failing:
            return False
        text = message.text.lower()
        own = [words for words in self._own_words if words in text]
        if not own:
            return False
        for words in own:
            text = text.replace(words, " ")
        return read(text).tone is not message.tone

    @cached_property
    def _own_words(self) -> tuple[str, ...]:
        """What the user typed, longest first; at most 200 texts."""
        words = {typed.value.strip().lower() for _, typed in self.typed if not typed.masked}
        return tuple(sorted((text for text in words if _OWN_SHORTEST <= len(text) <= 300), key=len, reverse=True)[:200])

    @cached_property
    def ambient_requests(self) -> frozenset[str]:
        seen: dict[str, list[bool]] = defaultdict(list)
        for entry, request in self.requests:
            seen[request_key(request)].append(self.spontaneous(entry.at_ms))
        return frozenset(key for key, alone in seen.items() if _ambient(alone))

    def tells(self, seen: Seen) -> bool:
        """Whether a change shows something that does not come and go by itself, as a clock, a ticker or a rotating tip does."""
        told = self._tells.get(id(seen))
        if told is None:
            change = seen.change
            lines = (*change.appeared, *change.gone)
            told = change.navigation or bool(change.values) or change.blank or not lines or not all(self._ambient(line) for line in lines)
            self._tells[id(seen)] = told
        return told

    def _ambient(self, line: ScreenLine) -> bool:
        texts, nodes = self._lines_alone
        return (line.role is Role.TEXT and line.node_id in nodes) or line_key(line) in texts

    @cached_property
    def _lines_alone(self) -> tuple[frozenset[str], frozenset[int]]:
        texts: dict[str, list[bool]] = defaultdict(list)
        nodes: dict[int, list[bool]] = defaultdict(list)
        for entry, screen in self.screens:
            if screen.change.navigation:
                continue
            alone = self.spontaneous(entry.at_ms)
            for line in screen.change.appeared:
                if line.role is not Role.SPINNER:
                    texts[line_key(line)].append(alone)
                if line.role is Role.TEXT and line.node_id >= 0:
                    nodes[line.node_id].append(alone)
        return frozenset(key for key, alone in texts.items() if _ambient(alone)), frozenset(key for key, alone in nodes.items() if _ambient(alone))

    def stirred(self, window: int, start_ms: int, end_ms: int) -> tuple[int, int, int] | None:
        """As `mutated`, but None where no more changed than changes there all the time by itself. Where much always changes, nothing can be
        told, and every change may be an answer."""
        found = self.mutated(window, start_ms, end_ms)
        usual = self._restless.get(window)
        if found is None or usual is None or usual > _TELLABLE_PER_SECOND:
            return found
        seconds = max(1.0, (end_ms - start_ms) / 1000)
        return found if found[1] + found[2] > 3 * usual * seconds + 5 else None

    @cached_property
    def _restless(self) -> dict[int, float]:
        """Windows whose DOM changes most seconds although nobody does anything, with the records of such a second."""
        quiet_ms = 0
        acts = [0, *self._act_times, self.end_ms]
        for earlier, later in pairwise(acts):
            quiet_ms += max(0, later - earlier - _SETTLED_AFTER_LOAD_MS)
        restless: dict[int, float] = {}
        for window, times in self._mutation_times.items():
            nodes, attributes = self._nodes[window], self._attributes[window]
            stirred: dict[int, int] = defaultdict(int)
            for place, at_ms in enumerate(times):
                act = self.last_act_ms(at_ms)
                if act is None or at_ms - act > _SETTLED_AFTER_LOAD_MS:
                    stirred[at_ms // 1000] += nodes[place + 1] - nodes[place] + attributes[place + 1] - attributes[place]
            if len(stirred) >= 5 and len(stirred) * 1000 > quiet_ms * _AMBIENT_MUTATION_SHARE:
                restless[window] = sorted(stirred.values())[len(stirred) // 2]
        return restless


def _came_back(screens: Of[Seen]) -> frozenset[int]:
    """Navigations that show the page again that was there before, by identity."""
    last: dict[int, str] = {}
    found = set()
    for entry, seen in screens:
        place = place_of(entry.page)
        if seen.change.navigation and last.get(entry.window) == place:
            found.add(id(seen))
        last[entry.window] = place
    return frozenset(found)


def _ambient(alone: list[bool]) -> bool:
    return sum(alone) >= _AMBIENT_TIMES and sum(alone) * 2 > len(alone)


def request_key(request: Requested) -> str:
    """Method, host and path with numbers and ids blotted out: the same call at another time."""
    return f"{request.method.upper()} {place_of(request.url)}"


def place_of(url: str) -> str:
    """Host and path of a URL, ids blotted out. Total: an odd URL is its own place."""
    try:
        parts = urlsplit(url)
        return _ID_LIKE.sub("#", f"{parts.netloc}{parts.path}".rstrip("/"))
    except ValueError:
        return url


def line_key(line: ScreenLine) -> str:
    return f"{line.role}:{_DIGITS.sub('#', line.text)}"
