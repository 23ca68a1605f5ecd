"""What is new since somebody last looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onlooker.app.library.kept import Kept
from onlooker.app.library.patterns import PatternLine, Patterns
from onlooker.app.library.runs import RunLine, Runs
from onlooker.app.steps import now_ms
from onlooker.domain.catalogued import RunState, SessionFilter, SessionRow
from onlooker.domain.pattern import Lifecycle

_LOOK = 12
"""Sessions that are worth opening first."""
_RUNS = 8
_SCANNED = 100
"""Runs among which those since then are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is new since `since`, UTC ms. `selected` and the counts beside it are of the runs that were under way since then. `patterns` are those
    that are neither muted nor resolved, the worst first; `new` and `back` (they were resolved) those among them that these runs found. `look` are
    sessions that blocked their users, latest first."""

    since: int
    now: int
    selected: int = 0
    sessions: int = 0
    """Read."""
    failed: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Sessions that were not read, by reason."""
    findings: int = 0
    blocking: int = 0
    cost: float | None = 0.0
    new: tuple[PatternLine, ...] = ()
    back: tuple[PatternLine, ...] = ()
    patterns: tuple[PatternLine, ...] = ()
    resolved: tuple[PatternLine, ...] = ()
    look: tuple[SessionRow, ...] = ()
    runs: tuple[RunLine, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why runs ended early, with how often."""


def today(kept: Kept, since: int) -> Today:
    latest = Runs(kept).latest(_SCANNED)
    recent = [one for one in latest if one.row.started_at >= since or one.row.ended_at >= since or one.row.state is RunState.RUNNING]
    fresh = {one.row.id for one in recent}
    every = [one for one in Patterns(kept).all() if not one.known.muted]
    open_ones = [one for one in every if not one.known.resolved_at]
    found = [one for one in open_ones if one.run_id in fresh and one.pattern is not None]
    costs = [one.tally.cost for one in recent]
    return Today(
        since=since,
        now=now_ms(),
        selected=sum(one.tally.selected for one in recent),
        sessions=sum(one.tally.done for one in recent),
        failed=sum(one.tally.failed for one in recent),
        skipped=_skipped(kept, recent),
        findings=sum(one.tally.findings for one in recent),
        blocking=sum(one.tally.blocking for one in recent),
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
        new=tuple(one for one in found if _is_new(one)),
        back=tuple(one for one in found if _lifecycle(one) is Lifecycle.REGRESSED),
        patterns=tuple(open_ones),
        resolved=tuple(one for one in every if one.known.resolved_at >= since and one.known.resolved_at),
        look=_look(kept, recent),
        runs=tuple(recent[:_RUNS]),
        reasons=dict(Counter(one.row.note for one in recent if one.row.note)),
    )


def _look(kept: Kept, runs: Sequence[RunLine]) -> tuple[SessionRow, ...]:
    """Of what these runs have read, whenever it happened; a session that several have read, as the latest of them came to it."""
    found: dict[str, SessionRow] = {}
    for one in runs[:_RUNS]:
        for row in kept.catalogue.find(SessionFilter(run_id=one.row.id, blocking=True), limit=_LOOK):
            found.setdefault(row.session_id, row)
    return tuple(sorted(found.values(), key=lambda row: (-row.started_at, row.place))[:_LOOK])


def _skipped(kept: Kept, runs: Sequence[RunLine]) -> Mapping[str, int]:
    reasons: Counter[str] = Counter()
    for one in runs:
        if one.tally.skipped:
            for reason, times in kept.tallies.skipped(one.row, kept.catalogue, now_ms()).items():
                reasons[reason.partition(":")[0] or "no reason"] += times
    return dict(reasons.most_common())


def _is_new(line: PatternLine) -> bool:
    """A run that is taken up again meets what it has found itself."""
    return _lifecycle(line) is Lifecycle.NEW or (line.runs == 1 and _lifecycle(line) is Lifecycle.ONGOING)


def _lifecycle(line: PatternLine) -> Lifecycle | None:
    return line.pattern.lifecycle if line.pattern is not None else None
