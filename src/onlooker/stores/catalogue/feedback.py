"""What people said of findings and summaries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select

from onlooker.domain.feedback import Feedback
from onlooker.stores.catalogue.sessions import is_own_id
from onlooker.stores.catalogue.tables import feedback
from onlooker.stores.catalogue.writing import replace


def keep(db: Connection, said: Feedback) -> None:
    row = {name: getattr(said, name) for name in ("id", "session_id", "about", "finding_id", "why", "run_id", "place", "success")}
    replace(db, feedback, {**row, "is_right": said.right, "said_by": said.by, "said_at": said.at}, ("id",))


def of(db: Connection, session_id: str) -> tuple[Feedback, ...]:
    """Of one session, or all there is; in the order in which it was said."""
    wanted = select(feedback).order_by(feedback.c.said_at, feedback.c.id)
    if session_id:
        wanted = wanted.where(*is_own_id(feedback.c.session_id, session_id))
    return tuple(map(_feedback, db.execute(wanted)))


def drop(db: Connection, feedback_id: str) -> None:
    """Raises KeyError for an unknown id."""
    if not db.execute(delete(feedback).where(feedback.c.id == feedback_id)).rowcount:
        raise KeyError(feedback_id)


def _feedback(row: Row[Any]) -> Feedback:
    values = dict(row._mapping)
    right, by, at = values.pop("is_right"), values.pop("said_by"), values.pop("said_at")
    return Feedback(**values, right=right, by=by, at=at)
