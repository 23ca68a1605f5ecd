"""What the API shows of runs and sessions: their rows without what only a worker needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onlooker.app.library import Foreseeing, RunLine, Today
from onlooker.app.library.patterns import PatternInRun, PatternLine, PatternView
from onlooker.domain.catalogued import RunState, SessionRow, SessionState, Tally
from onlooker.domain.estimate import Estimate
from onlooker.domain.pattern import KnownPattern, Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    """A session in one run. `started_at` UTC ms."""

    run_id: str
    place: str
    session_id: str
    name: str
    origin: str
    state: SessionState
    phase: str
    reason: str
    user: str
    release: str
    started_at: int
    duration_ms: int
    active_ms: int
    page: str
    goal: str
    success: bool | None
    findings: int
    blocking: int
    calls: int
    cost: float | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsShown:
    """`next`, given as `after`, gives the next page; empty on the last."""

    rows: tuple[SessionShown, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    place: str
    name: str
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunShown:
    """`ending`: it was called off, and what is under way is still read. `captured`: the project whose captured sessions it read. UTC ms."""

    id: str
    state: RunState
    ending: bool
    note: str
    started_at: int
    ended_at: int
    model: str
    focus: str
    captured: str
    places: tuple[str, ...]
    selection: Mapping[str, object]
    tally: Tally
    under_way: tuple[UnderWay, ...]
    skipped_places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateShown:
    """`state`: working, done or failed; `why` it failed."""

    id: str
    state: str
    estimate: Estimate | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternShown:
    """`known` is what is remembered of it, `pattern` as the latest run found it that did; None where that is gone."""

    known: KnownPattern
    pattern: Pattern | None
    run_id: str
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRun:
    """`examined` 0: the run's report is gone."""

    run_id: str
    started_at: int
    members: int
    blocking: int
    examined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternHistory:
    known: KnownPattern
    pattern: Pattern | None
    run_id: str
    history: tuple[PatternRun, ...]
    merged: tuple[KnownPattern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayShown:
    since: int
    now: int
    selected: int
    sessions: int
    failed: int
    skipped: Mapping[str, int]
    findings: int
    blocking: int
    cost: float | None
    new: tuple[PatternShown, ...]
    back: tuple[PatternShown, ...]
    patterns: tuple[PatternShown, ...]
    resolved: tuple[PatternShown, ...]
    look: tuple[SessionShown, ...]
    runs: tuple[RunShown, ...]
    reasons: Mapping[str, int] = field(default_factory=dict)


def session_shown(row: SessionRow) -> SessionShown:
    goal = row.examined.get("goal")
    return SessionShown(
        run_id=row.run_id,
        place=row.place,
        session_id=row.session_id,
        name=row.name,
        origin=row.origin,
        state=row.state,
        phase=row.phase,
        reason=row.reason,
        user=row.user,
        release=row.release,
        started_at=row.started_at,
        duration_ms=row.duration_ms,
        active_ms=row.active_ms,
        page=row.page,
        goal=goal if isinstance(goal, str) else "",
        success=row.success,
        findings=row.findings,
        blocking=row.blocking,
        calls=row.calls,
        cost=row.cost,
        seconds=row.seconds,
    )


def run_shown(line: RunLine) -> RunShown:
    row, asked = line.row, line.row.asked
    settings, places, selection = asked.get("settings"), asked.get("places"), asked.get("selection")
    return RunShown(
        id=row.id,
        state=row.state,
        ending=line.ending,
        note=row.note,
        started_at=row.started_at,
        ended_at=row.ended_at,
        model=str(settings.get("model", "none")) if isinstance(settings, Mapping) else "none",
        focus=str(asked.get("focus", "")),
        captured=str(asked.get("captured", "")),
        places=tuple(map(str, places)) if isinstance(places, list | tuple) else (),
        selection=selection if isinstance(selection, Mapping) else {},
        tally=line.tally,
        under_way=tuple(UnderWay(place=one.place, name=one.name, phase=one.phase) for one in line.under_way),
        skipped_places=row.skipped_places,
    )


def estimate_shown(made: Foreseeing) -> EstimateShown:
    state = "working" if not made.done else "failed" if made.estimate is None else "done"
    return EstimateShown(id=made.id, state=state, estimate=made.estimate, why=made.why)


def pattern_shown(line: PatternLine) -> PatternShown:
    return PatternShown(known=line.known, pattern=line.pattern, run_id=line.run_id, runs=line.runs)


def history_shown(view: PatternView) -> PatternHistory:
    return PatternHistory(
        known=view.known, pattern=view.pattern, run_id=view.run_id, history=tuple(map(_pattern_run, view.history)), merged=view.merged
    )


def today_shown(told: Today) -> TodayShown:
    return TodayShown(
        since=told.since,
        now=told.now,
        selected=told.selected,
        sessions=told.sessions,
        failed=told.failed,
        skipped=told.skipped,
        findings=told.findings,
        blocking=told.blocking,
        cost=told.cost,
        new=tuple(map(pattern_shown, told.new)),
        back=tuple(map(pattern_shown, told.back)),
        patterns=tuple(map(pattern_shown, told.patterns)),
        resolved=tuple(map(pattern_shown, told.resolved)),
        look=tuple(map(session_shown, told.look)),
        runs=tuple(map(run_shown, told.runs)),
        reasons=told.reasons,
    )


def _pattern_run(one: PatternInRun) -> PatternRun:
    return PatternRun(run_id=one.run.id, started_at=one.run.started_at, members=one.members, blocking=one.blocking, examined=one.examined)
