"""The steps of a durable run, as an engine does them: on this machine for a run that may have been started on another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onlooker import config, discover
from onlooker.app.asked import Asked
from onlooker.app.kept import ended_row, kept_raw
from onlooker.app.one_session import one_session
from onlooker.app.patterns_kept import keep_patterns
from onlooker.app.wiring import Wired, wired
from onlooker.domain.catalogued import Expense, RunState, SessionRow
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What this process reads one run with."""

    id: str
    wired: Wired
    model: Asked | None
    focus: str
    allowance: Allowance


class Steps:
    """`engine` is set once it is made: each needs the other. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, blobs: Blobs, *, tell: Tell | None = None) -> None:
        self._catalogue, self._blobs = catalogue, blobs
        self._tell = tell or (lambda phase, row, note, report: None)
        self._runs: dict[str, _Run] = {}
        self._lock = threading.Lock()
        self._listening: dict[str, Callable[[object], None]] = {}
        self.engine: Engine | None = None
        self.broken = ""
        """Why this process can do no more: the store is full or gone. What is asked of it after that is not tried."""

    def places(self, run_id: str) -> list[str]:
        return [row.place for row in self._catalogue.sessions(run_id) if not row.state.final]

    def read(self, run_id: str, place: str) -> str:
        return self._unbroken(lambda: self._read(run_id, place))

    def gather(self, run_id: str) -> str:
        return self._unbroken(lambda: self._gather(run_id))

    def call(self, run_id: str, call: str) -> dict[str, object]:
        try:
            run = self._run(run_id)
        except OnlookerError as error:
            return {"error": "model", "message": f"no worker here can ask the run's model: {error}"}
        if run.model is None:
            return {"error": "model", "message": "the run has no model"}
        came = answer(run.model, self._blobs, run_id, call, booked=lambda one: self._book(run, one), on_part=self._listening.get(call))
        if run.model.stopped:
            self._blobs.note(f"{_STOPPED} {run_id}", run.model.stopped.encode())
        return came

    def give_up(self, error: CatalogueError) -> None:
        self.broken = self.broken or str(error)

    def close(self) -> None:
        for run in self._runs.values():
            run.wired.close()

    def _unbroken(self, step: Callable[[], None]) -> str:
        if not self.broken:
            try:
                step()
            except (CatalogueError, OSError) as error:
                self.broken = str(error)
        return self.broken

    def _read(self, run_id: str, place: str) -> None:
        row = self._catalogue.session(run_id, place)
        if row is None or row.state.final:
            return
        run = self._run(run_id)

        def step(phase: Phase, note: str) -> None:
            self._tell(phase, row, note, None)

        step(Phase.READING, "")
        report = one_session(kept_raw(row, self._blobs), self._reading(run, place), step)
        self._catalogue.end_session(*ended_row(row, report, self._blobs))
        if isinstance(report, FailedSession):
            self._tell(Phase.FAILED, row, report.reason, None)
        else:
            self._tell(Phase.DONE, row, "", report)

    def _gather(self, run_id: str) -> None:
        row = self._catalogue.run(run_id)
        if row is None or not row.patterns_blob:  # else a kill came after: known patterns are this run's own by now
            self._discover(run_id)
        stopped = (self._blobs.noted(f"{_STOPPED} {run_id}") or b"").decode()
        self._catalogue.end_run(run_id, RunState.STOPPED if stopped else RunState.DONE, note=stopped, ended_at=now_ms())

    def _discover(self, run_id: str) -> None:
        run = self._run(run_id)
        examined = [discover.examined_of(row.examined) for row in self._catalogue.sessions(run_id) if row.examined]
        report, exchanges = discover_patterns(
            examined, self._catalogue.known_patterns(), model=self._queued(run, ""), context=run.wired.context, focus=run.focus
        )
        self._catalogue.keep_patterns(run_id, report, blob=keep_patterns(report, exchanges, self._blobs))

    def _reading(self, run: _Run, place: str) -> Reading:
        return run.wired.reading(self._queued(run, place), run.allowance)

    def _queued(self, run: _Run, place: str) -> Model | None:
        """The run's model, each of its calls in the queue of the provider that will answer it."""
        lineup, inner, engine = run.wired.settings.lineup(), run.model, self.engine
        if lineup is None or inner is None or engine is None:
            return None

        def at(provider: str) -> Queued:
            return Queued(inner=inner, engine=engine, notes=self._blobs, run_id=run.id, provider=provider, place=place, listening=self._listening)

        reads = at(lineup.reads.provider)
        return reads if lineup.looks is None else Routed(reads=reads, looks=at(lineup.looks.provider))

    def _run(self, run_id: str) -> _Run:
        with self._lock:
            run = self._runs.get(run_id)
            if run is None:
                row = self._catalogue.run(run_id)
                if row is None:
                    raise CatalogueError(f"run {run_id} is not in the catalogue")
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
