"""What is searched for: words that a session is to hold, all of them; the last one may be the beginning of a word.

The words of the sessions stand in two orders. By word and time: the sessions that hold one are met latest first, without sorting. By time and
session: whether one holds any word that begins so is one step. Either step is a short one where the session before it began shortly after.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, literal_column, select, true

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
    """`begins`: any word that begins so. `times`: how often it stands in the catalogue, as far as that was counted; `counted`: to the end. `leads`: a
    list may walk it."""

    word: str
    begins: bool = False
    times: int = 0
    counted: bool = True
    leads: bool = True

    def within(self, table: FromClause) -> ColumnElement[bool]:
        if not self.begins:
            return table.c.word == self.word
        return and_(table.c.word >= self.word, table.c.word < self.word + _AFTER_ALL)

    def held_by(self, started_at: ColumnElement[int], session: ColumnElement[int]) -> ColumnElement[bool]:
        """Asked of one session after the other: a database that makes a join of it reads all that hold a common word."""
        own = words.alias()
        # Said so, of a whole word the index by word is taken, which the list is walked in too.
        at = own.c.started_at == started_at, own.c.session == session if self.begins else own.c.session.between(session, session)
        one: Select[Any] = select(literal_column("1")).select_from(own).where(*at, self.within(own)).limit(1)
        return one.correlate_except(own).scalar_subquery().is_not(None)

    def among(self, session: ColumnElement[int]) -> ColumnElement[bool]:
        """The same, from a set of all that hold it. Said to be true, so that no database makes a join of it; the limit, which is not met, tells it
        that the set is small."""
        own = words.alias()
        return session.in_(select(own.c.session).where(self.within(own)).limit(2 * self.times + 1)).is_(true())


def sought(db: Connection, asked: str, many: int) -> tuple[Sought, ...]:
    """The rarest first, each counted up to `many`; none where nothing is asked for."""
    *whole, last = split(asked)[:MOST] or [""]
    if not last:
        return ()
    each = [Sought(word=word) for word in dict.fromkeys(whole)] + [Sought(word=last, begins=True)]
    for most in (min(_FEW, many), many):
        counted = [replace(one, times=times_of(db, one, most)) for one in each]
        if min(one.times for one in counted) < most:
            break
    # What many words begin with is in no order of time: it would have to be sorted.
    told = [replace(one, counted=one.times < most, leads=not one.begins or one.times < most) for one in counted]
    return tuple(sorted(told, key=lambda one: (one.times, one.begins)))


def times_of(db: Connection, one: Sought, many: int) -> int:
    some: Select[Any] = select(literal_column("1")).select_from(words).where(one.within(words)).limit(many)
    return db.scalar(select(func.count()).select_from(some.subquery())) or 0
