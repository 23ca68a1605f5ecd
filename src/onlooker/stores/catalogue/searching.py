"""What is searched for: words that a session is to hold, all of them; the last one may be the beginning of a word.

The words of the sessions stand in two orders. By word and time: the sessions that hold one are met latest first, without sorting. By session: whether
one holds a word, or any that begins so, is one step. So a list walks what is rarest, and asks each session that it meets for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, literal_column, select

from onlooker.stores.catalogue.tables import words
from onlooker.stores.catalogue.words import MOST, split

MANY = 20_000
"""So far sessions are counted: those that two words share, each held by more of a million, are met soon."""
_FEW = 1_000
"""Where a word is as rare as this the others are not counted any further."""
_AFTER_ALL = "\U0010ffff"
"""Sorts behind everything that may follow a beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """`begins`: any word that begins so. `times`: how often it stands in the catalogue, as far as it was counted. `leads`: a list may walk it."""

    word: str
    begins: bool = False
    times: int = 0
    leads: bool = True

    def within(self, table: FromClause) -> ColumnElement[bool]:
        if not self.begins:
            return table.c.word == self.word
        return and_(table.c.word >= self.word, table.c.word < self.word + _AFTER_ALL)

    def held_by(self, session: ColumnElement[int]) -> ColumnElement[bool]:
        """Asked of one session after the other: a database that makes a join of it reads all that hold a common word."""
        own = words.alias()
        one: Select[Any] = select(literal_column("1")).select_from(own).where(own.c.session == session, self.within(own)).limit(1)
        return one.correlate_except(own).scalar_subquery().is_not(None)


def sought(db: Connection, asked: str, many: int) -> tuple[Sought, ...]:
    """The rarest first, each counted up to `many`; none where nothing is asked for."""
    *whole, last = split(asked)[:MOST] or [""]
    if not last:
        return ()
    each = [Sought(word=word) for word in dict.fromkeys(whole)] + [Sought(word=last, begins=True)]
    for most in (min(_FEW, many), many):
        counted = [replace(one, times=_times(db, one, most)) for one in each]
        if min(one.times for one in counted) < most:
            break
    # What many words begin with is in no order of time: it would have to be sorted.
    told = [replace(one, leads=not one.begins or one.times < most) for one in counted]
    return tuple(sorted(told, key=lambda one: (one.times, one.begins)))


def _times(db: Connection, one: Sought, many: int) -> int:
    some: Select[Any] = select(literal_column("1")).select_from(words).where(one.within(words)).limit(many)
    return db.scalar(select(func.count()).select_from(some.subquery())) or 0
