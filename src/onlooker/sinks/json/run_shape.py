"""The JSON form of `run.json`: what a run says besides its sessions and patterns. What its numbers are shares of, and what it cost."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from onlooker.sinks.json.shape import ExchangeShape, PhaseEstimateShape


class RunSessionShape(Struct, frozen=True, kw_only=True):
    """A session that was read, or could not be: its report lies in `file`, beside this one."""

    session_id: str
    file: str


class SkippedSessionShape(Struct, frozen=True, kw_only=True):
    """A session that was not read, though it could have been. `reason` is what it is counted under, `why` what told so."""

    session_id: str
    source: str
    reason: str
    why: str


class SkippedPlaceShape(Struct, frozen=True, kw_only=True):
    """A place that holds no session."""

    place: str
    reason: str


class EstimateShape(Struct, frozen=True, kw_only=True):
    """What was foreseen before the run began, in USD and seconds; null: it could not be told. `kept`: calls whose answer was there already, counted
    nowhere else; `unpriced`: models without a known price."""

    sessions: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    seconds: float | None
    model: str
    skipped: tuple[tuple[str, str], ...]
    phases: tuple[PhaseEstimateShape, ...]
    kept: int
    clips: int
    unpriced: tuple[str, ...]
    notes: tuple[str, ...]


class LedgerRowShape(Struct, frozen=True, kw_only=True):
    """What the calls of one sort took, in USD; `cost` null: one of them has no known price. `saved` is what the `cached` ones would have cost."""

    name: str
    calls: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    saved: float | None


class FindingCostShape(Struct, frozen=True, kw_only=True):
    """What the looks at one finding cost; a call about several counts for each with its part."""

    session_id: str
    finding_id: str
    calls: float
    cost: float | None


class LeftOutShape(Struct, frozen=True, kw_only=True):
    """What a budget forbade: so many calls of a phase, in so many sessions; those of the run itself are in no session."""

    phase: str
    calls: int
    sessions: int


class ForecastShape(Struct, frozen=True, kw_only=True):
    """What was taken as a multiple of what was foreseen: 1.0 is exact. Null: it cannot be told."""

    calls: float | None
    tokens: float | None
    cost: float | None
    seconds: float | None


class LedgerShape(Struct, frozen=True, kw_only=True):
    """Where the money went, over all sessions and the run's own calls: by phase in the order of the work, else dearest first."""

    total: LedgerRowShape
    phases: tuple[LedgerRowShape, ...]
    purposes: tuple[LedgerRowShape, ...]
    models: tuple[LedgerRowShape, ...]
    findings: tuple[FindingCostShape, ...]
    forecast: ForecastShape | None
    left_out: tuple[LeftOutShape, ...] = ()


class RunShape(Struct, frozen=True, kw_only=True):
    """`selected` sessions are those `read`, those that `failed`, and those `skipped`, by reason. `stopped` says why the run ended early, `notes` how
    sessions were sampled; `exchanges` are the model calls that serve no single session."""

    schema: Literal[1]
    model: str
    seconds: float
    stopped: str
    focus: str
    selected: int
    read: int
    failed: int
    skipped: dict[str, int]
    notes: tuple[str, ...]
    sessions: tuple[RunSessionShape, ...]
    skipped_sessions: tuple[SkippedSessionShape, ...]
    skipped_places: tuple[SkippedPlaceShape, ...]
    ledger: LedgerShape
    foreseen: EstimateShape | None
    exchanges: tuple[ExchangeShape, ...]
