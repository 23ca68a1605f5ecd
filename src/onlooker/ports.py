"""What the core needs from outside, on one page. Every adapter of a port passes that port's one contract suite."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from onlooker.domain.captured import Batch, CapturedSession, WriteKey
from onlooker.domain.catalogued import (
    Affected,
    EndedRow,
    Expense,
    FindingRow,
    FoundIn,
    LastFound,
    RunRow,
    RunState,
    SessionFilter,
    SessionRow,
    Tally,
    WorkerRow,
)
from onlooker.domain.clip import ClipScript, Rendered
from onlooker.domain.feedback import Feedback
from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.domain.part import Recognised
from onlooker.domain.pattern import KnownPattern, PatternReport
from onlooker.domain.report import Spent


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPart:
    """One blob of a session. `read` opens it anew each time and raises OSError only; `name` is for messages."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSession:
    """A session as a source found it, bytes untouched. `origin` tells a person where it is; `name` is the id to use when the bytes carry none."""

    origin: str
    name: str
    recording: tuple[RawPart, ...]
    events: tuple[RawPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedPlace:
    """A file or folder that was looked at and holds no session."""

    origin: str
    reason: str


class Formats(Protocol):
    """How a source tells one file's bytes from another's; the stage `decode` is one. `recognise` reads a file's head, `survey` all of it;
    neither raises. `split` gives the lines of each session in a file of several, "" for those that name none; it raises DecodeError."""

    HEAD: int

    def recognise(self, name: str, head: bytes) -> Recognised: ...

    def survey(self, name: str, data: bytes) -> Recognised: ...

    def split(self, data: bytes) -> Mapping[str, bytes]: ...


class Source(Protocol):
    """Where sessions come from. Yields in a stable order; a place that cannot be read is a SkippedPlace, and the rest goes on.
    Raises SourceError when there is nothing at all to look at."""

    def sessions(self) -> Iterator[RawSession | SkippedPlace]: ...


class Model(Protocol):
    """Answers a request. Raises ModelError when no reply came, BudgetError when it may not ask. `on_part` receives the growing reply
    object while it streams, where the model can."""

    @property
    def name(self) -> str: ...

    @property
    def context_tokens(self) -> int: ...

    @property
    def sees(self) -> Sees:
        """What it takes besides text."""
        ...

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply: ...


class ReplyStore(Protocol):
    """Replies by request hash, for the cache and for recordings. A damaged entry is as good as none; neither call raises."""

    def get(self, key: str) -> ModelReply | None: ...

    def put(self, key: str, request: ModelRequest, reply: ModelReply) -> None: ...


class Renderer(Protocol):
    """Plays a script and takes its pictures. Raises RenderError; safe to call from several threads. `name` stands for everything about it that
    can change a pixel: browser, version, mode."""

    @property
    def name(self) -> str: ...

    def render(self, script: ClipScript) -> Rendered: ...

    def close(self) -> None: ...


class BlobStore(Protocol):
    """Bytes by the hash of their content, which `put` gives back; it raises OSError when they cannot be kept. `get` raises KeyError for a key
    that is not there, OSError where the store is out of reach."""

    def put(self, data: bytes, media_type: str) -> str: ...

    def get(self, key: str) -> bytes: ...


class NoteStore(Protocol):
    """Small texts under a key of the caller's making, such as that of a script and its renderer: what was made of it, so that it is never made
    twice. A damaged note is as good as none; neither call raises."""

    def note(self, key: str, data: bytes) -> None: ...

    def noted(self, key: str) -> bytes | None: ...


class Catalogue(Protocol):
    """Runs, sessions, findings, patterns and costs, in a database that several processes share. Every write is one transaction, and safe to make
    again after a kill: a row is known by its key. Raises CatalogueError when the database is gone, full or damaged."""

    def begin_run(self, run: RunRow) -> None: ...

    def run(self, run_id: str) -> RunRow | None: ...

    def runs(self, *, limit: int = 50) -> Sequence[RunRow]:
        """Latest first."""
        ...

    def runs_of(self, ids: Collection[str]) -> Mapping[str, RunRow]:
        """By their ids; one that is not there is left out."""
        ...

    def unfinished(self, key: str) -> RunRow | None:
        """The latest run of this key that is still RUNNING."""
        ...

    def foresee(self, run_id: str, estimate: Mapping[str, object]) -> None: ...

    def end_run(self, run_id: str, state: RunState, *, note: str = "", ended_at: int) -> None: ...

    def call_off(self, run_id: str) -> None:
        """Asks a run that is RUNNING to end; whoever works on it looks."""
        ...

    def take_up(self, run_id: str, *, left_for: str) -> None:
        """The run is RUNNING again, nobody has called it off, its patterns are to be looked for anew, and its sessions that were SKIPPED for this
        reason are to be read after all."""
        ...

    def latest(self, session_id: str) -> SessionRow | None:
        """As the run that read it last came to it."""
        ...

    def ended_since(self, run_id: str, since: int, *, limit: int = 200) -> Sequence[tuple[int, SessionRow]]:
        """Sessions that ended after an instant, with their own, by the database's clock; first ended first. One may still be written down that
        ended a moment before the last of them."""
        ...

    def under_way(self, run_id: str, *, limit: int = 50) -> Sequence[SessionRow]:
        """Sessions of a run that something is being done to."""
        ...

    def select(self, run_id: str, rows: Sequence[SessionRow], skipped_places: Sequence[tuple[str, str]] = ()) -> None:
        """Adds the sessions that are not there yet; those that are keep what they came to."""
        ...

    def session(self, run_id: str, place: str) -> SessionRow | None: ...

    def sessions(self, run_id: str) -> Sequence[SessionRow]:
        """All of a run, in the order of the source."""
        ...

    def find(
        self, wanted: SessionFilter, *, after: tuple[int, str, str] | None = None, before: tuple[int, str, str] | None = None, limit: int = 50
    ) -> Sequence[SessionRow]:
        """Latest first. `after` is (started_at, run_id, place) of the last row of the page before; with `before` the list is walked from that row to
        its beginning, nearest first."""
        ...

    def phase(self, run_id: str, place: str, phase: str) -> None:
        """What is being done to a session now, for whoever looks on."""
        ...

    def end_session(self, row: SessionRow, findings: Sequence[FindingRow] = (), usage: Spent | None = None) -> None:
        """What a session came to. Later calls for the same session replace it with its findings and its usage."""
        ...

    def ended(self, run_id: str) -> Iterator[EndedRow]:
        """Of a run, in the order of the source; a few of them are held at a time."""
        ...

    def findings(self, run_id: str, session_id: str = "") -> Sequence[FindingRow]:
        """Of a run, or of one of its sessions; in the order of the source, and of the report."""
        ...

    def tally(self, run_id: str) -> Tally: ...

    def skipped(self, run_id: str) -> Mapping[str, int]:
        """Why sessions of a run were skipped, with how many were for that."""
        ...

    def set_aside(self, run_id: str, key: str, usd: float, cap_usd: float) -> float | None:
        """Reserves `usd` for the call `key` if what is spent and reserved leaves room under the cap, else changes nothing. None when reserved,
        else what is left, USD. Calls of several processes cannot cross the cap together. A key reserved before (by a process that was killed)
        is reserved anew, not twice."""
        ...

    def spend(self, expense: Expense) -> None:
        """Books an answered call, once for each run and request key, and gives back what was set aside for it; where no price is known, that
        stays set aside."""
        ...

    def give_back(self, run_id: str, key: str) -> None:
        """What was set aside for a call that was never answered and cost nothing."""
        ...

    def expenses(self, run_id: str) -> Sequence[Expense]: ...

    def known_patterns(self, *, besides: str = "", quiet: bool = True) -> Sequence[KnownPattern]:
        """Their `quiet` leaves out the sessions of the run `besides`, which counts those itself. Where it is not asked for it is 0, and nothing is
        counted."""
        ...

    def keep_patterns(self, run_id: str, report: PatternReport, *, blob: str) -> None:
        """Remembers each pattern, its members in this run, and which known ones were resolved; `blob` is where the whole report is."""
        ...

    def mute_pattern(self, pattern_id: str, reason: str) -> None:
        """Empty `reason` unmutes. Raises KeyError for an unknown id, as the next two do."""
        ...

    def rename_pattern(self, pattern_id: str, title: str) -> None: ...

    def merge_patterns(self, pattern_id: str, into: str) -> None: ...

    def patterns_of(self, run_id: str, place: str) -> Sequence[Affected]:
        """What a session is a member of, in the order of the moments."""
        ...

    def found_in(self, pattern_id: str = "") -> Sequence[FoundIn]:
        """The runs that found a pattern, latest first; every pattern's where none is named."""
        ...

    def last_found(self) -> Sequence[LastFound]:
        """Of every pattern that a run found, in any order."""
        ...

    def keep_feedback(self, said: Feedback) -> None: ...

    def feedback(self, session_id: str = "") -> Sequence[Feedback]:
        """Of one session or of all, in the order in which it was said."""
        ...

    def drop_feedback(self, feedback_id: str) -> None:
        """Raises KeyError for an unknown id."""
        ...

    def beat(self, worker_id: str, *, host: str, pid: int) -> None: ...

    def workers(self) -> Sequence[WorkerRow]: ...

    def silent(self, seconds: float) -> Sequence[WorkerRow]:
        """Workers whose last beat is older, by the database's clock."""
        ...

    def gone(self, worker_id: str) -> None: ...

    def close(self) -> None: ...


class Work(Protocol):
    """What an engine does, a step each: plain values in, plain values out, and safe to do again where a kill cut it short. An OnlookerError that
    comes out is why this process can do no more: infrastructure that failed, never a session or a model."""

    def places(self, run_id: str) -> list[str]:
        """The sessions still to be read."""
        ...

    def read(self, run_id: str, place: str) -> None: ...

    def gather(self, run_id: str) -> None:
        """What all sessions together show; ends the run."""
        ...

    def call(self, run_id: str, call: str) -> dict[str, object]:
        """Asks a model what was written down under `call`. What came of it, an error too, is in the values."""
        ...


class Engine(Protocol):
    """Does a run's work durably, on as many machines as see the database. `start` may be called again for a run that a kill or an error cut
    short. Raises CatalogueError."""

    def start(self, run_id: str) -> None: ...

    def ended(self, run_id: str) -> str | None:
        """None while it runs; then why it could not be done, empty when it is done."""
        ...

    def call(self, run_id: str, call: str, *, provider: str, a_minute: int = 0) -> Mapping[str, object]:
        """Has one model call made, in its turn among all that wait for that provider, by whichever worker; waits for it. `a_minute`: how many may
        be begun in a minute, by all workers together; 0: no limit."""
        ...

    def close(self) -> None: ...


class Inbox(Protocol):
    """What was captured and is not read yet; several processes may share it. Raises CatalogueError when it cannot be used."""

    def append(self, batches: Sequence[Batch]) -> None:
        """All of them outlive a power cut once this returns; none is there when it raises. A batch that is there already is not added again."""
        ...

    def waiting(self) -> Sequence[CapturedSession]:
        """Every session that has batches here, first come first."""
        ...

    def quiet(self, *, silent_since: int, begun_before: int) -> Sequence[CapturedSession]:
        """Those of which nothing came after the one instant, or that began before the other; UTC ms."""
        ...

    def take(self, session: CapturedSession) -> Iterator[Batch]:
        """Its batches in the order in which they came."""
        ...

    def done(self, session: CapturedSession) -> None:
        """What `take` gave is no longer needed; what came since stays, and is a session of its own."""
        ...

    def size_of(self, project: str, session: str) -> int:
        """Bytes of its lines that wait."""
        ...

    def size(self) -> int:
        """Bytes on the disk that are in use."""
        ...

    def close(self) -> None: ...


class WriteKeys(Protocol):
    """The keys that pages send with. Raises CatalogueError."""

    def add(self, key: WriteKey) -> None: ...

    def all(self) -> Sequence[WriteKey]: ...

    def withdraw(self, key: str) -> None:
        """Raises KeyError for one that is not there."""
        ...

    def project_of(self, key: str) -> str | None: ...


class Clock(Protocol):
    """Monotonic seconds, for durations only."""

    def seconds(self) -> float: ...
