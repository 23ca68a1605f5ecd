"""What a durable run tells whoever looks on: of this process's sessions as they happen, of the others' by looking at the catalogue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from onlooker.app.phases import STEPS
from onlooker.domain.catalogued import SessionRow, Tally
from onlooker.domain.report import SessionReport
from onlooker.domain.run import Phase, Progress
from onlooker.ports import Catalogue

_FEW = 5
"""Sessions that have to be done before the time left is told: before that it is a guess."""


class Told:
    """Callable as `steps.Tell`. Safe to use from several threads; `tell` is called from one at a time. What `tell` raises in a worker's thread is
    nothing that went wrong there: `look` raises it, which the thread that asked for the run calls."""

    def __init__(self, catalogue: Catalogue, tell: Callable[[Progress], None]) -> None:
        self._catalogue, self._tell = catalogue, tell
        self._lock = threading.Lock()
        self._run_id = ""
        self._total: int | None = None
        self._tally = Tally()
        self._began = time.monotonic()
        self._done_before = 0
        self._refused: BaseException | None = None

    @property
    def kept(self) -> str:
        """For whoever hears that the run was cut short."""
        done, total = self._tally.done + self._tally.failed, self._total
        return f"{done} of {total if total is not None else 'the'} sessions are read and kept; the same command goes on from there"

    def begin(self, run_id: str, total: int | None = None) -> None:
        """`total` None: as many as were brought in."""
        self._run_id = run_id
        self._tally = self._catalogue.tally(run_id)
        self._total = self._tally.selected - self._tally.skipped if total is None else total
        self._done_before = self._tally.done + self._tally.failed
        self._began = time.monotonic()

    def brought_in(self, count: int) -> None:
        self._emit(Phase.BRINGING_IN, "", note=f"{count} of {self._total}")

    def batching(self, note: str) -> None:
        self._emit(Phase.BATCHING, "", note=note)

    def __call__(self, phase: Phase, row: SessionRow, note: str, report: SessionReport | None) -> None:
        if row.run_id != self._run_id:  # a worker's work is that of all runs; whoever asked for one hears of that
            return
        if phase.final:
            self._tally = self._catalogue.tally(row.run_id)
        self._emit(phase, report.session_id if report is not None else row.name, note=note, report=report)

    def look(self) -> None:
        """What other workers did meanwhile."""
        if self._refused is not None:
            raise self._refused
        before, self._tally = self._tally, self._catalogue.tally(self._run_id)
        if self._tally != before:
            self._emit(Phase.ELSEWHERE, "")

    def _emit(self, phase: Phase, session_id: str, *, note: str = "", report: SessionReport | None = None) -> None:
        tally = self._tally
        done = tally.done + tally.failed
        progress = Progress(
            phase=phase,
            session_id=session_id,
            done=done,
            total=self._total,
            failed=tally.failed,
            findings=tally.findings,
            blocking=tally.blocking,
            cost=tally.cost,
            step=1.0 if phase.final else STEPS.get(phase),
            note=note,
            report=report,
            seconds_left=self._left(done),
        )
        with self._lock:
            try:
                if self._refused is None:
                    self._tell(progress)
            except Exception as error:
                self._refused = error

    def _left(self, done: int) -> float | None:
        fresh = done - self._done_before
        if fresh < _FEW or not self._total:
            return None
        return (time.monotonic() - self._began) / fresh * (self._total - done)
