"""What both databases can and SQLAlchemy has in two places or none: INSERT … ON CONFLICT, being alone, the database's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import BigInteger

from onlooker.domain.ids import content_id


def insert(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)


def replace(db: Connection, table: Table, values: dict[str, Any], keys: Sequence[str]) -> None:
    """Inserts the row, or makes the one with the same `keys` equal to it."""
    adding = insert(db, table).values(values)
    db.execute(adding.on_conflict_do_update(index_elements=list(keys), set_={name: adding.excluded[name] for name in values if name not in keys}))


def alone(db: Connection, name: str) -> None:
    """From here to the end of the transaction nobody else is in one that said the same name. In SQLite whoever writes is alone anyway."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(content_id("onlooker", name), 16) - 2**63})


class now_ms(GenericFunction[int]):
    """UTC ms by the database's clock, which all who share it go by."""

    type = BigInteger()
    inherit_cache = True


@compiles(now_ms, "sqlite")
def _sqlite_now(element: now_ms, compiler: SQLCompiler, **_: Any) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)"


@compiles(now_ms, "postgresql")
def _postgres_now(element: now_ms, compiler: SQLCompiler, **_: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
