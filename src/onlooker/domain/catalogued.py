"""What the catalogue keeps: runs, the sessions they selected, what was spent, and who is working."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onlooker.domain.report import Spent


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """Ended early, with the reason in `note`: what was read by then is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run. `key` stands for what was asked (places, settings, focus): the same command started again after a kill finds its unfinished run by
    it. `asked` are the plain values it was started with, all a worker on another machine needs. Instants are UTC ms; 0: not yet. `skipped_places`
    hold no session at all, with the reason."""

    id: str
    key: str
    started_at: int
    state: RunState = RunState.RUNNING
    ended_at: int = 0
    note: str = ""
    asked: Mapping[str, object] = field(default_factory=dict)
    skipped_places: tuple[tuple[str, str], ...] = ()
    estimate: Mapping[str, object] = field(default_factory=dict)
    """What was foreseen before it began (calls, tokens, USD, seconds), to be held against what it took; empty where nobody asked."""
    patterns_blob: str = ""
    """Key of the patterns' JSON, once they were looked for."""
    called_off: int = 0
    """When somebody asked for it to end; sessions under way are still read. 0: nobody did."""


class SessionState(StrEnum):
    """Of one session in one run; all but the first end it."""

    SELECTED = "selected"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Set aside before any reading was paid for: a bot, an internal user, too short, beyond the sample; `reason` says which."""

    @property
    def final(self) -> bool:
        return self is not SessionState.SELECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPart:
    """One blob of a session's raw bytes in the blob store. `events`: product events, else rrweb."""

    name: str
    blob: str
    events: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session of one run. `place` is its name inside the run, the same when the selection is made again; `order` its place in the source.
    `report_blob` is the key of its JSON report, `examined` the plain values of `domain.pattern.Examined`. Instants are UTC ms."""

    run_id: str
    place: str
    order: int
    origin: str
    name: str
    parts: tuple[KeptPart, ...] = ()
    state: SessionState = SessionState.SELECTED
    phase: str = ""
    reason: str = ""
    session_id: str = ""
    user: str = ""
    release: str = ""
    started_at: int = 0
    duration_ms: int = 0
    active_ms: int = 0
    page: str = ""
    """The first page's address."""
    success: bool | None = None
    findings: int = 0
    blocking: int = 0
    calls: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    report_blob: str = ""
    examined: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding of one session of one run, for lists and filters; the whole of it is in the report."""

    run_id: str
    session_id: str
    finding_id: str
    kind: str
    symptom: str
    title: str
    page: str
    blocking: bool
    status: str
    at_ms: int
    verdict_by: str = ""
    verdict_basis: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRow:
    """A session of a run that was read or failed: where its report is, what reading it took. `usage` None: an older Onlooker ended it, and only the
    report tells."""

    order: int
    origin: str
    name: str
    state: SessionState
    reason: str
    session_id: str
    report_blob: str
    usage: Spent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One answered model call: what for, and what it cost. `purpose` is the request's (`summarize`, `verify`, `describe`, `extract`…);
    `session_id` empty for calls that serve the whole run; `finding_ids` those a look ruled on. `cost` None: no price known. `at` UTC ms.
    `saved`: taken from the reply cache, nothing was paid."""

    run_id: str
    request_key: str
    purpose: str
    model: str
    session_id: str = ""
    finding_ids: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = 0.0
    saved: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A run so far, from its rows. `cost` None once a call had no known price."""

    selected: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    findings: int = 0
    blocking: int = 0
    calls: int = 0
    cost: float | None = 0.0

    @property
    def ended(self) -> int:
        return self.done + self.failed + self.skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A session that a pattern affects, from either side: the pattern and the finding that belongs to it."""

    pattern_id: str
    finding_id: str
    at_ms: int
    blocking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIn:
    """A run that found a pattern: in how many sessions, and how many of them it blocked. `examined`: in how many it was looked for; None: an older
    Onlooker looked, and only the report tells."""

    pattern_id: str
    run_id: str
    members: int
    blocking: int
    examined: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastFound:
    """The latest run that found a pattern; `runs`: how many have."""

    pattern_id: str
    run_id: str
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """A process that works on runs. `seen_at` by the database's own clock, UTC ms."""

    id: str
    host: str
    pid: int
    seen_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions a list shows; what is empty or None does not filter. `since` (with) and `until` (without) bound `started_at`, UTC ms;
    `page` is a prefix; `kind` is that of a finding which was not refuted."""

    run_id: str = ""
    state: SessionState | None = None
    user: str = ""
    release: str = ""
    page: str = ""
    since: int | None = None
    until: int | None = None
    success: bool | None = None
    blocking: bool | None = None
    kind: str = ""
    pattern_id: str = ""
    text: str = ""
    """Words that a session's row holds, all of them; the last one may be the beginning of a word."""
