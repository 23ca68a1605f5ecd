"""The steps of a durable run, as an engine does them: on this machine for a run that may have been started on another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from onlooker import config, discover
from onlooker.app.asked import Asked
from onlooker.app.kept import all_kept, ended_row, kept_raw
from onlooker.app.one_session import one_session
from onlooker.app.patterns_kept import keep_patterns
from onlooker.app.wiring import Wired, wired
from onlooker.domain.catalogued import Expense, RunState, SessionRow, SessionState
from onlooker.domain.model_choice import ModelChoice
from onlooker.domain.report import FailedSession, SessionReport
from onlooker.domain.run import Phase
from onlooker.engines import Answered, Queued, answer
from onlooker.errors import CatalogueError, OnlookerError
from onlooker.llm import Routed, SharedPurse
from onlooker.pipeline import Allowance, Reading, discover_patterns
from onlooker.ports import Catalogue, Engine, Model
from onlooker.stores import Blobs, ReplyNotes

Tell = Callable[[Phase, SessionRow, str, SessionReport | None], None]
"""The phase of a session, a note for a person, and its report with DONE."""
_STOPPED = "stopped"
CALLED_OFF = "called off"
"""Why sessions were not read, and their run ended, once somebody asked it to."""
_ROOM = "make room, or see that ONLOOKER_BLOBS can be written, then start again"
_SAME = "ONLOOKER_BLOBS has to name the same place wherever the run is worked on; then start it again"
_NEVER_ENDED = "its reading took the process down, again and again, or is a fault in Onlooker; please report it"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What this process reads one run with."""

    id: str
    wired: Wired
    model: Asked | None
    focus: str
    allowance: Allowance


class Steps:
    """`engine` is set once it is made: each needs the other. Safe to use from several threads. What is raised says why this process can do no more;
    whatever is wrong with a session, a model or ourselves becomes a row of the report."""

    def __init__(self, catalogue: Catalogue, blobs: Blobs, *, tell: Tell | None = None) -> None:
        self._catalogue, self._blobs = catalogue, blobs
        self._tell = tell or (lambda phase, row, note, report: None)
        self._runs: dict[str, _Run] = {}
        self._lock = threading.Lock()
        self._listening: dict[str, Callable[[object], None]] = {}
        self.engine: Engine | None = None

    def places(self, run_id: str) -> list[str]:
        return [row.place for row in self._catalogue.sessions(run_id) if not row.state.final]

    def read(self, run_id: str, place: str) -> None:
        row = self._catalogue.session(run_id, place)
        if row is None or row.state.final:
            return
        if self._called_off(run_id):
            self._leave(row)
            return

        def step(phase: Phase, note: str) -> None:
            self._tell(phase, row, note, None)

        step(Phase.READING, "")
        run = self._run(run_id)
        report = one_session(kept_raw(row, self._blobs), self._reading(run, place), step)
        self._end(row, report)

    def gather(self, run_id: str) -> None:
        """Leaves a run that has sessions nobody has begun: it was taken up again while it ended, and its next start reads them."""
        left = [row for row in self._catalogue.sessions(run_id) if not row.state.final]
        for row in left:
            if row.phase:
                self._end(row, FailedSession(session_id=row.name, source=row.origin, reason=_NEVER_ENDED))
        if not all(row.phase for row in left):
            return
        run = self._catalogue.run(run_id)
        done = run is not None and run.patterns_blob  # and a kill came after: known patterns are this run's own by now
        fault = "" if done else self._discovered(run_id)
        stopped = (self._blobs.noted(f"{_STOPPED} {run_id}") or b"").decode() or (CALLED_OFF if run is not None and run.called_off else "") or fault
        self._catalogue.end_run(run_id, RunState.STOPPED if stopped else RunState.DONE, note=stopped, ended_at=now_ms())

    def call(self, run_id: str, call: str) -> dict[str, object]:
        run = self._run(run_id)
        if run.model is None:
            return {"error": "model", "message": "the run has no model"}
        came = answer(run.model, self._blobs, run_id, call, booked=lambda one: self._book(run, one), on_part=self._listening.get(call))
        if run.model.stopped:
            self._blobs.note(f"{_STOPPED} {run_id}", run.model.stopped.encode())
        return came

    def close(self) -> None:
        for run in self._runs.values():
            run.wired.close()

    def _end(self, row: SessionRow, report: SessionReport | FailedSession) -> None:
        try:
            ended, found = ended_row(row, report, self._blobs)
        except OSError as error:
            raise CatalogueError(f"a report cannot be kept ({error.strerror or error}): {_ROOM}") from None
        now = self._catalogue.session(row.run_id, row.place)
        if now is not None and now.state.final:
            return  # whoever took over from this process, while it was silent, was done sooner; what it came to stands
        self._catalogue.end_session(ended, found, report.usage if isinstance(report, SessionReport) else None)
        if isinstance(report, FailedSession):
            self._tell(Phase.FAILED, row, report.reason, None)
        else:
            self._tell(Phase.DONE, row, "", report)

    def _called_off(self, run_id: str) -> bool:
        run = self._catalogue.run(run_id)
        return run is not None and run.called_off > 0

    def _leave(self, row: SessionRow) -> None:
        """Nothing of it was read or paid; it is read if the run is taken up again."""
        self._catalogue.end_session(replace(row, state=SessionState.SKIPPED, phase="", reason=CALLED_OFF))
        self._tell(Phase.SKIPPED, row, CALLED_OFF, None)

    def _discovered(self, run_id: str) -> str:
        """Why not, if not: what the sessions came to is told all the same."""
        try:
            self._discover(run_id)
        except OnlookerError:
            raise
        except OSError as error:
            raise CatalogueError(f"the patterns cannot be kept ({error.strerror or error}): {_ROOM}") from None
        except Exception as error:
            _log.exception("the patterns of run %s could not be told", run_id)
            return f"what recurs could not be told: a fault in Onlooker ({type(error).__name__}); please report it"
        return ""

    def _discover(self, run_id: str) -> None:
        run = self._run(run_id)
        examined = [discover.examined_of(row.examined) for row in self._catalogue.sessions(run_id) if row.examined]
        model = self._queued(run, "") if not self._called_off(run_id) else None  # nothing more is paid
        known = self._catalogue.known_patterns(besides=run_id)
        report, exchanges = discover_patterns(examined, known, model=model, context=run.wired.context, focus=run.focus)
        self._catalogue.keep_patterns(run_id, report, blob=keep_patterns(report, exchanges, self._blobs))

    def _reading(self, run: _Run, place: str) -> Reading:
        return run.wired.reading(self._queued(run, place), run.allowance)

    def _queued(self, run: _Run, place: str) -> Model | None:
        """The run's model, each of its calls in the queue of the provider that will answer it."""
        lineup, inner, engine = run.wired.settings.lineup(), run.model, self.engine
        if lineup is None or inner is None or engine is None:
            return None

        def at(choice: ModelChoice) -> Queued:
            return Queued(
                inner=inner,
                engine=engine,
                notes=self._blobs,
                run_id=run.id,
                provider=choice.provider,
                a_minute=choice.requests_per_minute,
                place=place,
                listening=self._listening,
            )

        reads = at(lineup.reads)
        return reads if lineup.looks is None else Routed(reads=reads, looks=at(lineup.looks))

    def _run(self, run_id: str) -> _Run:
        with self._lock:
            run = self._runs.get(run_id)
            if run is None:
                row = self._catalogue.run(run_id)
                if row is None:
                    raise CatalogueError(f"run {run_id} is not in the catalogue")
                if not all_kept(run_id, self._blobs):
                    raise CatalogueError(f"the recordings of run {run_id} are not in the store: {_SAME}")
                run = self._runs[run_id] = self._opened(run_id, row.asked)
            return run

    def _opened(self, run_id: str, asked: Mapping[str, object]) -> _Run:
        given = asked.get("settings")
        settings = config.load(**given) if isinstance(given, dict) else config.load()
        purse = SharedPurse(self._catalogue, run_id, settings.budget) if settings.budget is not None else None
        made = wired(settings, context=str(asked.get("context", "")), blobs=self._blobs, replies=ReplyNotes(self._blobs), purse=purse)
        model = Asked(inner=made.model) if made.model is not None else None
        return _Run(id=run_id, wired=made, model=model, focus=str(asked.get("focus", "")), allowance=Allowance())

    def _book(self, run: _Run, one: Answered) -> None:
        row = self._catalogue.session(run.id, one.place) if one.place else None
        usage = one.reply.usage
        self._catalogue.spend(
            Expense(
                run_id=run.id,
                request_key=one.request.hash(one.reply.model),
                purpose=one.request.purpose,
                model=one.reply.model,
                session_id=row.name if row is not None else "",
                finding_ids=one.request.about,
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
                cost=usage.cost,
                saved=usage.cached,
                at=now_ms(),
            )
        )


def now_ms() -> int:
    return int(time.time() * 1000)
