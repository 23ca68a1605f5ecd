"""A setting -> an open catalogue: an SQLite file or a Postgres database, brought to this program's schema."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from onlooker.errors import CatalogueError, SettingError
from onlooker.stores.catalogue.migrate import migrate
from onlooker.stores.catalogue.sql_catalogue import SqlCatalogue
from onlooker.stores.catalogue.tables import SPACE
from onlooker.stores.catalogue.troubles import BUSY_S, troubles_of


def open_catalogue(where: str | Path) -> SqlCatalogue:
    """`where` is `postgresql://user:password@host/database`, or the path of an SQLite file, which is made with its folder. Raises SettingError
    when it is neither, CatalogueError when the database cannot be used."""
    engine = open_engine(where)
    told = told_place(engine.url)
    try:
        with troubles_of(told):
            migrate(engine.execution_options(writes=True))
    except BaseException:
        engine.dispose()
        raise
    return SqlCatalogue(engine, told)


def open_engine(where: str | Path) -> Engine:
    """Connections to the database as the catalogue makes them, its tables not looked at. Nothing is connected yet."""
    url = _url(where)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    # Without prepared statements each query is planned for its own values, and a pooler between may hand out any connection.
    engine = create_engine(url, pool_pre_ping=True, connect_args={"prepare_threshold": None, "connect_timeout": 10}, hide_parameters=True)
    event.listen(engine, "connect", _bound)
    return engine


def told_place(url: URL) -> str:
    """How a person knows it, without user and password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    host = url.host or url.query.get("host") or "localhost"
    return f"{host}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def _url(where: str | Path) -> URL:
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite+pysqlite", database=os.fspath(Path(where).expanduser()))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # the message would repeat the address, password and all
        raise SettingError("ONLOOKER_DATABASE_URL is no address: postgresql://user:password@host/database, or the path of a file") from None
    match url.drivername.partition("+")[0]:
        case "sqlite" if url.database and url.database != ":memory:":
            return url.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise SettingError(f"ONLOOKER_DATABASE_URL: {other}:// is not known; postgresql://user:password@host/database, or the path of a file")


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueError(f"no folder for the catalogue at {path} ({error.strerror}): name another in ONLOOKER_HOME") from None
    # Transactions are begun by us: the driver of old begins none before a SELECT.
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_S, "isolation_level": None},
        execution_options={"schema_translate_map": {SPACE: None}},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _bound(connection: psycopg.Connection[Any], _: Any) -> None:
    """A worker that stands still in the middle of a transaction (a machine put to sleep) holds up the others no longer than this."""
    for name in ("lock_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(f"SET {name} = '{BUSY_S}s'".encode())
    connection.commit()


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    until = time.monotonic() + BUSY_S
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:  # SQLite waits for every lock but this one, when several open a new file at once
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
    for pragma in ("synchronous = NORMAL", "cache_size = -32000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    """Who will write says so at once: to read first and then find another's lock in the way would be an error no waiting helps."""
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("writes") else "BEGIN")
