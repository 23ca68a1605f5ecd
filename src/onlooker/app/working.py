"""A process that works on runs: those it was asked for, and those that others started."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import make_url

from onlooker import config
from onlooker.app.steps import Steps, Tell
from onlooker.app.wiring import kept_blobs
from onlooker.domain.catalogued import SessionRow
from onlooker.domain.report import SessionReport
from onlooker.domain.run import Phase
from onlooker.engines import Durable, Limits, Pulse
from onlooker.errors import CatalogueError, OnlookerError, SettingError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue
from onlooker.stores.catalogue.opening import told_place
from onlooker.stores.catalogue.troubles import troubles_of

_LOOK_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a worker does to one session of one run."""

    run_id: str
    session: str
    phase: Phase
    note: str = ""


def work(*, tell: Callable[[Event], None], ready: Callable[[str], None], until: threading.Event | None = None) -> None:
    """Until the process is interrupted or `until` is set. Several machines need ONLOOKER_DATABASE_URL and an ONLOOKER_BLOBS that all of them see; on
    one machine further workers share the files of ONLOOKER_HOME. Raises CatalogueError when the store fails, SettingError when this process lacks
    what a run needs."""
    settings = config.load()
    if "://" in settings.database_url and not settings.blobs:
        raise SettingError(
            "ONLOOKER_BLOBS has to name a place that every worker sees, as ONLOOKER_DATABASE_URL does: a shared folder, or s3://bucket/prefix"
        )

    def told(phase: Phase, row: SessionRow, note: str, report: SessionReport | None) -> None:
        tell(Event(run_id=row.run_id, session=report.session_id if report is not None else row.name, phase=phase, note=note))

    catalogue = open_catalogue(settings.catalogue)
    try:
        with working(catalogue, kept_blobs(settings), settings, tell=told) as engine:
            ready(catalogue.where)
            while until is None or not until.is_set():
                engine.changed.clear()
                if engine.trouble is not None:
                    raise engine.trouble
                engine.changed.wait(_LOOK_S)
    finally:
        catalogue.close()


@contextmanager
def working(catalogue: SqlCatalogue, blobs: Blobs, settings: config.Settings, tell: Tell | None = None) -> Iterator[Durable]:
    """This process as one worker, until the block ends. What it has not finished then is left for the others, or for whoever comes next. What it does
    to each session is in the catalogue before `tell` hears of it, for those who look on from elsewhere."""
    worker = uuid4().hex[:12]
    steps = Steps(catalogue, blobs, tell=_recorded(catalogue, tell))
    where = settings.database_url or str(settings.home / "runs.db")
    limits = Limits(sessions=settings.concurrency, calls=settings.concurrency)
    engine = Durable(where, steps, worker=worker, limits=limits, explain=lambda error: _explained(error, settings.database_url or where))
    steps.engine = engine
    pulse = Pulse(catalogue, engine, worker=worker, on_broken=engine.give_up)
    ended = False
    try:
        pulse.beat()
        engine.launch()
        pulse.start()
        yield engine
        ended = True
    finally:
        engine.close(finish=ended)
        steps.close()
        pulse.stop()


def _recorded(catalogue: Catalogue, tell: Tell | None) -> Tell:
    def told(phase: Phase, row: SessionRow, note: str, report: SessionReport | None) -> None:
        if not phase.final:
            catalogue.phase(row.run_id, row.place, phase.value)
        if tell is not None:
            tell(phase, row, note, report)

    return told


def _explained(error: Exception, where: str) -> OnlookerError:
    """What a person can do about what the engine's database said."""
    told = told_place(make_url(where)) if "://" in where else where
    try:
        with troubles_of(told):
            raise error
    except OnlookerError as known:
        return known
    except Exception as unknown:
        return CatalogueError(f"the database of runs at {told} cannot be used ({type(unknown).__name__}): start again, and report it if it stays")
