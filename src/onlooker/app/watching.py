"""The main job: every session of some places, read and reported."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onlooker import config
from onlooker.app.asked import Asked
from onlooker.app.at_once import at_once
from onlooker.app.batching import batch_ahead
from onlooker.app.one_session import one_session
from onlooker.app.phases import STEPS
from onlooker.app.picking import Picked, picked, told_first
from onlooker.app.recurring import recurring
from onlooker.app.weighing import foreseen_and_learnt
from onlooker.app.wiring import Paths, Wired, kept_blobs, wire
from onlooker.app.wiring import wired as wired_by
from onlooker.domain.report import FailedSession, RunReport, SessionReport
from onlooker.domain.run import Phase, Progress
from onlooker.domain.selection import Selection
from onlooker.pipeline import Allowance
from onlooker.ports import RawSession

_FEW = 2
"""Fewer sessions than this are not worth an engine: they are read again sooner than it has started."""
_AT_ONCE = 3
"""Sessions under way at once where only browsers are waited for: reading is this process's own work, of which it can do one at a time."""


def watch(
    paths: Paths,
    *,
    model: str | None = None,
    look_model: str | None = None,
    budget: float | None = None,
    budget_per_session: float | None = None,
    preset: str | None = None,
    context: str = "",
    selection: Selection | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Reads the sessions under `paths` (files, folders, globs) that `selection` keeps, all when it is None, and reports. Writes nothing but what the
    settings say is kept between runs; a kill loses it all: `run` does not.

    `model` as in `ONLOOKER_MODEL` ("none", "google:gemini-2.5-flash"…), `look_model` the one for looks where it is another; budgets in USD;
    `context` is what a reader should know of the product.
    Raises InputError when nothing can be read there or a setting is wrong. A session that fails is a row in the report."""
    wired = wire(
        model=model,
        look_model=look_model,
        budget=budget,
        budget_per_session=budget_per_session,
        preset=preset,
        context=told_first(context, selection),
    )
    try:
        return _read(wired, picked(paths, selection), on_progress)
    finally:
        wired.close()


def run(
    paths: Paths,
    *,
    model: str | None = None,
    look_model: str | None = None,
    budget: float | None = None,
    budget_per_session: float | None = None,
    preset: str | None = None,
    context: str = "",
    selection: Selection | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    deliver: Callable[[RunReport], None] | None = None,
) -> RunReport:
    """As `watch`, and survives anything: what was read and paid is kept at once, and the same call goes on where a kill or an error cut it short.
    One session alone is read without any of that, as `ONLOOKER_ENGINE` says. `deliver` is given the report before the run counts as told: killed in
    the middle of that, the same call delivers it again. Raises CatalogueError when the store fails."""
    settings = config.load(model=model, look_model=look_model, budget=budget, budget_per_session=budget_per_session, preset=preset)
    wired = wired_by(settings, context=told_first(context, selection))  # what is wrong is said before anything is read
    try:
        found = picked(paths, selection)
        few = len(found.sessions) < _FEW and not settings.database_url
        if settings.engine == "direct" or (settings.engine == "auto" and few):
            report = _read(wired, found, on_progress)
            if deliver is not None:
                deliver(report)
            return report
    finally:
        wired.close()
    from onlooker.app.durably import run_durably  # noqa: PLC0415 - the engine takes a second to load
    from onlooker.app.run_order import Order  # noqa: PLC0415

    order = Order(
        places=[str(path) for path in ([paths] if isinstance(paths, str | Path) else paths)],
        found=found,
        context=wired.context,
        focus=selection.focus if selection is not None else "",
        selection=selection.plain() if selection is not None else {},
    )
    return run_durably(order, settings, on_progress, deliver)


def _read(wired: Wired, found: Picked, on_progress: Callable[[Progress], None] | None) -> RunReport:
    started = time.monotonic()
    asked = Asked(inner=wired.model) if wired.model is not None else None
    run = _Run(wired=wired, tell=on_progress or (lambda progress: None), asked=asked, total=len(found.sessions))
    batch_ahead(wired, found.sessions, kept_blobs(wired.settings), run.batching)
    rows = list(run.rows(found.sessions))
    reports = tuple(row for row in rows if isinstance(row, SessionReport))
    told = recurring(reports, model=asked, context=wired.context, focus=found.focus) if len(reports) > 1 else None
    report = RunReport(
        sessions=reports,
        failed=tuple(row for row in rows if isinstance(row, FailedSession)),
        skipped=found.skipped_places,
        skipped_sessions=found.skipped,
        model=wired.model.name if wired.model is not None else "none",
        seconds=round(time.monotonic() - started, 1),
        stopped=asked.stopped if asked is not None else "",
        patterns=told.report if told is not None else None,
        exchanges=told.exchanges if told is not None else (),
        notes=found.notes,
        focus=found.focus,
    )
    return foreseen_and_learnt(report, wired.weigher, kept_blobs(wired.settings), context=wired.context)


@dataclass(kw_only=True)
class _Run:
    wired: Wired
    tell: Callable[[Progress], None]
    asked: Asked | None = None
    total: int = 0
    done: int = 0
    failed: int = 0
    findings: int = 0
    blocking: int = 0
    cost: float | None = 0.0
    allowance: Allowance = field(default_factory=Allowance)

    def rows(self, raws: Sequence[RawSession]) -> Iterator[SessionReport | FailedSession]:
        """In the order of the source. With a model, several sessions wait for their answers at once; with a browser, one is read while another's
        clips are rendered."""
        if self.asked is None and self.wired.looking is None:
            yield from (self._one(raw) for raw in raws)
            return
        yield from at_once(self._one, raws, self.wired.settings.concurrency if self.asked is not None else _AT_ONCE)

    def batching(self, note: str) -> None:
        self._tell(Phase.BATCHING, "", step=None, note=note)

    def _one(self, raw: RawSession) -> SessionReport | FailedSession:
        def step(phase: Phase, note: str) -> None:
            self._tell(phase, raw.name, step=STEPS.get(phase), note=note)

        report = one_session(raw, self.wired.reading(self.asked, self.allowance), step)
        if isinstance(report, FailedSession):
            self.done += 1
            self.failed += 1
            self._tell(Phase.FAILED, raw.name, step=1.0, note=report.reason)
            return report
        self.done += 1
        self.findings += sum(finding.reported for finding in report.findings)
        self.blocking += sum(finding.reported and finding.blocking for finding in report.findings)
        self.cost = None if self.cost is None or report.usage.cost is None else self.cost + report.usage.cost
        self._tell(Phase.DONE, raw.name, step=1.0, report=report)
        return report

    def _tell(self, phase: Phase, name: str, *, step: float | None, note: str = "", report: SessionReport | None = None) -> None:
        self.tell(
            Progress(
                phase=phase,
                session_id=report.session_id if report is not None else name,
                done=self.done,
                total=self.total,
                failed=self.failed,
                findings=self.findings,
                blocking=self.blocking,
                cost=self.cost,
                step=step,
                note=note,
                report=report,
            )
        )
