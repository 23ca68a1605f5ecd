"""The words a session is searched by: of who it was, where, what for, and what went wrong.

One row for each word of a session, in time order within a word: a list by a word is walked as any other, latest first, and further words are looked
up for each session that is met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, delete, exists, func, literal_column, select

from onlooker.domain.catalogued import FindingRow, SessionRow
from onlooker.domain.evidence import Status
from onlooker.stores.catalogue.tables import words
from onlooker.stores.catalogue.writing import insert

MOST = 80
"""Words of one session; those of its ids, and then of its findings, come first."""
_LONGEST = 40
_WORD = re.compile(r"\w+")
_FEW = 50_000
"""Up to so many rows a beginning of a word is looked up; one that is more common than that is taken for a whole word."""
_AFTER_ALL = "\U0010ffff"
_Way = Callable[[FromClause], ColumnElement[bool]]


def words_of(row: SessionRow, found: Sequence[FindingRow] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for told in _texts(row, found) for word in split(told)))[:MOST]


def split(told: str) -> list[str]:
    """Long words by their beginning, without single letters of the Latin alphabet."""
    return [word[:_LONGEST] for word in _WORD.findall(told.casefold()) if len(word) > 1 or not word.isascii() or word.isdigit()]


def add(db: Connection, session: int, row: SessionRow, found: Sequence[FindingRow]) -> None:
    new = [{"word": word, "started_at": row.started_at, "session": session} for word in words_of(row, found)]
    if new:
        db.execute(insert(db, words).on_conflict_do_nothing(), new)


def drop(db: Connection, session: int, row: SessionRow, found: Sequence[FindingRow]) -> None:
    """Those of the row as it was."""
    gone = words.c.word.in_(words_of(row, found)), words.c.started_at == row.started_at, words.c.session == session
    db.execute(delete(words).where(*gone))


def holding(db: Connection, asked: str) -> Select[Any] | None:
    """Sessions that hold all that is asked for, as `started_at` and `session`; None where that is nothing. The rarest word is walked."""
    *whole, last = split(asked)[:MOST] or [""]
    if not last:
        return None
    ways = [(_count(db, _is(word)), word, _is(word)) for word in whole]
    begun = _count(db, _begins(last))
    ways.append((begun, last, _begins(last)) if begun < _FEW else (_count(db, _is(last)), last, _is(last)))
    (_, _, lead), *others = sorted(ways, key=lambda way: way[:2])
    found = select(words.c.started_at, words.c.session).where(lead(words)).distinct()
    for _, _, way in others:
        other = words.alias()
        found = found.where(exists().where(way(other), other.c.started_at == words.c.started_at, other.c.session == words.c.session))
    return found


def _is(word: str) -> _Way:
    return lambda table: table.c.word == word


def _begins(word: str) -> _Way:
    return lambda table: and_(table.c.word >= word, table.c.word < word + _AFTER_ALL)


def _count(db: Connection, way: _Way) -> int:
    some = select(literal_column("1")).select_from(words).where(way(words)).limit(_FEW).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def _texts(row: SessionRow, found: Sequence[FindingRow]) -> Iterator[str]:
    yield from (row.session_id, row.user, row.release, row.name)
    yield from (one.title for one in found if one.status != Status.REFUTED)
    goal, path = row.examined.get("goal"), row.examined.get("path")
    yield from (goal if isinstance(goal, str) else "", row.reason, row.page)
    yield from (page for page in (path if isinstance(path, list | tuple) else ()) if isinstance(page, str))
