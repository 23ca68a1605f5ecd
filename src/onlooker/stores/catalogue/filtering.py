"""What a filter says of a session's row, so that the index that is meant comes to be used; how many sessions it leaves, as far as that matters."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, false, func, literal_column, select, true

from onlooker.domain.catalogued import SessionFilter, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.stores.catalogue.sessions import PAGE_START, key_of
from onlooker.stores.catalogue.tables import members, patterns, sessions

FEW = 50_000
"""So many sessions of a page are sorted in a few ms, or looked up by one another. Where there are more it is at least one in twenty of a million, and
those of a list are soon met in time order."""
_AFTER_ALL = "\U0010ffff"
"""Sorts behind everything that may follow a prefix."""


def conditions(wanted: SessionFilter, table: FromClause = sessions, *, leads: bool = True) -> list[ColumnElement[bool]]:
    """All that the indexes hold, but time and page. `leads`: an index may be taken for one of them."""
    own = table.c
    keys = ((own.run_key, wanted.run_id), (own.user_key, wanted.user), (own.release_key, wanted.release))
    each: list[ColumnElement[bool]] = [(key if leads else key + 0) == key_of(value) for key, value in keys if value]
    if wanted.state is not None:
        each.append(own.state == wanted.state)
        if leads and wanted.state is not SessionState.DONE:  # said once more, as the index says it
            each.append(own.state != literal_column("'done'"))
    if wanted.success is not None:
        each.append(own.success == wanted.success)
    if wanted.blocking is not None:
        each.append(own.blocking > 0 if wanted.blocking else own.blocking == 0)
    if wanted.kind:
        each.append(own[wanted.kind] == true() if wanted.kind in set(FindingKind) else false())
    return each


def texts(wanted: SessionFilter, table: FromClause = sessions) -> list[ColumnElement[bool]]:
    """What stands in the row alone: the indexes hold hashes of it."""
    user = [table.c.user == wanted.user] if wanted.user else []
    return user + ([table.c.release == wanted.release] if wanted.release else [])


def between(wanted: SessionFilter, started_at: ColumnElement[int]) -> list[ColumnElement[bool]]:
    since = [started_at >= wanted.since] if wanted.since is not None else []
    return since + ([started_at < wanted.until] if wanted.until is not None else [])


def on_page(prefix: str, table: FromClause = sessions, *, leads: bool = True) -> list[ColumnElement[bool]]:
    """`leads`: the index of pages may be taken."""
    if not prefix:
        return []
    start = _begins(table.c.page_start if leads else table.c.page_start + "", prefix[:PAGE_START])
    return [start, *([_begins(table.c.page, prefix)] if len(prefix) > PAGE_START else [])]


def times_on_page(db: Connection, prefix: str) -> int:
    """How many sessions, up to FEW."""
    return count(db, sessions, on_page(prefix[:PAGE_START]), FEW)


def fewest(db: Connection, wanted: SessionFilter, most: int) -> int:
    """How many sessions the narrowest of the filters leaves that have an index in time order; `most` where it is more, or there are none."""
    keys = ((sessions.c.run_key, wanted.run_id), (sessions.c.user_key, wanted.user), (sessions.c.release_key, wanted.release))
    ways: list[tuple[FromClause, list[ColumnElement[bool]]]] = [(sessions, [key == key_of(value)]) for key, value in keys if value]
    if wanted.state is not None and wanted.state is not SessionState.DONE:
        ways.append((sessions, conditions(SessionFilter(state=wanted.state))))
    if wanted.pattern_id:
        ways.append((members, [members.c.pattern_id == root(db, wanted.pattern_id)]))
    left = most
    for table, way in ways:
        left = count(db, table, way, left) if left else 0
    return left


def in_order(wanted: SessionFilter) -> bool:
    """One of the filters has an index in time order."""
    return bool(wanted.run_id or wanted.user or wanted.release or wanted.pattern_id) or wanted.state not in (None, SessionState.DONE)


def span(db: Connection, wanted: SessionFilter) -> tuple[int, int] | None:
    """From when to when there are sessions of the release, or else of the run: both lie together in time. None where neither is asked for."""
    key = sessions.c.release_key == key_of(wanted.release) if wanted.release else sessions.c.run_key == key_of(wanted.run_id)
    if not wanted.release and not wanted.run_id:
        return None
    ends = [select(end(sessions.c.started_at)).where(key).scalar_subquery() for end in (func.min, func.max)]
    first, last = db.execute(select(*ends)).one()
    return None if first is None else (first, last)


def count(db: Connection, table: FromClause, which: list[ColumnElement[bool]], most: int) -> int:
    some: Select[Any] = select(literal_column("1")).select_from(table).where(*which).limit(most)
    return db.scalar(select(func.count()).select_from(some.subquery())) or 0


def root(db: Connection, pattern_id: str) -> str:
    return db.scalar(select(patterns.c.merged_into).where(patterns.c.id == pattern_id)) or pattern_id


def _begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _AFTER_ALL)
