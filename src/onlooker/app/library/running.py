"""Runs begun from a face. The order comes first, as a row of the catalogue; then a process of its own works on it.

The process is killed with whoever began it, and what it was doing is gone on with when the next one looks (`revive`). One that dies by itself is
begun again a few times; then the run ends, and says so.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import msgspec

from onlooker.app.library.asked import RunAsked, check_place, order_of
from onlooker.app.library.child import AGAIN
from onlooker.app.library.kept import Kept
from onlooker.app.library.runs import RunLine, Runs
from onlooker.app.steps import CALLED_OFF, now_ms
from onlooker.config import PREFIX
from onlooker.domain.catalogued import RunRow, RunState, SessionRow
from onlooker.domain.estimate import Estimate
from onlooker.errors import CatalogueError, InputError, MissingError

_CHILD = (sys.executable, "-m", "onlooker.app.library.child")
_TRIES = 3
_AGAIN_S = 2.0
_RUNS = 1_000
_BEGUN = "begun"
_FACE = "face"
_ESTIMATES = 100
_AT_ONCE = 2
"""Estimates that are made at once; the others wait."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseeing:
    """An estimate in the making. `why` there is none, where there is none."""

    id: str
    asked: RunAsked
    done: bool = False
    estimate: Estimate | None = None
    why: str = ""


class Running:
    """Safe to use from several threads. `roots`: the folders that may be read, None for any."""

    def __init__(self, kept: Kept, *, roots: Sequence[Path] | None = None) -> None:
        self._kept, self._roots = kept, roots
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._tended: set[str] = set()
        self._estimates: OrderedDict[str, Foreseeing] = OrderedDict()
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def begin(self, asked: RunAsked) -> RunLine:
        """Raises InputError for what can be told to be wrong before anything is read; the rest ends the run with its reason."""
        return self._begun(order_of(asked, roots=self._roots))

    def again(self, row: SessionRow, asked: RunAsked) -> RunLine:
        """Reads one session once more, such as with a model; `asked` names no place."""
        if not row.parts:
            raise MissingError(f"the recording of session {row.name} was not brought into the store")
        order = order_of(replace(asked, places=(row.origin,)), roots=self._roots, within=False)
        return self._begun({**order, "places": [row.origin], AGAIN: [row.run_id, row.place]})

    def resume(self, run_id: str) -> RunLine:
        """Raises InputError for a run that is done."""
        run = self._kept.run(run_id)
        if run.state is RunState.DONE:
            raise InputError(f"run {run_id} is done: there is nothing to go on with")
        self._checked(run)
        if run.state is RunState.STOPPED or run.called_off:
            self._kept.catalogue.take_up(run_id, left_for=CALLED_OFF)
        self._tend(run_id)
        return Runs(self._kept).one(run_id)

    def call_off(self, run_id: str) -> RunLine:
        """Sessions under way are still read, and what was read is told; nothing more is begun."""
        run = self._kept.run(run_id)
        if run.state is RunState.RUNNING:
            self._kept.catalogue.call_off(run_id)
            self._tend(run_id)  # somebody has to end it
        return Runs(self._kept).one(run_id)

    def revive(self) -> int:
        """Goes on with the runs that a face began and that have not ended; how many."""
        left = [one for one in self._kept.catalogue.runs(limit=_RUNS) if one.state is RunState.RUNNING and one.asked.get(_BEGUN) == _FACE]
        for run in left:
            self._tend(run.id)
        return len(left)

    def foresee(self, asked: RunAsked) -> Foreseeing:
        """Begins an estimate. Raises InputError."""
        order_of(asked, roots=self._roots)
        made = Foreseeing(id=uuid4().hex[:12], asked=asked)
        with self._lock:
            self._estimates[made.id] = made
            while len(self._estimates) > _ESTIMATES:
                self._estimates.popitem(last=False)
        threading.Thread(target=self._foresee, args=(made,), name="estimate", daemon=True).start()
        return made

    def foreseen(self, estimate_id: str) -> Foreseeing:
        with self._lock:
            made = self._estimates.get(estimate_id)
        if made is None:
            raise MissingError(f"there is no estimate {estimate_id!r}, or no longer; ask for it again")
        return made

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            children = list(self._children.values())
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()

    def _begun(self, order: Mapping[str, object]) -> RunLine:
        run_id = uuid4().hex[:12]
        row = RunRow(id=run_id, key=f"{_FACE} {run_id}", started_at=now_ms(), asked={**order, _BEGUN: _FACE})
        self._kept.catalogue.begin_run(row)
        self._tend(run_id)
        return Runs(self._kept).one(run_id)

    def _checked(self, run: RunRow) -> None:
        places = run.asked.get("places")
        if AGAIN not in run.asked and isinstance(places, list | tuple):
            for place in places:
                check_place(str(place), self._roots)

    def _tend(self, run_id: str) -> None:
        with self._lock:
            if run_id in self._tended or self._closed.is_set():
                return
            self._tended.add(run_id)
        threading.Thread(target=self._tended_to, args=(run_id,), name=f"run {run_id}", daemon=True).start()

    def _tended_to(self, run_id: str) -> None:
        try:
            for _ in range(_TRIES):
                status, said = self._child(run_id)
                run = self._kept.catalogue.run(run_id)
                if self._closed.is_set() or run is None or run.state is not RunState.RUNNING:
                    return
                _log.error("the process of run %s ended with %d: %s", run_id, status, said)
                self._closed.wait(_AGAIN_S)
            why = said.strip().splitlines()[-1] if said.strip() else f"status {status}"
            note = f"its process ended again and again ({why}); resume it once that is mended"
            self._kept.catalogue.end_run(run_id, RunState.STOPPED, note=note, ended_at=now_ms())
        except CatalogueError as error:
            _log.error("run %s is not looked after: %s", run_id, error)
        finally:
            with self._lock:
                self._tended.discard(run_id)
                self._children.pop(run_id, None)

    def _child(self, run_id: str) -> tuple[int, str]:
        child = subprocess.Popen(
            [*_CHILD, "run", run_id], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self._environment()
        )
        with self._lock:
            self._children[run_id] = child
            closed = self._closed.is_set()
        if closed:
            child.terminate()
        _, said = child.communicate()
        return child.returncode, said.decode(errors="replace")

    def _environment(self) -> dict[str, str]:
        """Whatever the settings here came from, the other process keeps things in the same places."""
        settings = self._kept.settings
        places = {"HOME": str(settings.home), "DATABASE_URL": settings.database_url, "BLOBS": settings.blobs}
        return {**os.environ, **{f"{PREFIX}{name}": value for name, value in places.items()}}

    def _foresee(self, made: Foreseeing) -> None:
        with self._room:
            if self._closed.is_set():
                return
            done = replace(made, done=True, why="the estimate could not be made; try again")
            try:
                child = subprocess.Popen(
                    [*_CHILD, "estimate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self._environment()
                )
                with self._lock:
                    self._children[made.id] = child
                told, _ = child.communicate(msgspec.json.encode(made.asked))
                came = msgspec.json.decode(told, type=_Came)
                done = replace(done, estimate=came.estimate, why=came.why)
            except (OSError, msgspec.MsgspecError) as error:
                _log.error("no estimate: %s", type(error).__name__)
            with self._lock:
                self._children.pop(made.id, None)
                if made.id in self._estimates:
                    self._estimates[made.id] = done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    estimate: Estimate | None = None
    why: str = ""
