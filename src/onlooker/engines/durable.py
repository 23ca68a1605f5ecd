"""A run as durable workflows on DBOS: one for the run, one for each session, one for each model call.

What a workflow has done is in the database before it goes on, so whoever starts next goes on from there. Between processes go only names: of runs,
sessions and calls. The media and texts they stand for lie in the blob store.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, SetWorkflowID

from onlooker.engines.database import connected
from onlooker.errors import CatalogueError
from onlooker.ports import Work

STEPS = "1"
"""Number of the steps and their values; raised when a workflow begun by an older Onlooker could not be gone on with. DBOS would take a hash of the
source for it, and strand every run at each upgrade."""
RUNS, SESSIONS = "runs", "sessions"
_POLL_S = 0.1
_WAIT_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one process does at once, and what all of them together may ask of one provider."""

    sessions: int = 3
    calls: int = 4
    calls_per_minute: int = 0


class Durable:
    """One in a process: DBOS is. `worker` is the id the process beats under. Nothing runs before `launch`."""

    def __init__(self, where: str, work: Work, *, worker: str, limits: Limits) -> None:
        self._work = work
        self._limits = limits
        self._engine = connected(where)
        logging.getLogger("dbos").setLevel(logging.ERROR)
        config: DBOSConfig = {
            "name": "onlooker",
            "system_database_engine": self._engine,
            "application_version": STEPS,
            "executor_id": worker,
            "enable_otlp": False,
            "log_level": "ERROR",
            "notification_listener_polling_interval_sec": 1.0,
        }
        DBOS(config=config)
        self._client: DBOSClient | None = None
        self._providers: set[str] = set()

    def launch(self, *, take: bool = True) -> None:
        """From here on this process works. Not `take`: it only starts runs and looks on. Raises CatalogueError."""

        def read(run_id: str, place: str) -> str:
            return DBOS.run_step({"name": "read"}, self._work.read, run_id, place)

        def call(run_id: str, name: str) -> dict[str, object]:
            return DBOS.run_step({"name": "call"}, self._work.call, run_id, name)

        session = DBOS.workflow(name="session", max_recovery_attempts=_OFTEN)(read)
        DBOS.workflow(name="call", max_recovery_attempts=_OFTEN)(call)

        def run(run_id: str, attempt: int) -> str:
            places = DBOS.run_step({"name": "places"}, self._work.places, run_id)
            handles = []
            for place in places:
                with SetWorkflowID(f"{run_id}.{attempt}.{place}"):
                    handles.append(DBOS.enqueue_workflow(SESSIONS, session, run_id, place))
            broken = [why for handle in handles if (why := handle.get_result(polling_interval_sec=_WAIT_S))]
            return broken[0] if broken else DBOS.run_step({"name": "gather"}, self._work.gather, run_id)

        DBOS.workflow(name="run", max_recovery_attempts=_OFTEN)(run)
        try:
            if not take:
                DBOS.listen_queues([])
            DBOS.launch()
            DBOS.register_queue(RUNS, polling_interval_sec=_POLL_S)
            DBOS.register_queue(SESSIONS, worker_concurrency=self._limits.sessions, polling_interval_sec=_POLL_S, on_conflict="always_update")
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise _unusable(error) from error
        self._client = DBOSClient(system_database_engine=self._engine, application_name="onlooker")

    def start(self, run_id: str) -> None:
        attempts = self._attempts(run_id)
        if any(one.status not in _OVER for one in attempts):
            return  # it is under way, or an orphan that is taken over
        attempt = 1 + len(attempts)
        options: Any = {"workflow_name": "run", "queue_name": RUNS, "workflow_id": f"{run_id}.{attempt}", "app_version": STEPS}
        self._asked(lambda client: client.enqueue(options, run_id, attempt))

    def ended(self, run_id: str) -> str | None:
        attempts = self._attempts(run_id)
        if not attempts or any(one.status not in _OVER for one in attempts):
            return None
        last = max(attempts, key=lambda one: int(one.workflow_id.rpartition(".")[2]))
        return str(last.output or "") if last.status == "SUCCESS" else f"a fault in Onlooker ({last.error or last.status}); please report it"

    def call(self, run_id: str, call: str, *, provider: str) -> dict[str, object]:
        queue = f"model {provider}"
        if provider not in self._providers:
            self._register(queue)
            self._providers.add(provider)
        options: Any = {"workflow_name": "call", "queue_name": queue, "workflow_id": f"{run_id}.call.{call}", "app_version": STEPS}
        return dict(self._asked(lambda client: client.enqueue(options, run_id, call).get_result(polling_interval_sec=_WAIT_S)))

    def take_over(self, alive: set[str]) -> int:
        """Puts back in their queues the workflows whose worker is none of those `alive`; how many. DBOS, as far as it is free, does not do this by
        itself. A worker that was only slow may do a step twice: steps are made for that."""
        pending = self._asked(lambda client: client.list_workflows(status="PENDING", load_input=False, load_output=False))
        orphans: dict[str, list[str]] = {}
        for one in pending:
            if one.executor_id not in alive:
                orphans.setdefault(one.queue_name or RUNS, []).append(one.workflow_id)
        for queue, ids in orphans.items():
            self._asked(partial(DBOSClient.resume_workflows, workflow_ids=ids, queue_name=queue))
        return sum(map(len, orphans.values()))

    def close(self) -> None:
        """Stops taking work; what is under way is left for whoever comes next."""
        if self._client is not None:
            self._client.destroy()
            self._client = None
        DBOS.destroy(destroy_registry=True)
        self._engine.dispose()

    def _register(self, queue: str) -> None:
        per_minute = self._limits.calls_per_minute
        try:
            DBOS.register_queue(
                queue,
                worker_concurrency=self._limits.calls,
                limiter={"limit": per_minute, "period": 60.0} if per_minute else None,
                polling_interval_sec=_POLL_S,
                on_conflict="always_update",
            )
        except sa.exc.SQLAlchemyError as error:
            raise _unusable(error) from error

    def _attempts(self, run_id: str) -> list[Any]:
        return list(self._asked(lambda client: client.list_workflows(workflow_id_prefix=f"{run_id}.", name="run", load_input=False)))

    def _asked(self, do: Callable[[DBOSClient], Any]) -> Any:
        if self._client is None:
            raise CatalogueError("the run's engine is not open")
        try:
            return do(self._client)
        except sa.exc.SQLAlchemyError as error:
            raise _unusable(error) from error


_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_OFTEN = 1_000
"""A run may be killed and gone on with so often; DBOS gives up after 100."""


def _unusable(error: Exception) -> CatalogueError:
    cause = getattr(error, "orig", None) or error
    why = f"{type(cause).__name__}: {next(iter(str(cause).splitlines()), '')[:200]}"
    return CatalogueError(f"the database of runs cannot be used ({why}); start the run again when it can")
