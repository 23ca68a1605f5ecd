"""What stands in addresses and bodies, with the limits that keep a request sensible."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from onlooker.app.library import RunAsked, Words
from onlooker.domain.catalogued import SessionFilter, SessionState
from onlooker.domain.finding import FindingKind

_MOST_ID = 200
_LATEST = 2**53
"""ms; what a browser's numbers hold."""

RunId = Annotated[str, Path(max_length=_MOST_ID, description="A run's id.")]
PlaceId = Annotated[str, Path(max_length=_MOST_ID, description="A session's place in its run.")]
PatternId = Annotated[str, Path(max_length=_MOST_ID, description="A pattern's id.")]
Instant = Annotated[int, Query(ge=0, le=_LATEST, description="UTC, milliseconds.")]
Limit = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=20_000, description="`next` of the page before.")]
Text = Annotated[str, Query(max_length=2_000)]
Session = tuple[str, str]


def wanted(
    *,
    run: Annotated[str, Query(alias="run_id", max_length=_MOST_ID)] = "",  # a path may have a run_id too
    state: SessionState | None = None,
    user: Text = "",
    release: Text = "",
    page: Annotated[str, Query(max_length=2_000, description="How the first page's address begins.")] = "",
    since: Instant | None = None,
    until: Instant | None = None,
    success: bool | None = None,
    blocking: bool | None = None,
    kind: FindingKind | None = None,
    pattern_id: Text = "",
    text: Annotated[str, Query(max_length=500, description="Words that it holds, all of them; the last may be the beginning of one.")] = "",
) -> SessionFilter:
    return SessionFilter(
        run_id=run,
        state=state,
        user=user,
        release=release,
        page=page,
        since=since,
        until=until,
        success=success,
        blocking=blocking,
        kind=kind.value if kind is not None else "",
        pattern_id=pattern_id,
        text=text,
    )


Wanted = Annotated[SessionFilter, Depends(wanted)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Words = Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=100)]
_Short = Annotated[str, Field(max_length=100)]


class WordsBody(_Body):
    """Which sessions, as the options of `onlooker watch` say it."""

    since: _Short | None = None
    until: _Short | None = None
    users: _Words = ()
    pages: _Words = ()
    events: _Words = ()
    releases: _Words = ()
    min_duration: _Short | None = None
    max_duration: _Short | None = None
    min_active: _Short | None = None
    internal_users: _Words = ()
    internal_domains: _Words = ()
    keep: _Words = ()
    skip_automated: bool = False
    strategy: _Short | None = None
    sample: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    seed: Annotated[int, Field(ge=-(2**31), le=2**31)] = 0


class SettingsBody(_Body):
    """What is left out is as the server is set up. Budgets in USD."""

    model: Annotated[str, Field(max_length=300)] | None = None
    look_model: Annotated[str, Field(max_length=300)] | None = None
    budget: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)] | None = None
    budget_per_session: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)] | None = None
    preset: _Short | None = None


class ReadBody(_Body):
    """How sessions are read. `focus` is what the team wants to know, `context` what a reader should know of the product."""

    focus: Annotated[str, Field(max_length=2_000)] = ""
    context: Annotated[str, Field(max_length=20_000)] = ""
    settings: SettingsBody = SettingsBody()

    def asked(self) -> RunAsked:
        return RunAsked(places=(), words=Words(focus=self.focus) if self.focus else None, context=self.context, **self.settings.model_dump())


class RunBody(ReadBody):
    """`places` are files, folders or globs of the machine that serves."""

    places: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=4_000)], ...], Field(min_length=1, max_length=100)]
    words: WordsBody | None = None

    def asked(self) -> RunAsked:
        words = Words(**self.words.model_dump(), focus=self.focus) if self.words is not None else None
        own = super().asked()
        return replace(own, places=self.places, words=words or own.words)
