"""A run over many sessions that survives anything: what was selected, read, asked and answered is kept before anything is built upon it.

The same code on one machine with a file and on many with Postgres. The process that was asked selects, brings the recordings into the store, and
works as one worker among others until the run has ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

from onlooker import config
from onlooker.app.batching import batch_ahead
from onlooker.app.bringing_in import bring_in
from onlooker.app.interrupts import heeded
from onlooker.app.kept import mark_told
from onlooker.app.picking import Picked
from onlooker.app.run_order import Order, begun
from onlooker.app.run_report import report_of
from onlooker.app.telling import Told
from onlooker.app.weighing import foreseen_and_learnt, weigher_of
from onlooker.app.wiring import kept_blobs, wired
from onlooker.app.working import working
from onlooker.domain.catalogued import RunState
from onlooker.domain.report import RunReport
from onlooker.domain.run import Progress
from onlooker.engines import Durable
from onlooker.errors import CatalogueError, OnlookerError
from onlooker.llm import SharedPurse
from onlooker.ports import Catalogue
from onlooker.stores import Blobs, ReplyNotes
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue

_LOOK_S = 0.3
"""How often the run is looked at for what other workers did."""
_RUNS = 1_000


def run_durably(
    order: Order,
    settings: config.Settings,
    on_progress: Callable[[Progress], None] | None = None,
    deliver: Callable[[RunReport], None] | None = None,
) -> RunReport:
    """Goes on with a run of the same order that a kill or an error cut short, else begins one. `deliver` is given the report: killed before it has
    done with it, the same order delivers the same report again. Raises CatalogueError when the store fails: what was read by then is kept, and the
    same order goes on from there. An interrupt is a KeyboardInterrupt that says so."""
    began = time.monotonic()
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        blobs = kept_blobs(settings)
        told = Told(catalogue, on_progress or (lambda progress: None))
        try:
            run = begun(order, settings, catalogue, blobs)
            if run.state is RunState.RUNNING:
                go_on(run.id, order.found, settings=settings, catalogue=catalogue, blobs=blobs, told=told, context=order.context)
            report = report_of(run.id, catalogue, blobs, notes=order.found.notes, seconds=time.monotonic() - began)
            report = foreseen_and_learnt(report, weigher_of(settings, blobs), blobs, context=order.context)
        except OnlookerError as error:
            raise type(error)(f"{error}; {told.kept}") from error
        except KeyboardInterrupt:
            raise KeyboardInterrupt(told.kept) from None
        _deliver(report, deliver, run.id, blobs)
        return report


def go_on(run_id: str, found: Picked, *, settings: config.Settings, catalogue: SqlCatalogue, blobs: Blobs, told: Told, context: str = "") -> None:
    """Brings in what of `found` is not there yet, and works until the run has ended, whoever ends it. Raises CatalogueError."""
    told.begin(run_id, len(found.sessions))
    bring_in(run_id, found, catalogue, blobs, told.brought_in)
    told.begin(run_id)
    if settings.batch:
        purse = SharedPurse(catalogue, run_id, settings.budget) if settings.budget is not None else None
        with closing(wired(settings, context=context, blobs=blobs, replies=ReplyNotes(blobs), purse=purse)) as asking:
            batch_ahead(asking, found.sessions, blobs, told.batching)
    with heeded() as interrupted, working(catalogue, blobs, settings, tell=told) as engine:
        _work(run_id, engine, catalogue, told, interrupted)


def _work(run_id: str, engine: Durable, catalogue: Catalogue, told: Told, interrupted: Callable[[], None]) -> None:
    """Until the run has ended, whoever ends it."""

    def running() -> bool:
        run = catalogue.run(run_id)
        return run is not None and run.state is RunState.RUNNING

    def going_on() -> bool:
        interrupted()
        engine.changed.clear()
        on = running()
        if engine.trouble is not None:
            raise engine.trouble
        if on and (fault := engine.ended(run_id)) is not None:
            if fault:
                raise CatalogueError(fault)
            if on := running():  # it was taken up again while its last start came to its end
                engine.start(run_id)
        told.look()
        return on

    engine.start(run_id)
    while engine.patient(going_on):
        engine.changed.wait(_LOOK_S)
    engine.tidy({one.id for one in catalogue.runs(limit=_RUNS) if one.state is RunState.RUNNING})


def _deliver(report: RunReport, deliver: Callable[[RunReport], None] | None, run_id: str, blobs: Blobs) -> None:
    try:
        if deliver is not None:
            deliver(report)
    except BrokenPipeError:  # whoever read it has had enough
        mark_told(run_id, blobs)
        raise
    mark_told(run_id, blobs)
