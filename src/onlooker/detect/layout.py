"""The timeline laid out for questions: entries by kind, their times ready for bisection, mutations summed up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from onlooker.detect.elements import is_field
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
SETTLED_AFTER_LOAD_MS = 3_000


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


class Layout:
    """Read-only view of one timeline. Built once, in linear time."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        entries = timeline.entries
        self.toggled = timeline.toggled
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
        self._act_times = sorted([*self.clicks.times, *self.typed.times, *self.submitted.times])
        by_window: dict[int, list[Mutated]] = defaultdict(list)
        for batch in timeline.mutations:
            if batch.own:
                continue  # a control that only ripples has not answered
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
        """When the user last clicked, typed or sent something, at or before `at_ms`. Typing lasts until its last key."""
        place = bisect_right(self._act_times, at_ms)
        if not place:
            return None
        typed = self.typed.before(at_ms)
        return self._act_times[place - 1] if typed is None else max(self._act_times[place - 1], min(typed[0].end_ms, at_ms))

    def acts_between(self, start_ms: int, end_ms: int) -> int:
        """How many acts lie in (start_ms, end_ms]."""
        return bisect_right(self._act_times, end_ms) - bisect_right(self._act_times, start_ms)

    def spontaneous(self, at_ms: int) -> bool:
        """Nobody acted, and no page was loading, just before."""
        act = self.last_act_ms(at_ms)
        if act is not None and at_ms - act <= _SPONTANEOUS_AFTER_MS:
            return False
        return self.pages.first(at_ms - SETTLED_AFTER_LOAD_MS, at_ms) is None
