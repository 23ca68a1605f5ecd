"""The JSON form of `run.json`: what a run says besides its sessions and patterns. What its numbers are shares of, and what it cost."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from onlooker.sinks.json.shape import ExchangeShape


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
    """What was foreseen before the run began, in USD and seconds; null: it could not be told."""

    sessions: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    seconds: float | None
    model: str


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
    foreseen: EstimateShape | None
    exchanges: tuple[ExchangeShape, ...]
