"""Lists of sessions, latest first, a page at a time.

The ids are found first, in an index that holds nearly all a filter looks at, and only the rows of the page are opened. The next page begins where the
last row stood, so that it costs the same however deep it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, false, func, literal_column, or_, select, true

from onlooker.domain.catalogued import SessionFilter, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.stores.catalogue.searching import MANY, Sought, sought
from onlooker.stores.catalogue.sessions import PAGE_START, at, key_of, session_of
from onlooker.stores.catalogue.tables import members, patterns, sessions, words

_AFTER_ALL = "\U0010ffff"
"""Sorts behind everything that may follow a prefix."""
_FEW = 50_000
"""So many sessions of a page are sorted in a few ms. Where there are more it is at least one in twenty of a million, and those of a list are soon met
in time order."""

Place = tuple[int, str, str]
"""Of a session in a list: started_at, run_id, place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """On from `last`, or from the beginning; `back`: towards the beginning, nearest first."""

    last: Place | None = None
    back: bool = False

    def beyond(self, started_at: ColumnElement[int], session: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
        if self.last is None:
            return ()
        at_ms, run_id, place = self.last
        last = select(sessions.c.id).where(at(run_id, place)).scalar_subquery()
        if self.back:
            return (started_at >= at_ms, or_(started_at > at_ms, session > last))
        return (started_at <= at_ms, or_(started_at < at_ms, session < last))

    def order(self, *columns: ColumnElement[int]) -> list[ColumnElement[int]]:
        return [column.asc() if self.back else column.desc() for column in columns]


def find(db: Connection, wanted: SessionFilter, walk: Walk, limit: int, *, many: int = MANY) -> tuple[SessionRow, ...]:
    """`many`: up to where sessions that hold a word are counted."""
    page = _page_of(db, wanted, walk, many)
    ids = page.limit(limit).subquery()
    rows = select(sessions).join(ids, ids.c.id == sessions.c.id).order_by(*walk.order(sessions.c.started_at, sessions.c.id))
    return tuple(map(session_of, db.execute(rows)))


def _page_of(db: Connection, wanted: SessionFilter, walk: Walk, many: int) -> Select[Any]:
    asked = sought(db, wanted.text, many)
    first = next((one for one in asked if one.leads), None)
    if first is not None and _fewest(db, wanted, first.times) >= first.times:
        return _of_word(db, wanted, first, [one for one in asked if one is not first], walk)
    ids = _of_pattern(db, wanted, walk) if wanted.pattern_id else _of_all(db, wanted, walk)
    return ids.where(*(one.held_by(sessions.c.id) for one in asked))


def _of_word(db: Connection, wanted: SessionFilter, first: Sought, others: Sequence[Sought], walk: Walk) -> Select[Any]:
    """Walks the sessions that hold a word, and opens their rows where those are asked for something else."""
    led = select(words.c.started_at, words.c.session).where(first.within(words), *_between(wanted, words.c.started_at))
    led = led.where(*walk.beyond(words.c.started_at, words.c.session))
    if first.begins:  # of several words: sorted before anything is asked of one session. The limit, which is not met, keeps that apart
        led = led.distinct().order_by(*walk.order(words.c.started_at, words.c.session)).limit(MANY)
    met = led.subquery()
    ids = select(met.c.session.label("id"))
    if filters := [*_conditions(wanted, leads=False), *_page(wanted.page, sessions.c.page_start + "")]:
        own = sessions.c.id.between(met.c.session, met.c.session) if db.dialect.name == "sqlite" else sessions.c.id == met.c.session
        # Said so, SQLite goes by the index of time, which holds what is filtered by; of an id that equals it would open the row.
        ids = ids.join(sessions, and_(sessions.c.started_at == met.c.started_at, own)).where(*filters)
    if wanted.pattern_id:
        ids = ids.where(_affected(met, _root(db, wanted.pattern_id), wanted.run_id))
    return ids.where(*(one.held_by(met.c.session) for one in others)).order_by(*walk.order(met.c.started_at, met.c.session))


def _affected(met: FromClause, pattern_id: str, run_id: str) -> ColumnElement[bool]:
    own = members.alias()
    one: Select[Any] = select(literal_column("1")).select_from(own).where(own.c.pattern_id == pattern_id, own.c.session == met.c.session)
    one = one.where(own.c.started_at == met.c.started_at, *([own.c.run_id == run_id] if run_id else []))
    return one.limit(1).correlate_except(own).scalar_subquery().is_not(None)


def _fewest(db: Connection, wanted: SessionFilter, most: int) -> int:
    """How many sessions the narrowest of the filters leaves that have an index of their own; `most` where it is more, or there are none."""
    keys = ((sessions.c.run_key, wanted.run_id), (sessions.c.user_key, wanted.user), (sessions.c.release_key, wanted.release))
    ways: list[tuple[FromClause, list[ColumnElement[bool]]]] = [(sessions, [key == key_of(value)]) for key, value in keys if value]
    ways.append((sessions, _page(wanted.page[:PAGE_START], sessions.c.page_start)))
    if wanted.state is not None and wanted.state is not SessionState.DONE:
        ways.append((sessions, _conditions(SessionFilter(state=wanted.state))))
    if wanted.pattern_id:
        ways.append((members, [members.c.pattern_id == _root(db, wanted.pattern_id)]))
    fewest = most
    for table, conditions in ways:
        if conditions and fewest:
            some: Select[Any] = select(literal_column("1")).select_from(table).where(*conditions).limit(fewest)
            fewest = db.scalar(select(func.count()).select_from(some.subquery())) or 0
    return fewest


def _root(db: Connection, pattern_id: str) -> str:
    return db.scalar(select(patterns.c.merged_into).where(patterns.c.id == pattern_id)) or pattern_id


def _of_all(db: Connection, wanted: SessionFilter, walk: Walk) -> Select[tuple[int]]:
    beyond = [*_between(wanted, sessions.c.started_at), *walk.beyond(sessions.c.started_at, sessions.c.id)]
    # Postgres knows how many pages begin with a prefix. SQLite does not: it is counted, as far as it matters, and SQLite told which index to take
    # by making expressions of the columns that lead the others, for which it takes none.
    if not wanted.page or db.dialect.name != "sqlite":
        found = select(sessions.c.id).where(*_conditions(wanted), *_page(wanted.page, sessions.c.page_start), *beyond)
        return found.order_by(*walk.order(sessions.c.started_at, sessions.c.id))
    if _count(db, wanted.page) < _FEW:
        found = select(sessions.c.id).where(*_conditions(wanted, leads=False), *_page(wanted.page, sessions.c.page_start), *beyond)
        return found.order_by(*walk.order(sessions.c.started_at + 0, sessions.c.id))
    found = select(sessions.c.id).where(*_conditions(wanted), *_page(wanted.page, sessions.c.page_start + ""), *beyond)
    return found.order_by(*walk.order(sessions.c.started_at, sessions.c.id))


def _count(db: Connection, prefix: str) -> int:
    some: Select[Any] = select(literal_column("1")).select_from(sessions).where(*_page(prefix[:PAGE_START], sessions.c.page_start)).limit(_FEW)
    return db.scalar(select(func.count()).select_from(some.subquery())) or 0


def _of_pattern(db: Connection, wanted: SessionFilter, walk: Walk) -> Select[tuple[int]]:
    """Walks the pattern's members, which stand in time order too."""
    ids = select(sessions.c.id).join_from(members, sessions, members.c.session == sessions.c.id)
    ids = ids.where(members.c.pattern_id == _root(db, wanted.pattern_id), *_conditions(wanted), *_page(wanted.page, sessions.c.page_start))
    if wanted.run_id:
        ids = ids.where(members.c.run_id == wanted.run_id)
    ids = ids.where(*_between(wanted, members.c.started_at), *walk.beyond(members.c.started_at, members.c.session))
    return ids.order_by(*walk.order(members.c.started_at, members.c.session))


def _conditions(wanted: SessionFilter, *, leads: bool = True) -> list[ColumnElement[bool]]:
    """All but time, page and pattern. `leads`: an index may be taken for one of them."""
    each: list[ColumnElement[bool]] = []
    if wanted.run_id:
        each.append(_key(sessions.c.run_key, leads) == key_of(wanted.run_id))
    if wanted.user:
        each.append(and_(_key(sessions.c.user_key, leads) == key_of(wanted.user), sessions.c.user == wanted.user))
    if wanted.release:
        each.append(and_(_key(sessions.c.release_key, leads) == key_of(wanted.release), sessions.c.release == wanted.release))
    if wanted.state is not None:
        each.append(sessions.c.state == wanted.state)
        if leads and wanted.state is not SessionState.DONE:  # said once more, as the index says it
            each.append(sessions.c.state != literal_column("'done'"))
    if wanted.success is not None:
        each.append(sessions.c.success == wanted.success)
    if wanted.blocking is not None:
        each.append(sessions.c.blocking > 0 if wanted.blocking else sessions.c.blocking == 0)
    if wanted.kind:
        each.append(sessions.c[wanted.kind] == true() if wanted.kind in set(FindingKind) else false())
    return each


def _between(wanted: SessionFilter, started_at: ColumnElement[int]) -> list[ColumnElement[bool]]:
    since = [started_at >= wanted.since] if wanted.since is not None else []
    return since + ([started_at < wanted.until] if wanted.until is not None else [])


def _key(column: ColumnElement[int], leads: bool) -> ColumnElement[int]:
    return column if leads else column + 0


def _page(prefix: str, start: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """`start` is the column that holds how pages begin."""
    if not prefix:
        return []
    return [_begins(start, prefix[:PAGE_START]), *([_begins(sessions.c.page, prefix)] if len(prefix) > PAGE_START else [])]


def _begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _AFTER_ALL)
