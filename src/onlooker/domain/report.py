"""The report of one session, and of one run over several: what every face shows and `--json` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onlooker.domain.clip import Looked
from onlooker.domain.estimate import Estimate, PhaseEstimate
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.model import Exchange
from onlooker.domain.pattern import PatternReport
from onlooker.domain.snapshot import RecordingLosses
from onlooker.domain.summary import Outcome, Reader, Segment
from onlooker.domain.timebase import Span

SCHEMA = 1
"""Number of the report's shape; raised when a reader of the old one would misread the new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read and what was not; part of every report."""

    snapshots: int = 0
    events: int = 0
    entries: int = 0
    windows: int = 0
    gaps: int = 0
    gap_ms: int = 0
    losses: RecordingLosses = field(default_factory=RecordingLosses)
    unreadable_events: int = 0
    folded: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    masked_share: float = 0.0
    """Masked texts and inputs over all seen at the looks."""
    screens: int = 0
    unseen_ms: int = 0
    coarse: bool = False
    skew_ms: int = 0
    noise: tuple[Noise, ...] = ()
    invented_cites: int = 0
    looked: Looked = field(default_factory=Looked)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one session's reading cost. `cost` None: a call was made whose price is unknown."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = 0.0
    cached_calls: int = 0
    seconds: float = 0.0
    exchanges: tuple[Exchange, ...] = ()
    """One by one, in the order of their answers."""
    refused: tuple[str, ...] = ()
    """Purposes of the calls that a budget forbade, one each."""
    foreseen: tuple[PhaseEstimate, ...] = ()
    """What they would take, by what the rules found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMark:
    """A cited entry told in one line, so that a report shows its proof without the recording."""

    id: str
    at_ms: int
    kind: str
    text: str
    window: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReport:
    """`findings` holds all, refuted ones too; `marks` explains every entry id cited anywhere in the report."""

    session_id: str
    source: str
    started_at: int
    duration_ms: int
    active_ms: int
    reader: Reader
    goal: str
    outcome: Outcome
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    usage: Spent = field(default_factory=Spent)
    marks: tuple[TimelineMark, ...] = ()
    user: str = ""
    release: str = ""
    """Of the application, as the events tell it."""
    pages: tuple[str, ...] = ()
    active: tuple[Span, ...] = ()
    """Spans with user activity, as in the timeline; what lies between them is idle."""
    gaps: tuple[Span, ...] = ()
    """Spans in which the recorder too was silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedSession:
    """A session that could not be read: data in the report, never a lost row."""

    session_id: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedSession:
    """A session that the run did not read, though it could have. `reason` is what it is counted under ("bot", "beyond the sample", "budget"),
    `why` what told so."""

    session_id: str
    source: str
    reason: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Of one `watch`. `sessions` may be read anew each time they are gone through, one at a time. `skipped` are places that hold no session, with
    the reason; `foreseen` is what was told before it began, None where nobody asked."""

    sessions: Sequence[SessionReport]
    failed: tuple[FailedSession, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    model: str = "none"
    seconds: float = 0.0
    stopped: str = ""
    """Why the run ended early (budget), empty when it did not."""
    patterns: PatternReport | None = None
    """None where nobody looked for any."""
    skipped_sessions: tuple[SkippedSession, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    """Answered calls that serve the whole run and no single session, in the order of their answers."""
    foreseen: Estimate | None = None
    notes: tuple[str, ...] = ()
    """What is to be known of the selection: how sessions were sampled, and what that does to shares."""
    focus: str = ""
    """The question that was asked of the sessions, in plain words; empty without one."""
