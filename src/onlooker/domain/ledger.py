"""Where the money of a run went: by phase, by purpose, by model, by finding; what kept answers saved, what a budget left out, and how far off the
estimate was. All of it is added up from the exchanges in the reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onlooker.domain.estimate import LOOK, PATTERNS, PHASES, SUMMARIZE, Estimate
from onlooker.domain.model import Exchange
from onlooker.domain.report import RunReport, SessionReport
from onlooker.domain.words import count

_PHASE_OF = {"summarize": SUMMARIZE, "verify": LOOK, "describe": LOOK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Some of the exchanges, added up. Tokens are of calls that were made; `cost` None: some price is unknown. `saved` is what the `cached` ones
    would have cost."""

    name: str
    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = 0.0
    saved: float | None = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCost:
    """What the looks at one finding cost; a look at several is shared evenly among them, so `calls` may be a part of one."""

    session_id: str
    finding_id: str
    calls: float
    cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What a budget forbade: so many calls, in so many sessions; the calls of the run itself are in no session."""

    phase: str
    calls: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What was taken as a multiple of what was foreseen: 1.0 is exact, 0.5 half of it. Answers that were kept from before count as if they had been
    paid, for nobody foresaw them. None where it cannot be told. `phases` are (name, foreseen USD, USD taken)."""

    foreseen: Estimate
    calls: float | None
    tokens: float | None
    cost: float | None
    seconds: float | None
    phases: tuple[tuple[str, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """`phases` in the order of the work; the other rows dearest first."""

    total: Row
    phases: tuple[Row, ...] = ()
    purposes: tuple[Row, ...] = ()
    models: tuple[Row, ...] = ()
    findings: tuple[FindingCost, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    forecast: Forecast | None = None


def ledger(run: RunReport) -> Ledger:
    exchanges = [*(one for session in run.sessions for one in session.usage.exchanges), *run.exchanges]
    total = _row("total", exchanges)
    phases = _rows(exchanges, lambda one: phase_of(one.purpose))
    return Ledger(
        total=total,
        phases=tuple(sorted(phases, key=lambda row: PHASES.index(row.name))),
        purposes=_rows(exchanges, lambda one: one.purpose),
        models=_rows(exchanges, lambda one: one.model),
        findings=_findings(run.sessions),
        left_out=tuple(_left_out(run)),
        forecast=_forecast(run.foreseen, exchanges, run.seconds) if run.foreseen is not None else None,
    )


def phase_of(purpose: str) -> str:
    """Whatever is neither a summary nor a look serves the patterns."""
    return _PHASE_OF.get(purpose, PATTERNS)


def left_out_words(purposes: Sequence[str]) -> str:
    """`1 summary and 3 looks`."""
    phases = [phase_of(purpose) for purpose in purposes]
    told = [_calls_words(phase, phases.count(phase)) for phase in PHASES if phase in phases]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def _calls_words(phase: str, calls: int) -> str:
    if phase == SUMMARIZE:
        return count(calls, "summary", "summaries")
    return count(calls, "look") if phase == LOOK else count(calls, "question about patterns", "questions about patterns")


def _rows(exchanges: Sequence[Exchange], name: Callable[[Exchange], str]) -> tuple[Row, ...]:
    named: dict[str, list[Exchange]] = defaultdict(list)
    for one in exchanges:
        named[name(one)].append(one)
    return tuple(sorted((_row(*own) for own in named.items()), key=lambda row: (_dear(row.cost), row.name)))


def _row(name: str, exchanges: Sequence[Exchange]) -> Row:
    made = [one for one in exchanges if not one.cached]
    return Row(
        name=name,
        calls=len(made),
        cached=len(exchanges) - len(made),
        input_tokens=sum(one.input_tokens for one in made),
        output_tokens=sum(one.output_tokens for one in made),
        cost=_sum(one.cost for one in exchanges),
        saved=_sum(one.saved for one in exchanges),
    )


def _sum(money: Iterable[float | None]) -> float | None:
    """None once one of them is unknown."""
    known = 0.0
    for usd in money:
        if usd is None:
            return None
        known += usd
    return known


def _dear(cost: float | None) -> float:
    """Sorts the unknown first: they may be anything."""
    return -cost if cost is not None else float("-inf")


def _findings(sessions: Sequence[SessionReport]) -> tuple[FindingCost, ...]:
    """A look whose answer was kept costs nothing and counts for nothing."""
    shares: dict[tuple[str, str], list[tuple[float, float | None]]] = defaultdict(list)
    for session in sessions:
        for one in session.usage.exchanges:
            if phase_of(one.purpose) != LOOK or one.cached:
                continue
            for finding in one.about:
                share = None if one.cost is None else one.cost / len(one.about)
                shares[session.session_id, finding].append((1 / len(one.about), share))
    costs = [
        FindingCost(session_id=session, finding_id=finding, calls=sum(part for part, _ in own), cost=_sum(cost for _, cost in own))
        for (session, finding), own in shares.items()
    ]
    return tuple(sorted(costs, key=lambda one: (_dear(one.cost), one.session_id, one.finding_id)))


def _left_out(run: RunReport) -> Iterable[LeftOut]:
    refused = [[phase_of(purpose) for purpose in session.usage.refused] for session in run.sessions]
    of_run = [phase_of(purpose) for purpose in run.patterns.refused] if run.patterns is not None else []
    for phase in PHASES:
        calls = [own.count(phase) for own in refused if phase in own]
        if calls or phase in of_run:
            yield LeftOut(phase=phase, calls=sum(calls) + of_run.count(phase), sessions=len(calls))


def _forecast(foreseen: Estimate, exchanges: Sequence[Exchange], seconds: float) -> Forecast:
    usd = {phase: _sum(_worth(one) for one in exchanges if phase_of(one.purpose) == phase) for phase in PHASES}
    told = [phase.name for phase in foreseen.phases]
    return Forecast(
        foreseen=foreseen,
        calls=_times(len(exchanges), foreseen.calls),
        tokens=_times(sum(one.input_tokens + one.output_tokens for one in exchanges), foreseen.input_tokens + foreseen.output_tokens),
        cost=_times(_sum(usd.values()), foreseen.cost),
        seconds=_times(seconds or None, foreseen.seconds),
        phases=tuple((name, _sum(one.cost for one in foreseen.phases if one.name == name), usd[name]) for name in PHASES if name in told),
    )


def _worth(one: Exchange) -> float | None:
    return None if one.cost is None or one.saved is None else one.cost + one.saved


def _times(took: float | None, foreseen: float | None) -> float | None:
    return None if took is None or not foreseen else took / foreseen
