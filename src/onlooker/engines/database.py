"""The engine's own database connections: to a file beside the catalogue, or to the Postgres that holds the catalogue too."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

_POOL, _MORE = 4, 16
"""Connections of one process to a Postgres: those it keeps, and those it may have besides while many steps end at once."""
_BUSY_S = 60
_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_ERROR")
_POSTGRES = ("25006", "28", "3D", "42", "53", "58", "XX")
_GONE = ("08", "25P03", "57P")


class ClosedError(Exception):
    """No connection is made any more. No error of a driver: DBOS would try those again for ever."""


def connected(where: str, *, closed: Callable[[], bool], failed: Callable[[sa.exc.SQLAlchemyError], None]) -> sa.Engine:
    """`where` is a Postgres address or the path of an SQLite file. `failed` is told of each error that no second try mends, in whatever thread it
    comes up: DBOS keeps them to itself. Once `closed` says so, nothing connects any more."""
    url = _url(where)
    if url.get_backend_name() == "sqlite":
        # WAL, and synced at checkpoints only: 4 to 6 times as many steps a second on a busy disk; a power cut may lose the last steps, which are
        # done again then, a kill none.
        engine = sa.create_engine(url, connect_args={"timeout": _BUSY_S})
        sa.event.listen(engine, "connect", _prepared)
    else:
        # Without prepared statements a pooler between may hand out any connection.
        args = {"prepare_threshold": None, "connect_timeout": 10}
        engine = sa.create_engine(url, pool_size=_POOL, max_overflow=_MORE, pool_pre_ping=True, connect_args=args)

    def refuse(*_: object) -> None:
        if closed():
            raise ClosedError

    def look(context: sa.engine.ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if error is not None and _lasting(error):
            failed(error)

    sa.event.listen(engine, "do_connect", refuse)
    sa.event.listen(engine, "handle_error", look)
    return engine


def _url(where: str) -> sa.URL:
    if "://" not in where:
        return sa.URL.create("sqlite", database=str(Path(where).expanduser()))
    url = sa.make_url(where)
    return url.set(drivername="sqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg")


def _prepared(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = "IMMEDIATE"  # writers wait for one another rather than fail
    until = time.monotonic() + _BUSY_S
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:  # SQLite waits for every lock but this one, when several open a new file at once
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def lost(error: BaseException | None) -> bool:
    """Whether the connection was, or none could be made: what does not last, as a rule. Errors of ours have the driver's as their cause."""
    while error is not None:
        if isinstance(error, sa.exc.DBAPIError):
            state = str(getattr(error.orig, "sqlstate", None) or "")
            unreached = not state and isinstance(error.orig, psycopg.OperationalError)
            return error.connection_invalidated or state.startswith(_GONE) or unreached
        error = error.__cause__
    return False


def _lasting(error: sa.exc.SQLAlchemyError) -> bool:
    """Not a lock, a conflict or a time-out: those pass."""
    cause = getattr(error, "orig", None)
    if name := getattr(cause, "sqlite_errorname", ""):
        return str(name).startswith(_SQLITE)
    return str(getattr(cause, "sqlstate", None) or "").startswith(_POSTGRES) and not lost(error)
