"""What a run would take, told before anything is spent."""

from __future__ import annotations

from dataclasses import dataclass

SUMMARIZE, LOOK, PATTERNS = "summarize", "look", "patterns"
PHASES = (SUMMARIZE, LOOK, PATTERNS)
"""What calls are made for, in the order of the work."""


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
