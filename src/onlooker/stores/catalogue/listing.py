"""Lists of sessions, latest first, a page at a time.

The ids are found first, in an index that holds all a filter looks at, and only the rows of the page are opened. The next page begins where the
last row stood, so that it costs the same however deep it is.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Select, and_, false, literal_column, or_, select, true

from onlooker.domain.catalogued import SessionFilter, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.stores.catalogue.sessions import PAGE_START, at, key_of, session_of
from onlooker.stores.catalogue.tables import members, patterns, sessions

_AFTER_ALL = "\U0010ffff"
"""Sorts behind everything that may follow a prefix."""


def find(db: Connection, wanted: SessionFilter, after: tuple[int, str, str] | None, limit: int) -> tuple[SessionRow, ...]:
    if wanted.pattern_id:
        into = db.scalar(select(patterns.c.merged_into).where(patterns.c.id == wanted.pattern_id))
        page = _of_pattern(replace(wanted, pattern_id=into or wanted.pattern_id), after)
    else:
        page = _of_all(wanted, after)
    ids = page.limit(limit).subquery()
    rows = select(sessions).join(ids, ids.c.id == sessions.c.id).order_by(sessions.c.started_at.desc(), sessions.c.id.desc())
    return tuple(map(session_of, db.execute(rows)))


def _of_all(wanted: SessionFilter, after: tuple[int, str, str] | None) -> Select[tuple[int]]:
    ids = select(sessions.c.id).where(*_conditions(wanted), *_beyond(sessions.c.started_at, sessions.c.id, after))
    return ids.order_by(sessions.c.started_at.desc(), sessions.c.id.desc())


def _of_pattern(wanted: SessionFilter, after: tuple[int, str, str] | None) -> Select[tuple[int]]:
    """Walks the pattern's members, which stand in time order too."""
    ids = select(sessions.c.id).join_from(members, sessions, members.c.session == sessions.c.id)
    ids = ids.where(members.c.pattern_id == wanted.pattern_id, *_conditions(wanted), *_beyond(members.c.started_at, members.c.session, after))
    if wanted.run_id:
        ids = ids.where(members.c.run_id == wanted.run_id)
    return ids.order_by(members.c.started_at.desc(), members.c.session.desc())


def _conditions(wanted: SessionFilter) -> list[ColumnElement[bool]]:
    each: list[ColumnElement[bool]] = []
    if wanted.run_id:
        each.append(sessions.c.run_id == wanted.run_id)
    if wanted.user:
        each.append(and_(sessions.c.user_key == key_of(wanted.user), sessions.c.user == wanted.user))
    if wanted.release:
        each.append(and_(sessions.c.release_key == key_of(wanted.release), sessions.c.release == wanted.release))
    if wanted.page:
        each.append(_begins(sessions.c.page_start, wanted.page[:PAGE_START]))
    if len(wanted.page) > PAGE_START:
        each.append(_begins(sessions.c.page, wanted.page))
    if wanted.since is not None:
        each.append(sessions.c.started_at >= wanted.since)
    if wanted.until is not None:
        each.append(sessions.c.started_at < wanted.until)
    if wanted.state is not None:
        each.append(sessions.c.state == wanted.state)
        if wanted.state is not SessionState.DONE:  # said once more, as the index says it
            each.append(sessions.c.state != literal_column("'done'"))
    if wanted.success is not None:
        each.append(sessions.c.success == wanted.success)
    if wanted.blocking is not None:
        each.append(sessions.c.blocking > 0 if wanted.blocking else sessions.c.blocking == 0)
    if wanted.kind:
        each.append(sessions.c[wanted.kind] == true() if wanted.kind in set(FindingKind) else false())
    return each


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _AFTER_ALL)


def _beyond(started_at: ColumnElement[int], session: ColumnElement[int], after: tuple[int, str, str] | None) -> tuple[ColumnElement[bool], ...]:
    if after is None:
        return ()
    at_ms, run_id, place = after
    last = select(sessions.c.id).where(at(run_id, place)).scalar_subquery()
    return (started_at <= at_ms, or_(started_at < at_ms, session < last))
