"""What recurs, over all runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onlooker.app.library.kept import Kept
from onlooker.app.patterns_kept import kept_patterns
from onlooker.domain.catalogued import FoundIn, LastFound, RunRow
from onlooker.domain.pattern import KnownPattern, Pattern, PatternReport
from onlooker.errors import CatalogueError, InputError, MissingError

_REPORTS = 64
"""Reports of runs that are looked into for one list; a pattern that none of the latest found is told by what is remembered of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternLine:
    """`pattern` is as the latest run found it that did, `run_id`; None where that report is gone. `runs`: how many have found it."""

    known: KnownPattern
    pattern: Pattern | None = None
    run_id: str = ""
    runs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternInRun:
    run: RunRow
    members: int
    blocking: int
    examined: int
    """Sessions the pattern was looked for in; 0: an older Onlooker looked, and its report is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternView:
    """`history` latest first; `merged` are the patterns that count for this one now."""

    known: KnownPattern
    pattern: Pattern | None
    run_id: str
    history: tuple[PatternInRun, ...]
    merged: tuple[KnownPattern, ...] = ()


class Patterns:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def all(self, *, merged: bool = False) -> tuple[PatternLine, ...]:
        """The worst first, as the latest run that found it scored it; muted ones last. `merged`: those that count for another one too."""
        found = {one.pattern_id: one for one in self._kept.catalogue.last_found()}
        reports = _Reports(self._kept)
        lines = [_line(known, found.get(known.id), reports) for known in self._kept.catalogue.known_patterns() if merged or not known.merged_into]
        return tuple(sorted(lines, key=lambda one: (bool(one.known.muted), -_score(one), -one.known.last_seen, one.known.id)))

    def known(self) -> tuple[KnownPattern, ...]:
        """Those that count for no other one, found last first: names to choose from, without a look into any report."""
        every = (one for one in self._kept.catalogue.known_patterns(quiet=False) if not one.merged_into)
        return tuple(sorted(every, key=lambda one: (-one.last_seen, one.id)))

    def one(self, pattern_id: str) -> PatternView:
        """Of one that was merged into another, it says so and has no history of its own."""
        every = self._kept.catalogue.known_patterns()
        known = next((one for one in every if one.id == pattern_id), None)
        if known is None:
            raise MissingError(f"there is no pattern {pattern_id!r}")
        found = self._kept.catalogue.found_in(pattern_id)
        reports = _Reports(self._kept)
        last = LastFound(pattern_id=pattern_id, run_id=found[0].run_id, runs=len(found)) if found else None
        line = _line(known, last, reports)
        runs = self._kept.catalogue.runs_of({one.run_id for one in found})
        history = [
            PatternInRun(run=runs[one.run_id], members=one.members, blocking=one.blocking, examined=_examined(one, reports))
            for one in found
            if one.run_id in runs
        ]
        merged = tuple(one for one in every if one.merged_into == pattern_id)
        return PatternView(known=known, pattern=line.pattern, run_id=line.run_id, history=tuple(history), merged=merged)

    def mute(self, pattern_id: str, because: str) -> KnownPattern:
        """It is intended, as the team says; an empty `because` takes that back."""
        return self._changed(pattern_id, lambda: self._kept.catalogue.mute_pattern(pattern_id, because.strip()))

    def rename(self, pattern_id: str, title: str) -> KnownPattern:
        if not title.strip():
            raise InputError("a pattern needs a title; give a few words")
        return self._changed(pattern_id, lambda: self._kept.catalogue.rename_pattern(pattern_id, title.strip()))

    def merge(self, pattern_id: str, into: str) -> KnownPattern:
        """What is found as `pattern_id` from now on counts for `into`, which comes back."""
        if pattern_id == into:
            raise InputError("a pattern cannot be merged into itself")
        self._changed(pattern_id, lambda: self._kept.catalogue.merge_patterns(pattern_id, into))
        return self._known(into)

    def _changed(self, pattern_id: str, change: Callable[[], None]) -> KnownPattern:
        try:
            change()
        except KeyError as unknown:
            raise MissingError(f"there is no pattern {unknown.args[0]!r}") from None
        return self._known(pattern_id)

    def _known(self, pattern_id: str) -> KnownPattern:
        """The one it is now part of, where it was merged."""
        every = {one.id: one for one in self._kept.catalogue.known_patterns()}
        known = every.get(pattern_id)
        if known is None:
            raise MissingError(f"there is no pattern {pattern_id!r}")
        return every.get(known.merged_into, known)


class _Reports:
    """Of runs, each loaded once."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._loaded: dict[str, PatternReport | None] = {}

    def of(self, run_id: str) -> PatternReport | None:
        if run_id not in self._loaded:
            if len(self._loaded) >= _REPORTS:
                return None
            run = self._kept.catalogue.run(run_id)
            self._loaded[run_id] = self._load(run) if run is not None and run.patterns_blob else None
        return self._loaded[run_id]

    def _load(self, run: RunRow) -> PatternReport | None:
        try:
            return kept_patterns(run.patterns_blob, self._kept.blobs).report
        except (CatalogueError, OSError):
            return None


def _examined(found: FoundIn, reports: _Reports) -> int:
    if found.examined is not None:
        return found.examined
    report = reports.of(found.run_id)
    return report.examined if report is not None else 0


def _line(known: KnownPattern, found: LastFound | None, reports: _Reports) -> PatternLine:
    if found is None:
        return PatternLine(known=known)
    report = reports.of(found.run_id)
    pattern = next((one for one in report.patterns if one.id == known.id), None) if report is not None else None
    return PatternLine(known=known, pattern=pattern, run_id=found.run_id, runs=found.runs)


def _score(line: PatternLine) -> float:
    return line.pattern.severity.score if line.pattern is not None else -1.0
