"""A list by words: what is rarest is walked in time order, and each session that is met is asked for the rest.

To look a session up costs much less where the one before lay beside it. So the walk is in time order always, by a word, a filter, or the sessions of
a page, sorted; it asks for words first, whose indexes are in time order too, then for what filters say, and opens a row last of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, literal_column, select, true

from onlooker.domain.catalogued import SessionFilter
from onlooker.stores.catalogue.filtering import FEW, between, conditions, fewest, in_order, on_page, root, span, texts, times_on_page
from onlooker.stores.catalogue.searching import Sought, times_of
from onlooker.stores.catalogue.tables import members, sessions, words
from onlooker.stores.catalogue.walk import Walk

_FILTER = 5
"""To ask a session for a word costs so much less than to ask it for what a filter says; for the beginning of one it costs as much."""
_SET = 4
"""To ask a session for what stands in no short order of its own, or to open its row, costs so much more than to put the number of one into a set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """What each session that is met is asked for. `walked`: so many are met at most, as far as that was counted; `paged` how many sessions are of the
    page, up to FEW, None where they are what is walked, or no page is asked for. `sets`: the beginnings of words that are to be read whole."""

    wanted: SessionFilter
    asked: Sequence[Sought]
    walked: int
    paged: int | None
    sets: Sequence[Sought] = ()

    def of(self, at: ColumnElement[int], session: ColumnElement[int], *, filters: bool = True) -> list[ColumnElement[bool]]:
        """The words first. `filters`: what the indexes of sessions hold is to be asked too."""
        own, opened = sessions.alias(), sessions.alias()
        asked = [*(one.among(session) for one in self.sets), *(one.held_by(at, session) for one in self.asked)]
        row = texts(self.wanted, opened)
        if self.paged is not None and self.paged < min(FEW, _SET * self.walked):
            asked.append(_among(session, self.wanted.page))
        elif self.paged is not None:
            row += on_page(self.wanted.page, opened, leads=False)
        if filters and (small := conditions(self.wanted, own, leads=False)):
            asked.append(_row(at, session, own, small))
        return [*asked, _row(at, session, opened, row)] if row else asked


def _among(session: ColumnElement[int], page: str) -> ColumnElement[bool]:
    """Said to be true, so that no database makes a join of it; the limit, which is not met, tells it that the set is small."""
    own = sessions.alias()
    return session.in_(select(own.c.id).where(*on_page(page, own)).limit(2 * FEW)).is_(true())


def _row(at: ColumnElement[int], session: ColumnElement[int], own: FromClause, asked: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Asked of one session after the other. Said so, both databases go by the index of time, which holds most of what is filtered by; of an id that
    equals another they would open the row."""
    one: Select[Any] = select(literal_column("1")).select_from(own).where(own.c.started_at == at, own.c.id.between(session, session), *asked)
    return one.limit(1).correlate_except(own).scalar_subquery().is_not(None)


def searched(db: Connection, wanted: SessionFilter, asked: Sequence[Sought], walk: Walk, many: int) -> Select[Any]:
    """`asked`: the rarest first; `many`: up to where they were counted."""
    first = next((one for one in asked if one.leads), None)
    if first is not None and not first.counted and in_order(wanted):
        first = replace(first, times=(times := times_of(db, first, FEW)), counted=times < FEW)
    if first is None or not first.counted:
        by_filter, walked = first is None or in_order(wanted), many
    else:
        most = first.times if first.begins else min(_FILTER * first.times, 2 * FEW)
        narrow = fewest(db, wanted, most)
        by_filter = narrow < most
        walked = narrow if by_filter else first.times
    paged = times_on_page(db, wanted.page) if wanted.page else None
    if paged is not None and 2 * paged < walked:
        return _along(db, _of_page(wanted, walk), _rest(db, wanted, asked, paged, None), walk, ordered=True)
    if first is not None and not by_filter:
        others = [one for one in asked if (one.word, one.begins) != (first.word, first.begins)]
        led = _of_word(_within_span(db, wanted), first, walk)
        return _along(db, led, _rest(db, wanted, others, walked, paged), walk, ordered=first.begins)
    rest = _rest(db, wanted, asked, walked, paged) if in_order(wanted) else _Rest(wanted=wanted, asked=asked, walked=walked, paged=paged)
    return _of_pattern(db, rest, walk) if wanted.pattern_id else _of_filter(rest, walk)


def _rest(db: Connection, wanted: SessionFilter, asked: Sequence[Sought], walked: int, paged: int | None) -> _Rest:
    """Where sessions far from one another are met."""
    most = min(FEW, _SET * walked)
    begins = [replace(one, times=times_of(db, one, most)) for one in asked if one.begins]
    sets = tuple(one for one in begins if one.times < most)
    return _Rest(wanted=wanted, asked=[one for one in asked if not one.begins or not sets], walked=walked, paged=paged, sets=sets)


def _within_span(db: Connection, wanted: SessionFilter) -> SessionFilter:
    """Of a release, and mostly of a run, the sessions lie together in time: no other is met."""
    ends = span(db, wanted)
    if ends is None:
        return wanted
    since = ends[0] if wanted.since is None else max(ends[0], wanted.since)
    until = ends[1] + 1 if wanted.until is None else min(ends[1] + 1, wanted.until)
    return replace(wanted, since=since, until=until)


def _of_word(wanted: SessionFilter, first: Sought, walk: Walk) -> Select[Any]:
    at, session = words.c.started_at + 0 if first.begins else words.c.started_at, words.c.session  # several words: by no index of time
    led = select(at.label("started_at"), session).where(first.within(words), *between(wanted, at), *walk.beyond(at, session))
    if first.begins:  # sorted before anything is asked of one session. The limit, which is not met, keeps that apart
        led = led.distinct().order_by(*walk.order(at, session)).limit(2 * first.times)
    return led


def _of_page(wanted: SessionFilter, walk: Walk) -> Select[Any]:
    at, session = sessions.c.started_at + 0, sessions.c.id  # so that SQLite takes no index of time
    led = select(at.label("started_at"), session.label("session")).where(*on_page(wanted.page), *between(wanted, at), *walk.beyond(at, session))
    return led.order_by(*walk.order(at, session)).limit(2 * FEW)


def _along(db: Connection, led: Select[Any], rest: _Rest, walk: Walk, *, ordered: bool) -> Select[Any]:
    """`ordered`: what is led by was sorted, and is not walked in an index."""
    wanted, met = rest.wanted, led.subquery()
    ids = select(met.c.session.label("id")).where(*rest.of(met.c.started_at, met.c.session))
    if wanted.pattern_id:
        ids = ids.where(_affected(met, root(db, wanted.pattern_id), wanted.run_id))
    # What was sorted already SQLite would sort once more, and ask all of it before. It reads it in the order in which it was sorted.
    return ids if ordered and db.dialect.name == "sqlite" else ids.order_by(*walk.order(met.c.started_at, met.c.session))


def _of_filter(rest: _Rest, walk: Walk) -> Select[Any]:
    at, session = sessions.c.started_at, sessions.c.id
    ids = select(session).where(*conditions(rest.wanted), *between(rest.wanted, at), *walk.beyond(at, session))
    return ids.where(*rest.of(at, session, filters=False)).order_by(*walk.order(at, session))


def _of_pattern(db: Connection, rest: _Rest, walk: Walk) -> Select[Any]:
    wanted, at, session = rest.wanted, members.c.started_at, members.c.session
    ids = select(session.label("id")).where(members.c.pattern_id == root(db, wanted.pattern_id), *between(wanted, at), *walk.beyond(at, session))
    if wanted.run_id:
        ids = ids.where(members.c.run_id == wanted.run_id)
    return ids.where(*rest.of(at, session)).order_by(*walk.order(at, session))


def _affected(met: FromClause, pattern_id: str, run_id: str) -> ColumnElement[bool]:
    own = members.alias()
    one: Select[Any] = select(literal_column("1")).select_from(own).where(own.c.pattern_id == pattern_id, own.c.session == met.c.session)
    one = one.where(own.c.started_at == met.c.started_at, *([own.c.run_id == run_id] if run_id else []))
    return one.limit(1).correlate_except(own).scalar_subquery().is_not(None)
