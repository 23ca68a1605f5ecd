"""The port's methods, each one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

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
from onlooker.domain.feedback import Feedback
from onlooker.domain.pattern import KnownPattern, PatternReport
from onlooker.domain.report import Spent
from onlooker.stores.catalogue import feedback, listing, money, patterns, runs, sessions, workers
from onlooker.stores.catalogue.troubles import troubles_of
from onlooker.stores.catalogue.walk import Walk


class SqlCatalogue:
    """On tables that are there already: `open_catalogue` makes one. `where` is how a person knows the database. Safe to use from several threads."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._readers = engine
        self._writers = engine.execution_options(writes=True)
        self.where = where

    def begin_run(self, run: RunRow) -> None:
        with self._writing() as db:
            runs.begin(db, run)

    def run(self, run_id: str) -> RunRow | None:
        with self._reading() as db:
            return runs.one(db, run_id)

    def runs(self, *, limit: int = 50) -> Sequence[RunRow]:
        with self._reading() as db:
            return runs.latest(db, limit)

    def runs_of(self, ids: Collection[str]) -> Mapping[str, RunRow]:
        with self._reading() as db:
            return runs.of_ids(db, ids)

    def unfinished(self, key: str) -> RunRow | None:
        with self._reading() as db:
            return runs.unfinished(db, key)

    def foresee(self, run_id: str, estimate: Mapping[str, object]) -> None:
        with self._writing() as db:
            runs.foresee(db, run_id, estimate)

    def end_run(self, run_id: str, state: RunState, *, note: str = "", ended_at: int) -> None:
        with self._writing() as db:
            runs.end(db, run_id, state, note, ended_at)

    def call_off(self, run_id: str) -> None:
        with self._writing() as db:
            runs.call_off(db, run_id)

    def take_up(self, run_id: str, *, left_for: str) -> None:
        with self._writing() as db:
            runs.take_up(db, run_id, left_for)

    def latest(self, session_id: str) -> SessionRow | None:
        with self._reading() as db:
            return sessions.latest(db, session_id)

    def ended_since(self, run_id: str, since: int, *, limit: int = 200) -> Sequence[tuple[int, SessionRow]]:
        with self._reading() as db:
            return sessions.ended_since(db, run_id, since, limit)

    def under_way(self, run_id: str, *, limit: int = 50) -> Sequence[SessionRow]:
        with self._reading() as db:
            return sessions.under_way(db, run_id, limit)

    def select(self, run_id: str, rows: Sequence[SessionRow], skipped_places: Sequence[tuple[str, str]] = ()) -> None:
        with self._writing() as db:
            sessions.add(db, run_id, rows, skipped_places)

    def session(self, run_id: str, place: str) -> SessionRow | None:
        with self._reading() as db:
            return sessions.one(db, run_id, place)

    def sessions(self, run_id: str) -> Sequence[SessionRow]:
        with self._reading() as db:
            return sessions.of_run(db, run_id)

    def find(
        self, wanted: SessionFilter, *, after: tuple[int, str, str] | None = None, before: tuple[int, str, str] | None = None, limit: int = 50
    ) -> Sequence[SessionRow]:
        with self._reading() as db:
            return listing.find(db, wanted, Walk(last=before or after, back=before is not None), limit)

    def phase(self, run_id: str, place: str, phase: str) -> None:
        with self._writing() as db:
            sessions.phase(db, run_id, place, phase)

    def end_session(self, row: SessionRow, findings: Sequence[FindingRow] = (), usage: Spent | None = None) -> None:
        with self._writing() as db:
            sessions.end(db, row, findings, usage)

    def ended(self, run_id: str) -> Iterator[EndedRow]:
        with self._reading() as db:
            yield from sessions.ended(db, run_id)

    def findings(self, run_id: str, session_id: str = "") -> Sequence[FindingRow]:
        with self._reading() as db:
            return sessions.findings_of(db, run_id, session_id)

    def tally(self, run_id: str) -> Tally:
        with self._reading() as db:
            return runs.tally(db, run_id)

    def skipped(self, run_id: str) -> Mapping[str, int]:
        with self._reading() as db:
            return runs.set_aside(db, run_id)

    def set_aside(self, run_id: str, key: str, usd: float, cap_usd: float) -> float | None:
        with self._writing() as db:
            return money.set_aside(db, run_id, key, usd, cap_usd)

    def spend(self, expense: Expense) -> None:
        with self._writing() as db:
            money.spend(db, expense)

    def give_back(self, run_id: str, key: str) -> None:
        with self._writing() as db:
            money.give_back(db, run_id, key)

    def expenses(self, run_id: str) -> Sequence[Expense]:
        with self._reading() as db:
            return money.of_run(db, run_id)

    def known_patterns(self, *, besides: str = "", quiet: bool = True) -> Sequence[KnownPattern]:
        with self._reading() as db:
            return patterns.known(db, besides, quiet=quiet)

    def keep_patterns(self, run_id: str, report: PatternReport, *, blob: str) -> None:
        with self._writing() as db:
            patterns.keep(db, run_id, report, blob)

    def mute_pattern(self, pattern_id: str, reason: str) -> None:
        with self._writing() as db:
            patterns.change(db, pattern_id, muted=reason)

    def rename_pattern(self, pattern_id: str, title: str) -> None:
        with self._writing() as db:
            patterns.change(db, pattern_id, title=title, renamed=True)

    def merge_patterns(self, pattern_id: str, into: str) -> None:
        with self._writing() as db:
            patterns.merge(db, pattern_id, into)

    def patterns_of(self, run_id: str, place: str) -> Sequence[Affected]:
        with self._reading() as db:
            return patterns.of_session(db, run_id, place)

    def found_in(self, pattern_id: str = "") -> Sequence[FoundIn]:
        with self._reading() as db:
            return patterns.found_in(db, pattern_id)

    def last_found(self) -> Sequence[LastFound]:
        with self._reading() as db:
            return patterns.last_found(db)

    def keep_feedback(self, said: Feedback) -> None:
        with self._writing() as db:
            feedback.keep(db, said)

    def feedback(self, session_id: str = "") -> Sequence[Feedback]:
        with self._reading() as db:
            return feedback.of(db, session_id)

    def drop_feedback(self, feedback_id: str) -> None:
        with self._writing() as db:
            feedback.drop(db, feedback_id)

    def beat(self, worker_id: str, *, host: str, pid: int) -> None:
        with self._writing() as db:
            workers.beat(db, worker_id, host, pid)

    def workers(self) -> Sequence[WorkerRow]:
        with self._reading() as db:
            return workers.known(db)

    def silent(self, seconds: float) -> Sequence[WorkerRow]:
        with self._reading() as db:
            return workers.known(db, seconds)

    def gone(self, worker_id: str) -> None:
        with self._writing() as db:
            workers.gone(db, worker_id)

    def close(self) -> None:
        self._readers.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with troubles_of(self.where), self._readers.connect() as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with troubles_of(self.where), self._writers.begin() as db:
            yield db
