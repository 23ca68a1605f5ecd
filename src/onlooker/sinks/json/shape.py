"""The JSON form of the report of one session, key by key; `docs/report.schema.json` is generated from here.

Times are integer milliseconds since the session's start, except `started_at`, a UTC instant. Keys may be added, with a default for
reports that were written before; `schema` is raised when a reader of the old form would misread the new one.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from onlooker.domain.evidence import Status
from onlooker.domain.finding import FindingKind
from onlooker.sinks.json.clip_shape import ClipShape, LookedShape
from onlooker.sinks.json.span import Instant, Ms, SpanShape

ReaderKind = Literal["rules", "model"]


class EntryShape(Struct, frozen=True, kw_only=True):
    """One cited line of the timeline. `id` is a content hash, the same in every run."""

    id: str
    at_ms: Ms
    kind: str
    text: str
    window: int


class ScreenShape(Struct, frozen=True, kw_only=True):
    """Visible text just before and after a moment, what appeared and what went, and what is true of the screen without being a line on it.
    `exact`: read by a browser that laid the page out; else from the rebuilt DOM, where layout and overlap are not known."""

    at_ms: Ms
    window: int
    page: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]
    notes: tuple[str, ...]
    masked: int
    exact: bool = False


class HitShape(Struct, frozen=True, kw_only=True):
    """What one rule saw: its thresholds, the facts it measured, and the ids of the entries it rests on."""

    rule: str
    at_ms: Ms
    end_ms: Ms
    window: int
    thresholds: dict[str, int | float]
    facts: dict[str, str | int | float | bool]
    entries: tuple[str, ...]


class VerdictShape(Struct, frozen=True, kw_only=True):
    """The ruling on one finding. `by` is "rules" or a model's name; `saw` what the user saw, in the words of who looked; `frames` are the
    session times of the clip's frames that show it; `basis` is what was looked at: "timeline", "screen text", "frames" or "video"."""

    status: Status
    blocking: bool
    reason: str
    by: str
    cites: tuple[str, ...]
    saw: str = ""
    frames: tuple[Ms, ...] = ()
    basis: str = "screen text"


class EvidenceShape(Struct, frozen=True, kw_only=True):
    """What a finding stands on. `clip` is null when it was not looked at; `verdict` is the one that counts, `earlier` those it replaced,
    oldest first."""

    entries: tuple[EntryShape, ...]
    hits: tuple[HitShape, ...]
    screen: ScreenShape | None
    clip: ClipShape | None
    verdict: VerdictShape | None
    earlier: tuple[VerdictShape, ...] = ()


class FindingShape(Struct, frozen=True, kw_only=True):
    """A claim that something went wrong for this user. `blocking`: the user could not reach the goal because of it. A `refuted` one is
    kept for the record and is not reported."""

    id: str
    kind: FindingKind
    symptom: str
    title: str
    description: str
    blocking: bool
    minor: bool
    status: Status
    start_ms: Ms
    end_ms: Ms
    evidence: EvidenceShape


class KeyActionShape(Struct, frozen=True, kw_only=True):
    """An entry the summary singles out."""

    description: str
    at_ms: Ms
    cites: tuple[str, ...]
    finding_id: str | None


class SegmentShape(Struct, frozen=True, kw_only=True):
    """A stretch of the session with one intent; `success` null: it cannot be told."""

    index: int
    name: str
    start_ms: Ms
    end_ms: Ms
    success: bool | None
    summary: str
    key_actions: tuple[KeyActionShape, ...]


class OutcomeShape(Struct, frozen=True, kw_only=True):
    """Whether the user reached the goal; `success` null: unknown. `basis` names what decided."""

    success: bool | None
    description: str
    cites: tuple[str, ...]
    basis: str


class ReaderShape(Struct, frozen=True, kw_only=True):
    """Who wrote the report; `note` says why a configured model did not."""

    kind: ReaderKind
    model: str
    prompt_version: str
    note: str


class NoiseShape(Struct, frozen=True, kw_only=True):
    """Something that looked like trouble and that nobody could see."""

    what: str
    reason: str
    at_ms: Ms
    count: int
    entries: tuple[str, ...]


class LossesShape(Struct, frozen=True, kw_only=True):
    """What could not be read in the recording, and what was repaired."""

    unreadable_chunks: int
    unreadable_snapshots: int
    reordered: int
    duplicates: int
    windows_without_full: int
    gaps: int
    gap_ms: int
    truncated: bool
    notes: tuple[str, ...]


class CoverageShape(Struct, frozen=True, kw_only=True):
    """What was read and what was not."""

    snapshots: int
    events: int
    entries: int
    windows: int
    gaps: int
    gap_ms: int
    losses: LossesShape
    unreadable_events: int
    folded: dict[str, int]
    dropped: dict[str, int]
    masked_share: float
    screens: int
    unseen_ms: int
    coarse: bool
    skew_ms: int
    noise: tuple[NoiseShape, ...]
    invented_cites: int
    notes: tuple[str, ...]
    looked: LookedShape = LookedShape()


class ExchangeShape(Struct, frozen=True, kw_only=True):
    """One answered model call: what for, about which findings, and what it took, in USD. `saved` is what an answer that was kept from an earlier call
    would have cost; null: no price is known."""

    key: str
    purpose: str
    model: str
    about: tuple[str, ...]
    input_tokens: int
    output_tokens: int
    cost: float | None
    cached: bool
    saved: float | None = 0.0


class PhaseEstimateShape(Struct, frozen=True, kw_only=True):
    """The calls of one phase of the work. `exact`: the questions were made and counted; else they were reckoned."""

    name: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    exact: bool


class UsageShape(Struct, frozen=True, kw_only=True):
    """What the reading cost, in USD; `cost` null: a call was made whose price is unknown. `refused` are the calls that a budget forbade, by what
    they were for; `foreseen` is what was reckoned for this session before it was read."""

    calls: int
    cached_calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    seconds: float
    exchanges: tuple[ExchangeShape, ...] = ()
    refused: tuple[str, ...] = ()
    foreseen: tuple[PhaseEstimateShape, ...] = ()


class SessionShape(Struct, frozen=True, kw_only=True):
    """The report of one session. `entries` tells every entry cited anywhere in it, in one line each."""

    schema: Literal[1]
    session_id: str
    source: str
    user: str
    started_at: Instant
    duration_ms: int
    active_ms: int
    reader: ReaderShape
    goal: str
    outcome: OutcomeShape
    segments: tuple[SegmentShape, ...]
    findings: tuple[FindingShape, ...]
    coverage: CoverageShape
    usage: UsageShape
    pages: tuple[str, ...]
    active: tuple[SpanShape, ...]
    gaps: tuple[SpanShape, ...]
    entries: tuple[EntryShape, ...]
    release: str = ""


class FailedShape(Struct, frozen=True, kw_only=True):
    """A session that could not be read, and why."""

    schema: Literal[1]
    session_id: str
    source: str
    failed: str
