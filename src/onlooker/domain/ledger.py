"""Where the money of a run went: by phase, by purpose, by model, by finding; what kept answers saved, what a budget left out, and how far off the
estimate was. All of it is added up from the exchanges in the reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onlooker.domain.estimate import LOOK, PATTERNS, PHASES, SUMMARIZE, Estimate
from onlooker.domain.model import Exchange
from onlooker.domain.report import RunReport, Spent
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
    sums = Sums()
    for session in run.sessions:
        sums.session(session.session_id, session.usage)
    sums.of_run(run.exchanges, run.patterns.refused if run.patterns is not None else ())
    return sums.ledger(run.foreseen, run.seconds)


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


class Sums:
    """A ledger in the making, one session after the other: none of them is needed any more once it was added."""

    def __init__(self) -> None:
        self._total = _Sum()
        self._phases: dict[str, _Sum] = defaultdict(_Sum)
        self._purposes: dict[str, _Sum] = defaultdict(_Sum)
        self._models: dict[str, _Sum] = defaultdict(_Sum)
        self._findings: dict[tuple[str, str], _Shares] = defaultdict(_Shares)
        self._refused: Counter[str] = Counter()
        self._refused_in: Counter[str] = Counter()

    def session(self, session_id: str, usage: Spent) -> None:
        for one in usage.exchanges:
            self._add(one)
            if phase_of(one.purpose) == LOOK and not one.cached:  # a look whose answer was kept costs nothing and counts for nothing
                for finding in one.about:
                    self._findings[session_id, finding].add(one.cost, len(one.about))
        refused = [phase_of(purpose) for purpose in usage.refused]
        self._refused.update(refused)
        self._refused_in.update(set(refused))

    def of_run(self, exchanges: Sequence[Exchange], refused: Sequence[str]) -> None:
        """What serves the run itself and no session."""
        for one in exchanges:
            self._add(one)
        self._refused.update(map(phase_of, refused))

    def ledger(self, foreseen: Estimate | None, seconds: float) -> Ledger:
        left_out = (LeftOut(phase=name, calls=self._refused[name], sessions=self._refused_in[name]) for name in PHASES if self._refused[name])
        findings = (FindingCost(session_id=one, finding_id=id, calls=own.calls, cost=own.cost) for (one, id), own in self._findings.items())
        return Ledger(
            total=self._total.row("total"),
            phases=tuple(self._phases[name].row(name) for name in PHASES if name in self._phases),
            purposes=_dearest_first(self._purposes),
            models=_dearest_first(self._models),
            findings=tuple(sorted(findings, key=lambda one: (_dear(one.cost), one.session_id, one.finding_id))),
            left_out=tuple(left_out),
            forecast=self._forecast(foreseen, seconds) if foreseen is not None else None,
        )

    def _add(self, one: Exchange) -> None:
        for own in (self._total, self._phases[phase_of(one.purpose)], self._purposes[one.purpose], self._models[one.model]):
            own.add(one)

    def _forecast(self, foreseen: Estimate, seconds: float) -> Forecast:
        worth = {name: self._phases[name].worth if name in self._phases else 0.0 for name in PHASES}
        whole = None if None in worth.values() else sum(usd for usd in worth.values() if usd is not None)
        told = [phase.name for phase in foreseen.phases]
        return Forecast(
            foreseen=foreseen,
            calls=_times(self._total.calls + self._total.cached, foreseen.calls),
            tokens=_times(self._total.tokens, foreseen.input_tokens + foreseen.output_tokens),
            cost=_times(whole, foreseen.cost),
            seconds=_times(seconds or None, foreseen.seconds),
            phases=tuple((name, _sum(one.cost for one in foreseen.phases if one.name == name), worth[name]) for name in PHASES if name in told),
        )


@dataclass(slots=True)
class _Sum:
    """Of some exchanges; money None once one of them is unknown. `tokens` and `worth` count kept answers as if they had been paid."""

    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    tokens: int = 0
    cost: float | None = 0.0
    saved: float | None = 0.0
    worth: float | None = 0.0

    def add(self, one: Exchange) -> None:
        self.cached += one.cached
        if not one.cached:
            self.calls += 1
            self.input_tokens += one.input_tokens
            self.output_tokens += one.output_tokens
        self.tokens += one.input_tokens + one.output_tokens
        self.cost = _plus(self.cost, one.cost)
        self.saved = _plus(self.saved, one.saved)
        self.worth = _plus(self.worth, _plus(one.cost, one.saved))

    def row(self, name: str) -> Row:
        return Row(
            name=name,
            calls=self.calls,
            cached=self.cached,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            cost=self.cost,
            saved=self.saved,
        )


@dataclass(slots=True)
class _Shares:
    """Of the looks at one finding."""

    calls: float = 0.0
    cost: float | None = 0.0

    def add(self, cost: float | None, among: int) -> None:
        self.calls += 1 / among
        self.cost = _plus(self.cost, None if cost is None else cost / among)


def _dearest_first(sums: Mapping[str, _Sum]) -> tuple[Row, ...]:
    return tuple(sorted((own.row(name) for name, own in sums.items()), key=lambda row: (_dear(row.cost), row.name)))


def _sum(money: Iterable[float | None]) -> float | None:
    """None once one of them is unknown."""
    known: float | None = 0.0
    for usd in money:
        known = _plus(known, usd)
    return known


def _plus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _dear(cost: float | None) -> float:
    """Sorts the unknown first: they may be anything."""
    return -cost if cost is not None else float("-inf")


def _times(took: float | None, foreseen: float | None) -> float | None:
    return None if took is None or not foreseen else took / foreseen
