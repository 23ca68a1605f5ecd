"""Where a page of a list begins, and which way it goes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from onlooker.stores.catalogue.sessions import at
from onlooker.stores.catalogue.tables import sessions

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
