"""The engine's own database connection: a file beside the catalogue, or the Postgres that holds the catalogue too."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

_POOL = 30
"""Connections of one process to a Postgres: a session that waits for its model's answer looks for it now and then and holds none meanwhile."""


def connected(where: str) -> sa.Engine:
    """`where` is a Postgres address or the path of an SQLite file. WAL, and synced at checkpoints only: 4 to 6 times as many steps a second on a busy
    disk; a power cut may lose the last steps, which are done again then, a kill none."""
    if "://" in where:
        url = sa.make_url(where)
        return sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_size=_POOL, max_overflow=_POOL, pool_pre_ping=True)
    engine = sa.create_engine(sa.URL.create("sqlite", database=where), connect_args={"timeout": 60.0})
    sa.event.listen(engine, "connect", _prepared)
    return engine


def _prepared(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # writers wait for one another rather than fail
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
