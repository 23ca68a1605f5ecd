"""What every detector looks at, and how it says what it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from onlooker.detect.attempts import Attempts
from onlooker.detect.index import Index
from onlooker.detect.thresholds import Thresholds
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry, Timeline

Fact = str | int | float | bool | None
_ENTRIES_AT_MOST = 40


class Case:
    """One timeline under one set of thresholds. Built once, read by all detectors."""

    def __init__(self, timeline: Timeline, limits: Thresholds) -> None:
        self.timeline = timeline
        self.limits = limits
        self.index = Index(timeline)

    @cached_property
    def attempts(self) -> Attempts:
        return Attempts(self.index, self.limits)

    def hit(self, rule: str, entries: Sequence[Entry], used: Sequence[str], end_ms: int | None = None, **facts: Fact) -> Hit:
        """`used` names the thresholds compared with. Facts that are None are left out: unknown. At most 40 entries are
        named, the first and the last among them."""
        named = list(entries) if len(entries) <= _ENTRIES_AT_MOST else [*entries[: _ENTRIES_AT_MOST - 1], entries[-1]]
        start = min(entry.at_ms for entry in entries)
        last = max(entry.at_ms for entry in entries) if end_ms is None else end_ms
        limits: dict[str, int | float] = {name: getattr(self.limits, name) for name in used}
        return Hit(
            rule=rule,
            at_ms=start,
            end_ms=max(start, last),
            entries=tuple(dict.fromkeys(entry.id for entry in named)),
            thresholds=limits,
            facts={name: value for name, value in facts.items() if value is not None},
            window=entries[0].window,
        )


Rule = Callable[[Case], Iterator[Hit]]
"""A detector. It yields in any order; `detect` sorts."""
