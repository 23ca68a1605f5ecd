"""The working lines that passes fold and drop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from onlooker.domain.finding import Finding, Noise
from onlooker.domain.timeline import Detail, Entry, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """An entry told in another entry's line, and the pass that put it there."""

    entry: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry to be told, with those folded into it. `also` are details of folded entries that are told in the same line; `times` is how often
    the same thing happened; `causes` counts the different exceptions of an avalanche; `more` and `less` the
    texts of the screen that came and went and are left out."""

    entry: Entry
    end_ms: int
    times: int = 1
    causes: int = 1
    more: int = 0
    less: int = 0
    also: tuple[Detail, ...] = ()
    chunks: tuple[tuple[Fold, ...], ...] = ()

    @property
    def detail(self) -> Detail:
        return self.entry.detail

    @property
    def window(self) -> int:
        return self.entry.window

    @property
    def at_ms(self) -> int:
        return self.entry.at_ms

    @property
    def folds(self) -> Iterable[Fold]:
        """In the order they were folded in."""
        return chain.from_iterable(self.chunks)

    @property
    def weight(self) -> int:
        """How many entries this line stands for."""
        return 1 + sum(map(len, self.chunks))

    @property
    def entries(self) -> Iterable[str]:
        """Ids of all entries this line stands for."""
        yield self.entry.id
        for fold in self.folds:
            yield fold.entry

    def absorb(self, other: Line, by: str, *, times: int = 0, causes: int = 0) -> Line:
        """This line with the other folded in, keeping this one's place and detail."""
        return replace(
            self,
            end_ms=max(self.end_ms, other.end_ms),
            times=self.times + times,
            causes=self.causes + causes,
            more=self.more + other.more,
            less=self.less + other.less,
            also=self.also + other.also,
            chunks=_appended(self.chunks, (Fold(entry=other.entry.id, by=by), *other.folds)),
        )

    def saying(self, detail: Detail) -> Line:
        return replace(self, entry=replace(self.entry, detail=detail))

    def leaving_out(self, came: int, went: int) -> Line:
        return replace(self, more=self.more + came, less=self.less + went)

    def adding(self, *details: Detail) -> Line:
        return replace(self, also=self.also + details)


_CHUNK = 256


def _appended(chunks: tuple[tuple[Fold, ...], ...], more: tuple[Fold, ...]) -> tuple[tuple[Fold, ...], ...]:
    """Tuples of tuples, so that a flood of ten thousands folded one by one is not copied whole each time."""
    if chunks and len(chunks[-1]) + len(more) <= _CHUNK:
        return (*chunks[:-1], chunks[-1] + more)
    return (*chunks, more)


Join = Callable[[Line, Line], Line | None]
"""(the line above, this line) -> the two as one, or None when they stay apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a pass takes and returns. `evidence` are ids of entries that a finding rests on: folded at most, never dropped. `noise` are ids that
    the noise list tells. `elsewhere` counts entries told outside the lines. Law: told lines + folded + dropped = entries. `cut` counts texts
    shortened in, or left out of, lines that are told."""

    lines: tuple[Line, ...]
    evidence: frozenset[str] = frozenset()
    noise: frozenset[str] = frozenset()
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    cut: Mapping[str, int] = field(default_factory=dict)

    @property
    def folded(self) -> Mapping[str, int]:
        return plus(self.elsewhere, Counter(fold.by for line in self.lines for fold in line.folds))

    def proof(self, line: Line) -> bool:
        """Whether a finding rests on this line."""
        return any(entry in self.evidence for entry in line.entries)

    def drop(self, gone: Callable[[Line], bool], reason: str) -> Draft:
        """Without the lines that `gone` picks and that no finding rests on."""
        kept, lost = self._without(gone)
        return replace(self, lines=kept, dropped=plus(self.dropped, {reason: lost})) if lost else self

    def move(self, gone: Callable[[Line], bool], where: str) -> Draft:
        """Without the lines that `gone` picks, which are told elsewhere."""
        kept, moved = self._without(gone)
        return replace(self, lines=kept, elsewhere=plus(self.elsewhere, {where: moved})) if moved else self

    def _without(self, gone: Callable[[Line], bool]) -> tuple[tuple[Line, ...], int]:
        kept = tuple(line for line in self.lines if self.proof(line) or not gone(line))
        return kept, sum(line.weight for line in self.lines) - sum(line.weight for line in kept)

    def join(self, joined: Join) -> Draft:
        """Each line offered to the one above it, from the top; what comes of it is offered again, so that no two neighbours are left that
        would join."""
        kept: list[Line] = []
        for line in self.lines:
            last = line
            while kept and (both := joined(kept[-1], last)) is not None:
                kept.pop()
                last = both
            kept.append(last)
        return self.with_lines(kept)

    def with_lines(self, lines: Iterable[Line], cut: Mapping[str, int] | None = None) -> Draft:
        return replace(self, lines=tuple(lines), cut=plus(self.cut, cut or {}))


Pass = Callable[[Draft], Draft]
_COUNTED = frozenset({"exception", "console", "request", "click"})
"""Kinds whose `Entry.count` says how often it happened; of typing it counts keystrokes, which tell nothing."""


def plus(counts: Mapping[str, int], more: Mapping[str, int]) -> Mapping[str, int]:
    """The sum, without zeros."""
    return {name: number for name, number in (Counter(counts) + Counter(more)).items() if number}


def draft(timeline: Timeline, findings: Sequence[Finding], noise: Sequence[Noise]) -> Draft:
    """One line an entry."""
    evidence = frozenset(entry for finding in findings for entry in finding.evidence.entries)
    return Draft(
        lines=tuple(
            Line(entry=entry, end_ms=max(entry.at_ms, entry.end_ms), times=max(1, entry.count) if entry.kind in _COUNTED else 1)
            for entry in timeline.entries
        ),
        evidence=evidence,
        noise=frozenset(entry for item in noise for entry in item.entries) - evidence,
    )
