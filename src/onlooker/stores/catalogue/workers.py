"""Who is working: each worker says now and then that it lives, by the database's clock."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from onlooker.domain.catalogued import WorkerRow
from onlooker.stores.catalogue.tables import workers
from onlooker.stores.catalogue.writing import now_ms, replace


def beat(db: Connection, worker_id: str, host: str, pid: int) -> None:
    replace(db, workers, {"id": worker_id, "host": host, "pid": pid, "seen_at": now_ms()}, ("id",))


def known(db: Connection, silent_s: float | None = None) -> tuple[WorkerRow, ...]:
    """All, or those that have been silent for longer; the longest silent first."""
    wanted = select(workers).order_by(workers.c.seen_at, workers.c.id)
    if silent_s is not None:
        wanted = wanted.where(workers.c.seen_at < now_ms() - round(silent_s * 1000))
    return tuple(WorkerRow(**row._mapping) for row in db.execute(wanted))


def gone(db: Connection, worker_id: str) -> None:
    db.execute(delete(workers).where(workers.c.id == worker_id))
