"""The words a session is searched by: of who it was, where, what for, and what went wrong.

One row for each word of a session. A rare word leads to its sessions; common ones are asked of each session that the list comes by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, delete, exists, func, literal_column, select

from onlooker.domain.catalogued import FindingRow, SessionRow
from onlooker.domain.evidence import Status
from onlooker.stores.catalogue.tables import words
from onlooker.stores.catalogue.writing import insert

MOST = 80
"""Words of one session; those of its ids, and then of its findings, come first."""
_LONGEST = 40
_WORD = re.compile(r"\w+")
FEW = 3_000
"""So many sessions are looked up and sorted in some 10 ms. A word that more of a million hold is met soon enough on a walk in time order."""
_BEGUN = 60
"""Words that a beginning may stand for."""
_AFTER_ALL = "\U0010ffff"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What sessions are to hold: of each tuple one word at least. `rare`: the first of them is held by so few that they are looked up one by one, and
    sorted; else the list is walked as it would be without words, and each session that is met is asked for them."""

    each: tuple[tuple[str, ...], ...]
    rare: bool

    def conditions(self, started_at: ColumnElement[int], session: ColumnElement[int]) -> list[ColumnElement[bool]]:
        first, *others = self.each
        if not self.rare:
            return [_holds(some, started_at, session) for some in self.each]
        return [session.in_(select(words.c.session).where(_one_of(words, first))), *(_holds(some, started_at, session) for some in others)]


def held(db: Connection, asked: str) -> Held | None:
    """None where nothing is asked for."""
    *whole, last = split(asked)[:MOST] or [""]
    if not last:
        return None
    each = [(word,) for word in dict.fromkeys(whole)] + [_beginning(db, last)]
    counted = sorted((_count(db, some), some) for some in each)
    return Held(each=tuple(some for _, some in counted), rare=counted[0][0] < FEW)


def _beginning(db: Connection, start: str) -> tuple[str, ...]:
    """The words that begin so, the first of them where there are very many; itself where there is none. Each is one step in the index."""
    found: list[str] = []
    after = words.c.word >= start
    while len(found) < _BEGUN:
        word = db.scalar(select(words.c.word).where(after, words.c.word < start + _AFTER_ALL).order_by(words.c.word).limit(1))
        if word is None:
            break
        found.append(word)
        after = words.c.word > word
    return tuple(found) or (start,)


def _holds(some: tuple[str, ...], started_at: ColumnElement[int], session: ColumnElement[int]) -> ColumnElement[bool]:
    other = words.alias()
    return exists().where(_one_of(other, some), other.c.started_at == started_at, other.c.session == session)


def _one_of(table: FromClause, some: tuple[str, ...]) -> ColumnElement[bool]:
    return table.c.word == some[0] if len(some) == 1 else table.c.word.in_(some)


def _count(db: Connection, some: tuple[str, ...]) -> int:
    counted = select(literal_column("1")).select_from(words).where(_one_of(words, some)).limit(FEW).subquery()
    return db.scalar(select(func.count()).select_from(counted)) or 0


def _texts(row: SessionRow, found: Sequence[FindingRow]) -> Iterator[str]:
    yield from (row.session_id, row.user, row.release, row.name)
    yield from (one.title for one in found if one.status != Status.REFUTED)
    goal, path = row.examined.get("goal"), row.examined.get("path")
    yield from (goal if isinstance(goal, str) else "", row.reason, row.page)
    yield from (page for page in (path if isinstance(path, list | tuple) else ()) if isinstance(page, str))
