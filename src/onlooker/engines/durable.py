"""A run as durable workflows on DBOS: one for the run, one for each session, one for each model call.

What a workflow has done is in the database before it goes on, so whoever starts next goes on from there. Between processes go only names: of runs,
sessions and calls. The media and texts they stand for lie in the blob store.

A step that the database or the disk keeps from ending is left as it stands, as if the process had been killed: `trouble` says why, and whoever comes
next does it again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, error

from onlooker.engines.database import connected
from onlooker.engines.doing import Doing
from onlooker.engines.patience import Patience
from onlooker.engines.waiting import Came, LetGo, Seen, Waiting
from onlooker.engines.written import OVER, SERIALIZER, UNDER_WAY, Written
from onlooker.errors import CatalogueError, OnlookerError
from onlooker.ports import Work

STEPS = 1
"""Number of the steps and their values; raised when a workflow begun by an older Onlooker could not be gone on with. DBOS would take a hash of the
source for it, and strand every run at each upgrade."""
RUNS, SESSIONS = "runs", "sessions"
_POLL_S = 0.1
_LOOK_S = 0.2
_OFTEN = 1_000
"""A run may be killed and gone on with so often; DBOS gives up after 100."""
_FATAL = 20
"""A session or a call that was begun so often and never ended takes the process down."""
_TURNS = 2
"""What is still not read after the first is tried once more, whatever came between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one process does at once. The provider's limit is for all processes together, and told with each call."""

    sessions: int = 3
    calls: int = 4
    period_s: float = 60.0
    """In which so many calls may be made as are told to be allowed a minute; another one in tests only."""


class Durable:
    """One in a process: DBOS is. `worker` is the id the process beats under. Nothing runs before `launch`. `explain` turns what the database's driver
    said into what a person can do."""

    def __init__(
        self, where: str, work: Work, *, worker: str, limits: Limits, explain: Callable[[Exception], OnlookerError], steps: int = STEPS
    ) -> None:
        self._work, self._limits, self._explain = work, limits, explain
        self._worker, self._steps = worker, str(steps)
        self._doing = Doing()
        self._trouble: OnlookerError | None = None
        self._closed = self._launched = False
        self.changed = threading.Event()
        """Set whenever a run may have ended, or this process can work no more."""
        self._engine = connected(where, closed=lambda: self._closed or self._trouble is not None, failed=self._failed)
        _quiet()
        config: DBOSConfig = {
            "name": "onlooker",
            "system_database_engine": self._engine,
            "application_version": self._steps,
            "executor_id": worker,
            "serializer": SERIALIZER,
            "enable_otlp": False,
            "log_level": "ERROR",
            "notification_listener_polling_interval_sec": _POLL_S,  # nothing is listened for; it is how long the end is waited for
        }
        self._dbos = DBOS(config=config)
        self.patient = Patience(ended=lambda: self._closed or self._trouble is not None)
        self._written = Written(self._engine, explain=lambda error: self._trouble or explain(error), patient=self.patient)
        self._allowed: dict[str, int] = {}
        self._waiting = Waiting(self._seen, _POLL_S, failed=self.give_up)

    @property
    def trouble(self) -> OnlookerError | None:
        """Why this process can work no more."""
        return self._trouble

    def give_up(self, error: OnlookerError) -> None:
        self._trouble = self._trouble or error
        self._take_no_more()
        self.changed.set()

    def launch(self) -> None:
        """From here on this process works. Raises CatalogueError."""

        def read(run_id: str, place: str) -> None:
            with self._doing(str(DBOS.workflow_id)):
                self._step("read", self._work.read, run_id, place)

        def call(run_id: str, name: str) -> Mapping[str, object]:
            with self._doing(str(DBOS.workflow_id)):
                came: Mapping[str, object] = self._step("call", self._work.call, run_id, name)
            self._waiting.tell(self._call_id(run_id, name), came)
            return came

        def run(run_id: str, start: int) -> None:
            with self._doing(str(DBOS.workflow_id)):
                for turn in range(_TURNS):
                    self._step("begin", self._begin, run_id, f"{start}.{turn}")
                    self._step("sessions", self._all_read, run_id, f"{start}.{turn}")
                self._step("gather", self._work.gather, run_id)
            self.changed.set()

        DBOS.workflow(name="session", max_recovery_attempts=_FATAL)(read)
        DBOS.workflow(name="call", max_recovery_attempts=_FATAL)(call)
        DBOS.workflow(name="run", max_recovery_attempts=_OFTEN)(run)
        try:
            DBOS.launch()
            DBOS.register_queue(RUNS, polling_interval_sec=_POLL_S)
            DBOS.register_queue(SESSIONS, worker_concurrency=self._limits.sessions, polling_interval_sec=_POLL_S, on_conflict="always_update")
            self._written.open()
        except (sa.exc.SQLAlchemyError, error.DBOSException, OSError) as failed:
            raise self._explain(failed) from failed
        self._launched = True
        self._waiting.start()

    def start(self, run_id: str) -> None:
        starts = self._starts(run_id)
        under_way = {int(one.app_version or 0) for one in starts if one.status not in OVER}
        if max(under_way, default=0) > int(self._steps):
            raise CatalogueError(f"run {run_id} was begun by a newer Onlooker: go on with that one")
        if int(self._steps) not in under_way:  # else it is under way, or an orphan that is taken over
            done = self._written.listed(f"{run_id}.call.", status=OVER)
            self._written.forget([one.workflow_id for one in done])  # answers are kept, and what failed then may do better now
            start = 1 + max((_number(one.workflow_id) for one in starts), default=0)
            options: Any = {"workflow_name": "run", "queue_name": RUNS, "workflow_id": f"{run_id}.{start}", "app_version": self._steps}
            self._written.asked(lambda client: client.enqueue(options, run_id, start))
        if min(under_way, default=int(self._steps)) < int(self._steps):
            # An older Onlooker's steps are others: what it read and was answered is kept, the rest was begun anew.
            older = [one.workflow_id for one in self._written.listed(f"{run_id}.", status=UNDER_WAY) if one.app_version != self._steps]
            self._written.asked(lambda client: client.cancel_workflows(older))

    def ended(self, run_id: str) -> str | None:
        starts = self._starts(run_id)
        if not starts or any(one.status not in OVER for one in starts):
            return None
        last = max(starts, key=lambda one: _number(one.workflow_id))
        return "" if last.status == "SUCCESS" else f"a fault in Onlooker ({last.error or last.status}); please report it"

    def call(self, run_id: str, call: str, *, provider: str, a_minute: int = 0) -> Mapping[str, object]:
        queue, name = f"model {provider}", self._call_id(run_id, call)
        if self._allowed.get(provider) != a_minute:
            self._register(queue, a_minute)
            self._allowed[provider] = a_minute
        options: Any = {"workflow_name": "call", "queue_name": queue, "workflow_id": name, "app_version": self._steps}

        def asked() -> Mapping[str, object]:
            return self._waiting.until(name, lambda: self._written.asked(lambda client: client.enqueue(options, run_id, call)))

        came = asked()
        if came.get("error") != "lost":
            return came
        self._written.forget([name])  # somebody looked for it before it was written down where it is now
        return asked()

    def holders(self) -> set[str]:
        """Workers that have begun something and not ended it."""
        return {str(one.executor_id) for one in self._written.listed(status=["PENDING"])}

    def take_over(self, dead: set[str]) -> None:
        """Puts back in their queues what these workers had begun. DBOS, as far as it is free, does not do this by itself. A workflow is put back only
        while it is still theirs, so several may do this at once. What a worker does that was only slow is done twice: steps are made for that."""
        if dead:
            self._written.asked(lambda _: DBOS._recover_pending_workflows(sorted(dead)))

    def pick_up(self) -> None:
        """Puts back what is written down as begun here and is not, since the connection was lost between the one and the other."""
        said = {one.workflow_id: one.queue_name or RUNS for one in self._written.listed(status=["PENDING"], executor_id=self._worker)}
        for name in self._doing.missed(said):
            self._written.asked(partial(DBOSClient.resume_workflow, workflow_id=name, queue_name=said[name]))

    def tidy(self, running: set[str]) -> None:
        """Forgets what was done for runs that are none of those `running`: nobody goes on with them."""
        over = self._written.listed(status=OVER)
        self._written.forget([one.workflow_id for one in over if one.workflow_id.partition(".")[0] not in running])

    def close(self, *, finish: bool = False) -> None:
        """Takes no more work; what is under way is left for whoever comes next. `finish`: calls of other runs that this process makes are waited for,
        since they are paid."""
        self._closed = True
        self._take_no_more()
        self._waiting.close()
        while finish and self._trouble is None and any(".call." in name for name in self._doing.now):
            time.sleep(_POLL_S)
        self._written.close()
        DBOS.destroy(destroy_registry=True)
        self._engine.dispose()

    def _take_no_more(self) -> None:
        for stopping in self._dbos.background_thread_stop_events:
            stopping.set()

    def _begin(self, run_id: str, turn: str) -> int:
        """The sessions that are still to be read, in the queue; all in one transaction."""
        places = self._work.places(run_id)

        def enqueue(client: DBOSClient) -> None:
            with self._engine.begin() as db:
                for place in places:
                    name = f"{run_id}.{turn}.{place}"
                    options: Any = {"workflow_name": "session", "queue_name": SESSIONS, "workflow_id": name, "app_version": self._steps}
                    client.enqueue_in_transaction(db, options, run_id, place)

        self._written.asked(enqueue)
        return len(places)

    def _all_read(self, run_id: str, turn: str) -> None:
        while self._written.listed(f"{run_id}.{turn}.", status=UNDER_WAY, limit=1):
            self._stay()
            time.sleep(_LOOK_S)

    def _seen(self, names: Sequence[str]) -> Seen:
        found = self._written.listed(workflow_ids=list(names), load_output=True)
        ended = {one.workflow_id: _came(one) for one in found if one.status in OVER}
        return Seen(ended=ended, unknown=sorted(set(names) - {one.workflow_id for one in found}))

    def _step(self, name: str, do: Callable[..., Any], *values: Any) -> Any:
        def step() -> Any:
            self._stay()
            try:
                return self.patient(lambda: do(*values))
            except OnlookerError as error:
                self.give_up(error)
                raise LetGo from None

        return DBOS.run_step({"name": name}, step)

    def _stay(self) -> None:
        if self._closed or self._trouble is not None:
            raise LetGo

    def _call_id(self, run_id: str, call: str) -> str:
        return f"{run_id}.call.{self._steps}.{call}"

    def _register(self, queue: str, limit: int) -> None:
        self._written.asked(
            lambda _: DBOS.register_queue(
                queue,
                worker_concurrency=self._limits.calls,
                limiter={"limit": limit, "period": self._limits.period_s} if limit else None,
                polling_interval_sec=_POLL_S,
                on_conflict="always_update",
            )
        )

    def _starts(self, run_id: str) -> list[Any]:
        return self._written.listed(f"{run_id}.", name="run", load_output=True)

    def _failed(self, error: Exception) -> None:
        """While it launches, errors come out of `launch`."""
        if self._launched and not self._closed:
            self.give_up(self._explain(error))


def _number(workflow: str) -> int:
    return int(workflow.rpartition(".")[2])


def _came(one: Any) -> Came | None:
    match one.status:
        case "SUCCESS":
            return dict(one.output)
        case "CANCELLED":
            return None
        case "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
            return {"error": "model", "message": f"the call was begun {_FATAL} times and took the process down each time"}
        case _:
            return {"error": "model", "message": f"a fault in Onlooker ({one.error}); please report it"}


def _quiet() -> None:
    """What goes wrong is told once, by us. A program that listens to logging hears DBOS too."""
    log = logging.getLogger("dbos")
    log.setLevel(logging.ERROR)
    if not log.handlers:
        log.addHandler(logging.NullHandler())
