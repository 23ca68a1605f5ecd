"""Lists of sessions, latest first, a page at a time.

The ids are found first, in an index that holds nearly all a filter looks at, and only the rows of the page are opened. The next page begins where the
last row stood, so that it costs the same however deep it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from onlooker.domain.catalogued import SessionFilter, SessionRow
from onlooker.stores.catalogue.filtering import FEW, between, conditions, on_page, root, texts, times_on_page
from onlooker.stores.catalogue.searched import searched
from onlooker.stores.catalogue.searching import MANY, sought
from onlooker.stores.catalogue.sessions import session_of
from onlooker.stores.catalogue.tables import members, sessions
from onlooker.stores.catalogue.walk import Walk


def find(db: Connection, wanted: SessionFilter, walk: Walk, limit: int, *, many: int = MANY) -> tuple[SessionRow, ...]:
    """`many`: up to where sessions that hold a word are counted."""
    page = _page_of(db, wanted, walk, many)
    ids = page.limit(limit).subquery()
    rows = select(sessions).join(ids, ids.c.id == sessions.c.id).order_by(*walk.order(sessions.c.started_at, sessions.c.id))
    return tuple(map(session_of, db.execute(rows)))


def _page_of(db: Connection, wanted: SessionFilter, walk: Walk, many: int) -> Select[Any]:
    if asked := sought(db, wanted.text, many):
        return searched(db, wanted, asked, walk, many)
    return _of_pattern(db, wanted, walk) if wanted.pattern_id else _of_all(db, wanted, walk)


def _of_all(db: Connection, wanted: SessionFilter, walk: Walk) -> Select[tuple[int]]:
    beyond = [*between(wanted, sessions.c.started_at), *walk.beyond(sessions.c.started_at, sessions.c.id)]
    # Postgres knows how many pages begin with a prefix. SQLite does not: it is counted, as far as it matters, and SQLite told which index to take
    # by making expressions of the columns that lead the others, for which it takes none.
    if not wanted.page or db.dialect.name != "sqlite":
        found = select(sessions.c.id).where(*conditions(wanted), *texts(wanted), *on_page(wanted.page), *beyond)
        return found.order_by(*walk.order(sessions.c.started_at, sessions.c.id))
    if times_on_page(db, wanted.page) < FEW:
        found = select(sessions.c.id).where(*conditions(wanted, leads=False), *texts(wanted), *on_page(wanted.page), *beyond)
        return found.order_by(*walk.order(sessions.c.started_at + 0, sessions.c.id))
    found = select(sessions.c.id).where(*conditions(wanted), *texts(wanted), *on_page(wanted.page, leads=False), *beyond)
    return found.order_by(*walk.order(sessions.c.started_at, sessions.c.id))


def _of_pattern(db: Connection, wanted: SessionFilter, walk: Walk) -> Select[tuple[int]]:
    """Walks the pattern's members, which stand in time order too."""
    ids = select(sessions.c.id).join_from(members, sessions, members.c.session == sessions.c.id)
    ids = ids.where(members.c.pattern_id == root(db, wanted.pattern_id), *conditions(wanted), *texts(wanted), *on_page(wanted.page))
    if wanted.run_id:
        ids = ids.where(members.c.run_id == wanted.run_id)
    ids = ids.where(*between(wanted, members.c.started_at), *walk.beyond(members.c.started_at, members.c.session))
    return ids.order_by(*walk.order(members.c.started_at, members.c.session))
