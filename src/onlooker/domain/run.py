"""One execution, as seen from outside: what it would cost, how far it is, and what the smaller commands look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onlooker.domain.evidence import Hit
from onlooker.domain.finding import Finding
from onlooker.domain.report import SessionReport, TimelineMark
from onlooker.domain.transcript import Transcript


class Phase(StrEnum):
    """What is being done to one session, in the order of the work; the last three end it."""

    READING = "reading"
    WATCHING = "watching"
    """The pass over the documents: elements, screen changes."""
    DETECTING = "detecting"
    CONDENSING = "condensing"
    SUMMARIZING = "summarizing"
    LOOKING = "looking"
    """Clips are rendered, and looked at."""
    VERIFYING = "verifying"
    BRINGING_IN = "bringing in"
    """The recordings of a durable run are copied into the store; of no one session."""
    BATCHING = "waiting for a batch"
    """Summaries of many sessions were put to the provider together; of no one session."""
    ELSEWHERE = "elsewhere"
    """Another worker has ended a session; of no one session."""
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def final(self) -> bool:
        return self in (Phase.DONE, Phase.FAILED, Phase.SKIPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step forward. `done`, `failed`, `findings` and `cost` are of the whole run so far; `done` counts every session that has ended, the
    failed ones too; `total` is None while places are still being looked at. `findings` counts reported ones, `blocking` those among them
    that block. `step` is the share (0 to 1) of this session's work that is behind it, None when unknown. `note` is for a person: why it
    failed, the segment that just streamed in. `report` comes with DONE."""

    phase: Phase
    session_id: str
    done: int
    total: int | None = None
    failed: int = 0
    findings: int = 0
    blocking: int = 0
    cost: float | None = 0.0
    step: float | None = None
    note: str = ""
    report: SessionReport | None = None
    seconds_left: float | None = None
    """Until the run has ended, at the pace so far; None while that cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What reading one transcript would cost with one model, in USD; `cost` None when no price is known. `context_tokens` 0: unknown."""

    model: str
    input_tokens: int
    output_tokens: int
    calls: int = 1
    cost: float | None = None
    context_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedTranscript:
    """What `transcript` shows: the text a model would read, and what each configured model would take for it."""

    transcript: Transcript
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What `detect` shows of one session: every hit of every rule, the findings made of them, and a mark for each cited entry.
    `rules` names all rules that ran, so that silence of a rule is told too."""

    session_id: str
    duration_ms: int
    preset: str
    hits: tuple[Hit, ...]
    findings: tuple[Finding, ...]
    marks: tuple[TimelineMark, ...] = ()
    rules: tuple[str, ...] = ()


class CheckState(StrEnum):
    """How `doctor` found a thing."""

    READY = "ready"
    OPTIONAL = "optional"
    """Not there, and not needed for the main job."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of `doctor`: what was looked at, how it stands, and how to get it when it is not there."""

    name: str
    state: CheckState
    detail: str
    remedy: str = ""
