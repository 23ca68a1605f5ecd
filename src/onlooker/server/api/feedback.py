"""Right, wrong and why; and the labelled set that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from onlooker.app.library import About, Feedback
from onlooker.server.sharing import Asking, Shared

router = APIRouter(tags=["feedback"])
_Id = Annotated[str, Field(max_length=200)]


class Said(BaseModel):
    """`success`, of a summary that is wrong: the outcome as it was. `session_id` may be given, and is that of the session in any case."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    run_id: _Id
    place: _Id
    about: About
    right: bool
    finding_id: _Id = ""
    session_id: Annotated[str, Field(max_length=2_000)] = ""
    why: Annotated[str, Field(max_length=4_000)] = ""
    success: bool | None = None


@router.get("/feedback")
def feedback(library: Shared, session_id: Annotated[str, Query(max_length=2_000)] = "") -> tuple[Feedback, ...]:
    """Of one session, or all there is; in the order in which it was said."""
    return library.feedback.of(session_id) if session_id else library.feedback.all()


@router.post("/feedback", status_code=201)
def give(body: Said, library: Shared, visitor: Asking) -> Feedback:
    """Replaces what the same person said of the same thing before."""
    return library.feedback.give(
        body.run_id,
        body.place,
        about=body.about,
        right=body.right,
        finding_id=body.finding_id,
        why=body.why,
        by=visitor.name,
        success=body.success,
    )


@router.get("/feedback/export")
def export(library: Shared) -> tuple[Mapping[str, object], ...]:
    """What was judged, a session each, in the form of the truth.json of labelled recordings: `onlooker eval` scores it."""
    return tuple(library.feedback.labels())


@router.delete("/feedback/{feedback_id}", status_code=204)
def withdraw(feedback_id: Annotated[str, Path(max_length=200)], library: Shared) -> None:
    library.feedback.withdraw(feedback_id)
