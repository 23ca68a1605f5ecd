"""Runs: begun from a selection with its estimate, watched live, called off and resumed through the API; each with its ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onlooker.domain.catalogued import RunState, SessionFilter
from onlooker.errors import InputError
from onlooker.server.pages.rendering import page
from onlooker.server.pages.sessions import LIMIT, goal_of, worst_of
from onlooker.server.sharing import Shared

router = APIRouter()

_MOST_FOR_LEDGER = 20_000
"""Sessions of a run whose ledger is added up while the page waits: that takes a second, about."""


@router.get("/runs")
def runs(request: Request, library: Shared) -> HTMLResponse:
    return page(request, "runs.html.jinja", runs=library.runs.latest())


@router.get("/runs/{run_id}")
def run(run_id: str, request: Request, library: Shared) -> HTMLResponse:
    line = library.runs.one(run_id)
    ended = line.row.state is not RunState.RUNNING
    small = line.tally.ended <= _MOST_FOR_LEDGER
    try:
        patterns = library.runs.patterns(run_id)
    except InputError:
        patterns = None
    return page(
        request,
        "run.html.jinja",
        line=line,
        run=line.row,
        tally=line.tally,
        ended=ended,
        ledger=library.runs.ledger(run_id) if ended and small else None,
        patterns=patterns,
        sessions=library.sessions.page(SessionFilter(run_id=run_id), limit=LIMIT),
        goal_of=goal_of,
        worst_of=worst_of,
    )
