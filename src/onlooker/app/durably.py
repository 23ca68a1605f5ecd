"""A run over many sessions that survives anything: what was selected, read, asked and answered is kept before anything is built upon it.

The same code on one machine with a file and on many with Postgres. The process that was asked selects, brings the recordings into the store, and
works as one worker among others until the run has ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from onlooker import config
from onlooker.app.kept import keep_raw, kept_report, place_of
from onlooker.app.patterns_kept import kept_patterns
from onlooker.app.picking import Picked
from onlooker.app.steps import now_ms
from onlooker.app.telling import Told
from onlooker.app.wiring import kept_blobs
from onlooker.app.working import working
from onlooker.domain.catalogued import RunRow, SessionRow, SessionState
from onlooker.domain.ids import content_id
from onlooker.domain.report import FailedSession, RunReport, SessionReport, SkippedSession
from onlooker.domain.run import Progress
from onlooker.errors import CatalogueError, InputError
from onlooker.ports import Catalogue, RawSession
from onlooker.stores import Blobs
from onlooker.stores.catalogue import open_catalogue

_LOOK_S = 0.3
"""How often the run is looked at for what other workers did."""
_ELSEWHERE = frozenset({"home", "browser", "renderers", "record", "database_url", "blobs", "cache", "context"})
"""Settings of a machine, not of a run: a worker has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is asked to do: which sessions, and how to read them."""

    places: Sequence[str]
    found: Picked
    context: str = ""
    focus: str = ""
    selection: Mapping[str, object] = field(default_factory=dict)


def run_durably(order: Order, settings: config.Settings, on_progress: Callable[[Progress], None] | None = None) -> RunReport:
    """Goes on with a run of the same order that a kill or an error cut short, else begins one. Raises CatalogueError when the store fails: what was
    read by then is kept, and the same order goes on from there."""
    began = time.monotonic()
    with ExitStack() as open_things:
        catalogue = open_catalogue(settings.catalogue)
        open_things.callback(catalogue.close)
        blobs = kept_blobs(settings)
        told = Told(catalogue, on_progress or (lambda progress: None))
        run = _begun(order, settings, catalogue)
        told.begin(run.id, len(order.found.sessions))
        _bring_in(run.id, order, catalogue, blobs, told)
        with working(catalogue, blobs, settings, tell=told) as worker:
            worker.engine.start(run.id)
            while (trouble := worker.broken or worker.engine.ended(run.id)) is None:
                told.look()
                time.sleep(_LOOK_S)
        if trouble:
            raise CatalogueError(f"the run stopped: {trouble}. Nothing is lost: the same command goes on from here")
        return report_of(run.id, catalogue, blobs, notes=order.found.notes, seconds=time.monotonic() - began)


def report_of(run_id: str, catalogue: Catalogue, blobs: Blobs, *, notes: Sequence[str] = (), seconds: float = 0.0) -> RunReport:
    """All that the store holds of a run. A report that is gone from the store is a session that failed."""
    run = catalogue.run(run_id)
    if run is None:
        raise CatalogueError(f"run {run_id} is not in the catalogue")
    rows = catalogue.sessions(run_id)
    reports = [_kept(row, blobs) for row in rows if row.state in (SessionState.DONE, SessionState.FAILED)]
    kept = kept_patterns(run.patterns_blob, blobs) if run.patterns_blob else None
    asked = run.asked.get("settings")
    return RunReport(
        sessions=tuple(one for one in reports if isinstance(one, SessionReport)),
        failed=tuple(one for one in reports if isinstance(one, FailedSession)),
        skipped=run.skipped_places,
        model=str(asked.get("model", "none")) if isinstance(asked, dict) else "none",
        seconds=round(seconds, 1),
        stopped=run.note,
        patterns=kept.report if kept is not None else None,
        exchanges=kept.exchanges if kept is not None else (),
        skipped_sessions=tuple(_set_aside(row) for row in rows if row.state is SessionState.SKIPPED),
        notes=tuple(notes),
    )


def _kept(row: SessionRow, blobs: Blobs) -> SessionReport | FailedSession:
    try:
        return kept_report(row, blobs)
    except (KeyError, InputError):
        return FailedSession(session_id=row.session_id or row.name, source=row.origin, reason="its report is no longer in the store; read it again")


def _begun(order: Order, settings: config.Settings, catalogue: Catalogue) -> RunRow:
    asked = {
        "settings": {name: value for name, value in settings.model_dump(mode="json").items() if name not in _ELSEWHERE},
        "context": order.context,
        "focus": order.focus,
        "selection": dict(order.selection),
        "places": [str(Path(place).absolute()) for place in order.places],
    }
    # "The last seven days" begin a little later when the command is given again: a run is known by all else, and keeps what it selected.
    selection = {name: bool(value) if name in ("since", "until") else value for name, value in order.selection.items()}
    key = content_id(*(f"{name}={value}" for name, value in sorted({**asked, "selection": selection}.items())))
    run = catalogue.unfinished(key)
    if run is None:
        run = RunRow(id=uuid4().hex[:12], key=key, started_at=now_ms(), asked=asked)
        catalogue.begin_run(run)
    return run


def _bring_in(run_id: str, order: Order, catalogue: Catalogue, blobs: Blobs, told: Told) -> None:
    """The bytes first, then their row: a row stands for a session that any worker can read. A session whose files cannot be read fails, the rest
    goes on."""
    there = {row.place for row in catalogue.sessions(run_id)}
    batch: list[SessionRow] = []
    for number, raw in enumerate(order.found.sessions):
        if place_of(raw) in there:
            continue
        try:
            batch.append(keep_raw(run_id, number, raw, blobs))
        except OSError as error:
            if not _readable(raw):
                reason = f"cannot be read ({error.strerror or error})"
                batch.append(replace(_row(run_id, number, raw.origin, raw.name), state=SessionState.FAILED, reason=reason))
            else:
                why = error.strerror or error
                raise CatalogueError(f"the recordings cannot be kept ({why}): make room, or name another place in ONLOOKER_BLOBS") from None
        told.brought_in(number + 1)
        if len(batch) >= _BATCH:
            catalogue.select(run_id, batch)
            batch = []
    for number, one in enumerate(order.found.skipped, start=len(order.found.sessions)):
        told_why = f"{one.reason}: {one.why}" if one.why else one.reason
        batch.append(replace(_row(run_id, number, one.source, one.session_id), state=SessionState.SKIPPED, reason=told_why))
    catalogue.select(run_id, [row for row in batch if row.place not in there], order.found.skipped_places)


_BATCH = 50


def _readable(raw: RawSession) -> bool:
    try:
        for part in (*raw.recording, *raw.events):
            part.read()
    except OSError:
        return False
    return True


def _row(run_id: str, order: int, origin: str, name: str) -> SessionRow:
    return SessionRow(run_id=run_id, place=content_id(origin, name), order=order, origin=origin, name=name)


def _set_aside(row: SessionRow) -> SkippedSession:
    reason, _, why = row.reason.partition(": ")
    return SkippedSession(session_id=row.name, source=row.origin, reason=reason, why=why)
