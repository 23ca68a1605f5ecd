"""What a run would take, told before anything is spent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run would take, before any call. `cost` in USD, None when no price is known for the model; `seconds` None when it cannot be
    told; `skipped` are places that hold no session, with the reason."""

    sessions: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None = None
    seconds: float | None = None
    model: str = "none"
    skipped: tuple[tuple[str, str], ...] = ()
