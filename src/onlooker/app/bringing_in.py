"""Recordings brought into the store, so that a run needs nothing else: their files may go, and any worker can read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onlooker.app.kept import all_kept, keep_raw, mark_all_kept, place_of
from onlooker.app.picking import Picked
from onlooker.domain.catalogued import SessionRow, SessionState
from onlooker.domain.ids import content_id
from onlooker.errors import CatalogueError
from onlooker.ports import BlobStore, Catalogue, RawSession
from onlooker.stores import Blobs

_BATCH = 50


def bring_in(run_id: str, found: Picked, catalogue: Catalogue, blobs: Blobs, tell: Callable[[int], None]) -> None:
    """The bytes first, then their row: a row stands for a session that any worker can read. A session whose files cannot be read fails, the rest
    goes on. Once all are there a run keeps to them, though the folder may hold others when it is gone on with. Raises CatalogueError."""
    there = {row.place: row for row in catalogue.sessions(run_id)}
    if there and all_kept(run_id, blobs):
        return
    batch: list[SessionRow] = []
    for number, raw in enumerate(found.sessions):
        known = there.get(place_of(raw))
        if known is not None and (known.state.final or _whole(known, blobs)):
            continue
        batch.append(_brought(run_id, number, raw, blobs))
        tell(number + 1)
        if len(batch) >= _BATCH:
            catalogue.select(run_id, batch)
            batch = []
    for number, one in enumerate(found.skipped, start=len(found.sessions)):
        why = f"{one.reason}: {one.why}" if one.why else one.reason
        batch.append(replace(_row(run_id, number, one.source, one.session_id), state=SessionState.SKIPPED, reason=why))
    catalogue.select(run_id, batch, found.skipped_places)
    mark_all_kept(run_id, blobs)


def _brought(run_id: str, number: int, raw: RawSession, blobs: BlobStore) -> SessionRow:
    try:
        return keep_raw(run_id, number, raw, blobs)
    except OSError as error:
        why = error.strerror or error
        if _readable(raw):
            raise CatalogueError(f"the recordings cannot be kept ({why}): make room, or name another place in ONLOOKER_BLOBS") from None
        return replace(_row(run_id, number, raw.origin, raw.name), state=SessionState.FAILED, reason=f"cannot be read ({why})")


def _whole(row: SessionRow, blobs: BlobStore) -> bool:
    try:
        for part in row.parts:
            blobs.get(part.blob)
    except (KeyError, OSError):
        return False
    return True


def _readable(raw: RawSession) -> bool:
    try:
        for part in (*raw.recording, *raw.events):
            part.read()
    except OSError:
        return False
    return True


def _row(run_id: str, order: int, origin: str, name: str) -> SessionRow:
    return SessionRow(run_id=run_id, place=content_id(origin, name), order=order, origin=origin, name=name)
