"""Sessions: filtered, searched, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from onlooker.domain.catalogued import SessionFilter, SessionRow, SessionState
from onlooker.domain.finding import FindingKind
from onlooker.domain.timebase import EPOCH
from onlooker.server.pages.rendering import page
from onlooker.server.sharing import Shared

router = APIRouter()

LIMIT = 50
_LONGEST = 500
_NAMED = 200
"""Patterns to choose from; those found last."""
_DAY_MS = 86_400_000
_OUTCOMES: Mapping[str, bool] = {"reached": True, "not reached": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filter as the address tells it. A value that means nothing does not filter."""

    text: str = ""
    user: str = ""
    page: str = ""
    outcome: str = ""
    kind: str = ""
    pattern: str = ""
    release: str = ""
    run: str = ""
    since: str = ""
    until: str = ""
    blocking: str = ""
    state: str = ""

    @property
    def wanted(self) -> SessionFilter:
        until = day_ms(self.until)
        return SessionFilter(
            text=self.text.strip(),
            user=self.user.strip(),
            page=self.page.strip(),
            success=_OUTCOMES.get(self.outcome),
            kind=self.kind if self.kind in {kind.value for kind in FindingKind} else "",
            pattern_id=self.pattern,
            release=self.release.strip(),
            run_id=self.run,
            since=day_ms(self.since),
            until=None if until is None else until + _DAY_MS,
            blocking=True if self.blocking else None,
            state=SessionState(self.state) if self.state in set(SessionState) else None,
        )

    @property
    def plain(self) -> dict[str, str]:
        return {one.name: value for one in fields(self) if (value := str(getattr(self, one.name)))}


def asked(request: Request) -> Asked:
    given = request.query_params
    return Asked(**{one.name: given.get(one.name, "")[:_LONGEST] for one in fields(Asked)})


@router.get("/sessions")
def sessions(
    request: Request,
    library: Shared,
    given: Annotated[Asked, Depends(asked)],
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=500)] = LIMIT,
) -> HTMLResponse:
    found = library.sessions.page(given.wanted, after=after, limit=limit)
    return page(
        request,
        "sessions.html.jinja",
        asked=given,
        rows=found.rows,
        next=found.next,
        after=after,
        limit="" if limit == LIMIT else limit,
        patterns=library.patterns.known()[:_NAMED],
        kinds=tuple(FindingKind),
        goal_of=goal_of,
        worst_of=worst_of,
    )


def day_ms(text: str) -> int | None:
    """The day's first instant, UTC ms; None for what is no day."""
    try:
        return int((datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) - EPOCH).total_seconds() * 1000)
    except ValueError:
        return None


def goal_of(row: SessionRow) -> str:
    goal = row.examined.get("goal")
    return goal if isinstance(goal, str) else ""


def worst_of(row: SessionRow) -> str:
    """The title of the first blocking trouble, else of the first."""
    troubles = row.examined.get("troubles")
    told = [one for one in troubles if isinstance(one, Mapping)] if isinstance(troubles, list) else []
    worst = next((one for one in told if one.get("blocking") is True), told[0] if told else {})
    title = worst.get("title")
    return title if isinstance(title, str) else ""
