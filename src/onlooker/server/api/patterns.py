"""What recurs, over all runs, and what the team says of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from onlooker.domain.pattern import KnownPattern
from onlooker.errors import InputError
from onlooker.server.api.fields import PatternId
from onlooker.server.api.views import PatternHistory, PatternShown, history_shown, pattern_shown
from onlooker.server.sharing import Shared

router = APIRouter(tags=["patterns"])


class Change(BaseModel):
    """What is left out stays. `muted`: why the team takes it for intended; empty takes that back."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    muted: Annotated[str, Field(max_length=2_000)] | None = None


class Into(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    into: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("/patterns")
def patterns(
    library: Shared, merged: Annotated[bool, Query(description="Those that count for another one too.")] = False
) -> tuple[PatternShown, ...]:
    """The worst first, muted ones last."""
    return tuple(map(pattern_shown, library.patterns.all(merged=merged)))


@router.get("/patterns/{pattern_id}")
def pattern(pattern_id: PatternId, library: Shared) -> PatternHistory:
    """With the runs that found it. Its sessions are those of `/sessions?pattern_id=`."""
    return history_shown(library.patterns.one(pattern_id))


@router.patch("/patterns/{pattern_id}")
def change(pattern_id: PatternId, body: Change, library: Shared) -> KnownPattern:
    if body.title is None and body.muted is None:
        raise InputError("nothing is to be changed: give a title, or why it is muted")
    known = library.patterns.rename(pattern_id, body.title) if body.title is not None else None
    return library.patterns.mute(pattern_id, body.muted or "") if body.muted is not None or known is None else known


@router.post("/patterns/{pattern_id}/merge")
def merge(pattern_id: PatternId, body: Into, library: Shared) -> KnownPattern:
    """What is found as this one from now on counts for `into`, which comes back."""
    return library.patterns.merge(pattern_id, body.into)
