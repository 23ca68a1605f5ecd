"""Runs: begun, foreseen, ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, case, func, literal_column, select, update

from onlooker.domain.catalogued import RunRow, RunState, SessionState, Tally
from onlooker.stores.catalogue.sessions import in_run
from onlooker.stores.catalogue.tables import expenses, runs, sessions
from onlooker.stores.catalogue.writing import insert, now_ms

_AT_ONCE = 1_000
_ENDED = (SessionState.DONE, SessionState.FAILED, SessionState.SKIPPED)
_FIELDS = tuple(field.name for field in fields(RunRow))


def begin(db: Connection, run: RunRow) -> None:
    db.execute(insert(db, runs).values({name: getattr(run, name) for name in _FIELDS}).on_conflict_do_nothing())


def one(db: Connection, run_id: str) -> RunRow | None:
    found = db.execute(select(runs).where(runs.c.id == run_id)).one_or_none()
    return None if found is None else _run(found)


def latest(db: Connection, limit: int) -> tuple[RunRow, ...]:
    return tuple(map(_run, db.execute(select(runs).order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(limit))))


def of_ids(db: Connection, ids: Collection[str]) -> dict[str, RunRow]:
    wanted = sorted(ids)
    parts = (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
    return {row.id: _run(row) for part in parts for row in db.execute(select(runs).where(runs.c.id.in_(part)))}


def unfinished(db: Connection, key: str) -> RunRow | None:
    wanted = select(runs).where(runs.c.key == key, runs.c.state == RunState.RUNNING)
    found = db.execute(wanted.order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(1)).one_or_none()
    return None if found is None else _run(found)


def foresee(db: Connection, run_id: str, estimate: Mapping[str, object]) -> None:
    db.execute(update(runs).where(runs.c.id == run_id).values(estimate=estimate))


def end(db: Connection, run_id: str, state: RunState, note: str, ended_at: int) -> None:
    db.execute(update(runs).where(runs.c.id == run_id).values(state=state, note=note, ended_at=ended_at))


def call_off(db: Connection, run_id: str) -> None:
    """Only while it runs, and only once."""
    db.execute(update(runs).where(runs.c.id == run_id, runs.c.state == RunState.RUNNING, runs.c.called_off == 0).values(called_off=now_ms()))


def take_up(db: Connection, run_id: str, reason: str) -> None:
    db.execute(
        update(runs).where(runs.c.id == run_id).values(state=RunState.RUNNING, called_off=0, ended_at=0, note="", patterns_blob="", examined=None)
    )
    left = in_run(run_id), sessions.c.state == SessionState.SKIPPED, sessions.c.reason == reason
    db.execute(update(sessions).where(*left).values(state=SessionState.SELECTED, reason="", ended_at=0))
    db.execute(update(sessions).where(in_run(run_id), sessions.c.state == SessionState.SELECTED).values(phase=""))  # nobody is at them now


def tally(db: Connection, run_id: str) -> Tally:
    """Money from the expenses, which also serve the whole run; the rest from the sessions."""
    ways = [func.sum(case((sessions.c.state == state, 1), else_=0)) for state in _ENDED]  # in one pass; to group them would sort them first
    counted = select(func.count(), func.sum(sessions.c.findings), func.sum(sessions.c.blocking), *ways)
    selected, found, blocking, *ended = (int(number or 0) for number in db.execute(counted.where(in_run(run_id))).one())
    paid = select(func.count(), func.count(expenses.c.cost), func.sum(expenses.c.cost)).where(expenses.c.run_id == run_id, ~expenses.c.saved)
    calls, priced, cost = db.execute(paid).one()
    return Tally(
        selected=selected,
        findings=found,
        blocking=blocking,
        calls=calls,
        cost=float(cost or 0.0) if calls == priced else None,
        **{state.value: number for state, number in zip(_ENDED, ended, strict=True)},
    )


def set_aside(db: Connection, run_id: str) -> dict[str, int]:
    """Why sessions were skipped, with how often."""
    skipped = in_run(run_id), sessions.c.state == literal_column("'skipped'")
    rows = db.execute(select(sessions.c.reason, func.count()).where(*skipped).group_by(sessions.c.reason))
    return {str(reason): int(times) for reason, times in rows}


def _run(row: Row[Any]) -> RunRow:
    return RunRow(**{name: row._mapping[name] for name in _FIELDS})
