"""What a run would take, told before anything is spent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

SUMMARIZE, LOOK, PATTERNS = "summarize", "look", "patterns"
PHASES = (SUMMARIZE, LOOK, PATTERNS)
"""What calls are made for, in the order of the work."""


def phase_words(phase: str) -> str:
    return {SUMMARIZE: "summaries", LOOK: "looks at the screen", PATTERNS: "what recurs"}.get(phase, phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEstimate:
    """The calls of one phase. `cost` in USD, None when no price is known for the model. `exact`: the questions were made and counted; else they
    were reckoned from how many sessions there are."""

    name: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run would take, before any call. `cost` in USD, None when no price is known for a model; `seconds` None when it cannot be
    told; `skipped` are places that hold no session, with the reason. Calls whose answer is kept from before cost nothing: `kept` of them are known
    and counted nowhere else."""

    sessions: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None = None
    seconds: float | None = None
    model: str = "none"
    skipped: tuple[tuple[str, str], ...] = ()
    phases: tuple[PhaseEstimate, ...] = ()
    kept: int = 0
    clips: int = 0
    """That would be rendered."""
    unpriced: tuple[str, ...] = ()
    """Models whose price nobody knows."""
    notes: tuple[str, ...] = ()
    """What to do about it, and what a budget would do; whole sentences."""


def together(parts: Iterable[PhaseEstimate]) -> tuple[PhaseEstimate, ...]:
    """One for each phase and model, in the order of the work."""
    summed: dict[tuple[int, str, str], PhaseEstimate] = {}
    for part in parts:
        key = (PHASES.index(part.name) if part.name in PHASES else len(PHASES), part.name, part.model)
        before = summed.get(key)
        summed[key] = part if before is None else _plus(before, part)
    return tuple(summed[key] for key in sorted(summed))


def _plus(one: PhaseEstimate, other: PhaseEstimate) -> PhaseEstimate:
    return replace(
        one,
        calls=one.calls + other.calls,
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cost=None if one.cost is None or other.cost is None else one.cost + other.cost,
        exact=one.exact and other.exact,
    )


def estimate_of(sessions: int, parts: Iterable[PhaseEstimate], *, model: str) -> Estimate:
    """`cost` None once a call has no known price."""
    phases = together(parts)
    costs = [phase.cost for phase in phases]
    return Estimate(
        sessions=sessions,
        calls=sum(phase.calls for phase in phases),
        input_tokens=sum(phase.input_tokens for phase in phases),
        output_tokens=sum(phase.output_tokens for phase in phases),
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
        model=model,
        phases=phases,
        unpriced=tuple(dict.fromkeys(phase.model for phase in phases if phase.cost is None)),
    )
