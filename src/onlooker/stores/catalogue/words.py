"""The words a session is searched by: of who it was, where, what for, and what went wrong. One row for each word of a session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete

from onlooker.domain.catalogued import FindingRow, SessionRow
from onlooker.domain.evidence import Status
from onlooker.stores.catalogue.tables import words
from onlooker.stores.catalogue.writing import insert

MOST = 80
"""Words of one session; those of its ids, and then of its findings, come first."""
_LONGEST = 40
_WORD = re.compile(r"\w+")


def words_of(row: SessionRow, found: Sequence[FindingRow] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for told in _texts(row, found) for word in split(told)))[:MOST]


def split(told: str) -> list[str]:
    """Long words by their beginning, without single letters of the Latin alphabet."""
    return [word[:_LONGEST] for word in _WORD.findall(told.casefold()) if len(word) > 1 or not word.isascii() or word.isdigit()]


def keep(db: Connection, session: int, row: SessionRow, found: Sequence[FindingRow], *, was: int | None) -> None:
    """In place of those it had; `was` is when it was taken to have begun until now, None for one that is new."""
    if was is not None:
        db.execute(delete(words).where(words.c.started_at == was, words.c.session == session))
    new = [{"word": word, "started_at": row.started_at, "session": session} for word in words_of(row, found)]
    if new:
        db.execute(insert(db, words).on_conflict_do_nothing(), new)


def _texts(row: SessionRow, found: Sequence[FindingRow]) -> Iterator[str]:
    yield from (row.session_id, row.user, row.release, row.name)
    yield from (one.title for one in found if one.status != Status.REFUTED)
    goal, path = row.examined.get("goal"), row.examined.get("path")
    yield from (goal if isinstance(goal, str) else "", row.reason, row.page)
    yield from (page for page in (path if isinstance(path, list | tuple) else ()) if isinstance(page, str))
