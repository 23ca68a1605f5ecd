"""Sessions of a run: selected, worked on, ended with what they came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, literal_column, select, update

from onlooker.domain.catalogued import EndedRow, FindingRow, SessionRow, SessionState
from onlooker.domain.evidence import Status
from onlooker.domain.finding import FindingKind
from onlooker.domain.ids import content_id
from onlooker.domain.report import Spent
from onlooker.stores.catalogue import words
from onlooker.stores.catalogue.tables import findings, runs, sessions, usages
from onlooker.stores.catalogue.writing import alone, insert, now_ms

PAGE_START = 100
"""Characters of a page's address that stand in an index; Postgres takes no entry above 2,700 bytes."""
_OWN_ID = 100
"""Characters of a session's own id that stand in an index."""
_AT_ONCE = 1_000
_FIELDS = tuple(field.name for field in fields(SessionRow))
_FINDING = tuple(field.name for field in fields(FindingRow) if field.name not in ("run_id", "session_id"))
_KEY = ("run_key", "place_key")


def add(db: Connection, run_id: str, rows: Sequence[SessionRow], skipped_places: Sequence[tuple[str, str]]) -> None:
    adding = insert(db, sessions).on_conflict_do_nothing(index_elements=_KEY)
    for start in range(0, len(rows), _AT_ONCE):
        db.execute(adding, [values(row) for row in rows[start : start + _AT_ONCE]])
    if skipped_places:
        db.execute(update(runs).where(runs.c.id == run_id).values(skipped_places=tuple(skipped_places)))


def one(db: Connection, run_id: str, place: str) -> SessionRow | None:
    found = db.execute(select(sessions).where(at(run_id, place))).one_or_none()
    return None if found is None else session_of(found)


def of_run(db: Connection, run_id: str) -> tuple[SessionRow, ...]:
    wanted = select(sessions).where(in_run(run_id)).order_by(sessions.c.order, sessions.c.id)
    return tuple(map(session_of, db.execute(wanted)))


def phase(db: Connection, run_id: str, place: str, name: str) -> None:
    db.execute(update(sessions).where(at(run_id, place), sessions.c.state == SessionState.SELECTED).values(phase=name))


def end(db: Connection, row: SessionRow, found: Sequence[FindingRow], usage: Spent | None) -> None:
    alone(db, f"session {row.run_id} {row.place}")  # two that end it at once would each wait for words of the other
    was = db.scalar(select(sessions.c.started_at).where(at(row.run_id, row.place)))
    new = values(row, found) | {"ended_at": now_ms()}
    adding = insert(db, sessions).values(new)
    session = db.scalar(
        adding.on_conflict_do_update(
            index_elements=_KEY, set_={name: adding.excluded[name] for name in new if name not in _KEY}
        ).returning(sessions.c.id)
    )  # fmt: skip
    if session is not None:
        words.keep(db, session, row, found, was=was)
    db.execute(delete(usages).where(usages.c.session == session))
    if usage is not None:
        db.execute(insert(db, usages).values(session=session, usage=usage))
    db.execute(delete(findings).where(findings.c.session == session))
    if found:
        rows = [{"session": session, "number": number} | {name: getattr(one, name) for name in _FINDING} for number, one in enumerate(found)]
        db.execute(insert(db, findings), rows)


def ended(db: Connection, run_id: str) -> Iterator[EndedRow]:
    told = (sessions.c[field.name] for field in fields(EndedRow) if field.name != "usage")
    wanted = select(*told, usages.c.usage).outerjoin(usages, usages.c.session == sessions.c.id)
    wanted = wanted.where(in_run(run_id), sessions.c.state.in_((SessionState.DONE, SessionState.FAILED)))
    found = db.execution_options(yield_per=_AT_ONCE).execute(wanted.order_by(sessions.c.order, sessions.c.id))
    return (EndedRow(**row._mapping) for row in found)


def latest(db: Connection, session_id: str) -> SessionRow | None:
    """As the run that read it last came to it."""
    wanted = select(sessions).where(*is_own_id(sessions.c.session_id, session_id)).order_by((sessions.c.id + 0).desc())
    found = db.execute(wanted.limit(1)).one_or_none()
    return None if found is None else session_of(found)


def ended_since(db: Connection, run_id: str, since: int, limit: int) -> tuple[tuple[int, SessionRow], ...]:
    wanted = select(sessions).where(in_run(run_id), sessions.c.ended_at > since)
    found = db.execute(wanted.order_by(sessions.c.ended_at, sessions.c.id).limit(limit))
    return tuple((row.ended_at, session_of(row)) for row in found)


def under_way(db: Connection, run_id: str, limit: int) -> tuple[SessionRow, ...]:
    something = sessions.c.state == literal_column("'selected'"), sessions.c.phase != literal_column("''")  # as the index says it
    wanted = select(sessions).where(in_run(run_id), *something)
    return tuple(map(session_of, db.execute(wanted.order_by(sessions.c.order).limit(limit))))


def is_own_id(column: ColumnElement[str], session_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """As the index of its own ids says it. Of a column that equals a value SQLite puts the value in its place everywhere, and then knows the index no
    more; of an expression it does not."""
    begins = func.substr(column, literal_column("1"), literal_column(str(_OWN_ID))) == session_id[:_OWN_ID]
    return begins, column + "" == session_id


def findings_of(db: Connection, run_id: str, session_id: str) -> tuple[FindingRow, ...]:
    wanted = select(sessions.c.run_id, sessions.c.session_id, *(findings.c[name] for name in _FINDING))
    wanted = wanted.join_from(sessions, findings, findings.c.session == sessions.c.id)
    if session_id:  # few runs have read it: no index of its run, which would open all the others of it
        wanted = wanted.where(*is_own_id(sessions.c.session_id, session_id), sessions.c.run_key + 0 == key_of(run_id))
    else:
        wanted = wanted.where(in_run(run_id))
    return tuple(FindingRow(**row._mapping) for row in db.execute(wanted.order_by(sessions.c.order, sessions.c.id, findings.c.number)))


def values(row: SessionRow, found: Sequence[FindingRow] = ()) -> dict[str, Any]:
    """The row as the table holds it, with what lists go by."""
    reported = {one.kind for one in found if one.status != Status.REFUTED}
    kept = {name: getattr(row, name) for name in _FIELDS}
    kinds = {kind.value: kind.value in reported for kind in FindingKind}
    keys = {f"{name}_key": key_of(words) for name, words in (("run", row.run_id), ("place", row.place), ("user", row.user), ("release", row.release))}
    return kept | kinds | keys | {"page_start": row.page[:PAGE_START]}


def key_of(words: str) -> int:
    """64 bits, signed."""
    return int(content_id(words), 16) - 2**63


def in_run(run_id: str) -> ColumnElement[bool]:
    return sessions.c.run_key == key_of(run_id)


def at(run_id: str, place: str) -> ColumnElement[bool]:
    return and_(in_run(run_id), sessions.c.place_key == key_of(place))


def session_of(row: Row[Any]) -> SessionRow:
    return SessionRow(**{name: row._mapping[name] for name in _FIELDS})
