"""A process that works on runs: those it was asked for, and those that others started."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from onlooker import config
from onlooker.app.steps import Steps, Tell
from onlooker.app.wiring import kept_blobs
from onlooker.domain.catalogued import SessionRow
from onlooker.domain.report import SessionReport
from onlooker.domain.run import Phase
from onlooker.engines import Durable, Limits, Pulse
from onlooker.errors import CatalogueError, SettingError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs
from onlooker.stores.catalogue import open_catalogue

_LOOK_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a worker does to one session of one run."""

    run_id: str
    session: str
    phase: Phase
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    engine: Durable
    steps: Steps

    @property
    def broken(self) -> str | None:
        """Why this process can work no more."""
        return self.steps.broken or None

    def wait(self, until: threading.Event) -> None:
        """Raises CatalogueError when this process can work no more."""
        while not until.wait(_LOOK_S):
            if self.broken:
                raise CatalogueError(self.broken)


def work(*, tell: Callable[[Event], None], ready: Callable[[str], None], until: threading.Event | None = None) -> None:
    """Until the process is interrupted or `until` is set. Several machines need ONLOOKER_DATABASE_URL and an ONLOOKER_BLOBS that all of them see; on
    one machine further workers share the files of ONLOOKER_HOME. Raises CatalogueError when the store fails."""
    settings = config.load()
    if settings.database_url and not settings.blobs:
        raise SettingError(
            "ONLOOKER_BLOBS has to name a place that every worker sees, as ONLOOKER_DATABASE_URL does: a shared folder, or s3://bucket/prefix"
        )

    def told(phase: Phase, row: SessionRow, note: str, report: SessionReport | None) -> None:
        tell(Event(run_id=row.run_id, session=report.session_id if report is not None else row.name, phase=phase, note=note))

    catalogue = open_catalogue(settings.catalogue)
    try:
        with working(catalogue, kept_blobs(settings), settings, tell=told) as worker:
            ready(catalogue.where)
            worker.wait(until or threading.Event())
    finally:
        catalogue.close()


@contextmanager
def working(catalogue: Catalogue, blobs: Blobs, settings: config.Settings, tell: Tell | None = None) -> Iterator[Working]:
    """This process as one worker, until the block ends. What it has not finished then is left for the others, or for whoever comes next."""
    worker = uuid4().hex[:12]
    steps = Steps(catalogue, blobs, tell=tell)
    limits = Limits(sessions=settings.concurrency, calls=settings.concurrency, calls_per_minute=settings.requests_per_minute)
    engine = Durable(settings.database_url or str(settings.home / "runs.db"), steps, worker=worker, limits=limits)
    steps.engine = engine
    pulse = Pulse(catalogue, engine, worker=worker, on_broken=steps.give_up)
    try:
        pulse.beat()
        engine.launch()
        pulse.start()
        yield Working(engine=engine, steps=steps)
    finally:
        pulse.stop()
        steps.close()
        engine.close()
