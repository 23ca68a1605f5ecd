"""Money: what is set aside for calls under way, and what answered calls cost."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from onlooker.domain.catalogued import Expense
from onlooker.stores.catalogue.tables import aside, expenses
from onlooker.stores.catalogue.writing import alone, insert, replace

_FIELDS = tuple(field.name for field in fields(Expense))
_KEY = ("run_id", "request_key")
_DUST = 1e-9
"""USD: a sum of floats may miss the cap by less than a token costs."""


def set_aside(db: Connection, run_id: str, key: str, usd: float, cap_usd: float) -> float | None:
    alone(db, f"money of {run_id}")
    spent = select(func.sum(expenses.c.cost)).where(expenses.c.run_id == run_id, ~expenses.c.saved).scalar_subquery()
    others = select(func.sum(aside.c.usd)).where(aside.c.run_id == run_id, aside.c.request_key != key).scalar_subquery()
    # In one statement, so that what is booked meanwhile is in one of the two.
    taken = db.scalar(select(func.coalesce(spent, 0.0) + func.coalesce(others, 0.0)))
    left = cap_usd - float(taken or 0.0)
    if usd > left + _DUST:
        return max(left, 0.0)
    replace(db, aside, {"run_id": run_id, "request_key": key, "usd": usd}, _KEY)
    return None


def spend(db: Connection, expense: Expense) -> None:
    """A paid call replaces the same one taken from the cache, and nothing replaces a paid one. Where no price is known, what was set aside
    stays so."""
    values = {name: getattr(expense, name) for name in _FIELDS}
    booking = insert(db, expenses).values(values)
    booking = booking.on_conflict_do_update(
        index_elements=_KEY,
        set_={name: booking.excluded[name] for name in _FIELDS if name not in _KEY},
        where=expenses.c.saved & ~booking.excluded.saved,
    )
    db.execute(booking)
    if expense.cost is not None:
        give_back(db, expense.run_id, expense.request_key)


def give_back(db: Connection, run_id: str, key: str) -> None:
    db.execute(delete(aside).where(aside.c.run_id == run_id, aside.c.request_key == key))


def of_run(db: Connection, run_id: str) -> tuple[Expense, ...]:
    """In the order of their answers."""
    wanted = select(*(expenses.c[name] for name in _FIELDS)).where(expenses.c.run_id == run_id)
    return tuple(map(_expense, db.execute(wanted.order_by(expenses.c.at, expenses.c.request_key))))


def _expense(row: Row[Any]) -> Expense:
    return Expense(**row._mapping)
