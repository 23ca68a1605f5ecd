"""Captured sessions that have gone quiet, read as durable runs: one run a project, of all its sessions that are quiet at that moment.

What may be cut short by a kill, in this order, and what then happens:

1. the session's new lines are put into the store, under the hash of their content; done again, it is the same;
2. the run is begun, and what each session consists of is remembered under the run's name; without 3 none of it counts;
3. the run's recordings are all kept: from here on any worker reads them;
4. the batches are let go. Met again, they hold nothing new.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import groupby

from onlooker import config
from onlooker.app.bringing_in import bring_in
from onlooker.app.captured_parts import Assembled, assemble, remember
from onlooker.app.kept import all_kept
from onlooker.app.picking import Picked
from onlooker.app.product import product
from onlooker.app.run_order import Order
from onlooker.app.selecting import choose_from
from onlooker.app.steps import now_ms
from onlooker.app.wiring import kept_blobs
from onlooker.app.working import working
from onlooker.domain.captured import CapturedSession
from onlooker.domain.catalogued import RunRow, RunState
from onlooker.domain.ids import content_id
from onlooker.domain.report import SkippedSession
from onlooker.domain.selection import Selection
from onlooker.engines import Durable
from onlooker.errors import CatalogueError, OnlookerError
from onlooker.ports import Catalogue, Inbox
from onlooker.stores import Blobs
from onlooker.stores.catalogue import open_catalogue

_LOOK_S = 1.0
_MOST = 200
"""Sessions of one run: those that wait longer than that take makes are read by the next."""
_CAPTURED = "captured"
_log = logging.getLogger(__name__)
_CUT = "the process ended before its sessions were in the store: the next run reads them"


def keep_reading(*, tell: Callable[[str, int], None], until: threading.Event, settings: config.Settings | None = None) -> None:
    """Closes and reads until told to stop; `tell` hears of each run that ended, and of how many sessions. Raises CatalogueError."""
    from onlooker.stores.inbox import SqliteInbox  # noqa: PLC0415

    settings = settings or config.load()
    blobs = kept_blobs(settings)
    with (
        closing(SqliteInbox(settings.inbox)) as inbox,
        closing(open_catalogue(settings.catalogue)) as catalogue,
        working(catalogue, blobs, settings) as engine,
    ):
        for run_id in _gone_on_with(catalogue, blobs):
            engine.start(run_id)
        while not until.is_set():
            begun = close_quiet(inbox, catalogue, blobs, settings)
            for run_id in begun:
                engine.start(run_id)
                if _ended(run_id, engine, catalogue, until):
                    tell(run_id, len(catalogue.sessions(run_id)))
            if not begun:
                if engine.trouble is not None:
                    raise engine.trouble
                until.wait(min(_LOOK_S, settings.capture_quiet_s / 2))


def close_quiet(inbox: Inbox, catalogue: Catalogue, blobs: Blobs, settings: config.Settings, *, now: int | None = None) -> Sequence[str]:
    """The runs in which they are to be read, all of whose recordings are in the store; an engine has to start them. `now` UTC ms. Raises
    CatalogueError."""
    now = now_ms() if now is None else now
    quiet = inbox.quiet(silent_since=now - int(settings.capture_quiet_s * 1000), begun_before=now - int(settings.capture_longest_s * 1000))
    by_project = sorted(quiet[:_MOST], key=lambda one: one.project)
    closed = (_closed(list(sessions), inbox, catalogue, blobs, settings) for _, sessions in groupby(by_project, key=lambda one: one.project))
    return [run_id for run_id in closed if run_id]


def _closed(sessions: Sequence[CapturedSession], inbox: Inbox, catalogue: Catalogue, blobs: Blobs, settings: config.Settings) -> str:
    """The run's id; empty where nothing new came."""
    whole = [one for session in sessions if (one := _assembled(session, inbox, blobs)) is not None]
    news = [one for one in whole if one.news]
    run_id = _begun(news, catalogue, blobs, settings) if news else ""
    for one in whole:
        inbox.done(one.session)
    return run_id


def _assembled(session: CapturedSession, inbox: Inbox, blobs: Blobs) -> Assembled | None:
    """None where a fault of ours is in the way: that session waits, and the others are read."""
    try:
        return assemble(session, inbox, blobs)
    except OnlookerError:
        raise
    except Exception:
        _log.exception("captured session %s of %s cannot be put together; please report it", session.session, session.project)
        return None


def _begun(news: Sequence[Assembled], catalogue: Catalogue, blobs: Blobs, settings: config.Settings) -> str:
    found = choose_from([one.raw(blobs) for one in news], Selection())
    picked = Picked(
        sessions=found.raws,
        skipped=tuple(
            SkippedSession(session_id=one.glimpse.place, source=one.glimpse.origin, reason=one.reason.value, why=one.why)
            for one in found.chosen.skipped
        ),
    )
    context = product(settings.context, named_by="ONLOOKER_CONTEXT") if settings.context else ""
    asked = {**Order(places=(), found=picked, context=context).asked(settings), _CAPTURED: news[0].session.project}
    key = content_id(_CAPTURED, *(part.blob for one in news for part in one.parts))
    run_id = content_id(key, now_ms())[:12]
    catalogue.begin_run(RunRow(id=run_id, key=key, started_at=now_ms(), asked=asked))
    for one in news:
        remember(run_id, one, blobs)
    bring_in(run_id, picked, catalogue, blobs, lambda done: None)
    return run_id


def _gone_on_with(catalogue: Catalogue, blobs: Blobs) -> Sequence[str]:
    """Runs of captured sessions that a kill cut short and that can be gone on with; those that cannot are ended."""
    running = [one for one in catalogue.runs(limit=1_000) if one.state is RunState.RUNNING and _CAPTURED in one.asked]
    for one in running:
        if not all_kept(one.id, blobs):
            catalogue.end_run(one.id, RunState.STOPPED, note=_CUT, ended_at=now_ms())
    return [one.id for one in running if all_kept(one.id, blobs)]


def _ended(run_id: str, engine: Durable, catalogue: Catalogue, until: threading.Event) -> bool:
    """Waits for it; False when told to stop before."""
    while not until.is_set():
        engine.changed.clear()
        run = catalogue.run(run_id)
        if run is None or run.state is not RunState.RUNNING:
            return True
        if engine.trouble is not None:
            raise engine.trouble
        if fault := engine.ended(run_id):
            raise CatalogueError(fault)
        engine.changed.wait(_LOOK_S)
    return False
