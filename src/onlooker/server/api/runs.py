"""Runs: begun, watched, called off, resumed; what they came to and cost."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from onlooker import app
from onlooker.domain.ledger import Ledger
from onlooker.domain.pattern import PatternReport
from onlooker.errors import MissingError
from onlooker.server.api.fields import Limit, RunBody, RunId
from onlooker.server.api.live import stream
from onlooker.server.api.views import EstimateShown, RunShown, estimate_shown, run_shown
from onlooker.server.sharing import Shared

router = APIRouter(tags=["runs"])
_TYPES = {"json": "application/x-ndjson", "md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}


@router.get("/runs")
def runs(library: Shared, limit: Limit = 50) -> tuple[RunShown, ...]:
    """Latest first."""
    return tuple(map(run_shown, library.runs.latest(limit)))


@router.post("/runs", status_code=202)
def begin(body: RunBody, library: Shared) -> RunShown:
    """Begins a run; follow it by its events."""
    return run_shown(library.running.begin(body.asked()))


@router.post("/estimates", status_code=202)
def foresee(body: RunBody, library: Shared) -> EstimateShown:
    """Begins an estimate of what such a run would take; every session is read for it, and nothing asked or spent."""
    return estimate_shown(library.running.foresee(body.asked()))


@router.get("/estimates/{estimate_id}")
def foreseen(estimate_id: RunId, library: Shared) -> EstimateShown:
    return estimate_shown(library.running.foreseen(estimate_id))


@router.get("/runs/{run_id}")
def run(run_id: RunId, library: Shared) -> RunShown:
    return run_shown(library.runs.one(run_id))


@router.get("/runs/{run_id}/report", responses={200: {"content": {kind: {} for kind in _TYPES.values()}}}, response_class=Response)
def report(run_id: RunId, library: Shared, form: Literal["json", "md", "html"] = "json") -> Response:
    """The whole report as `onlooker watch` writes it: as JSON a line each session, sent one after the other. The other forms load the report of every
    one."""
    if form == "json":
        return StreamingResponse(library.runs.lines(run_id), media_type=_TYPES[form])
    told = app.render(library.runs.report(run_id), form)
    return Response(told, media_type=_TYPES[form], headers={"Content-Disposition": f'attachment; filename="report.{form}"'})


@router.get("/runs/{run_id}/ledger")
def ledger(run_id: RunId, library: Shared) -> Ledger:
    """Where the money went; added up from what each of its sessions took."""
    return library.runs.ledger(run_id)


@router.get("/runs/{run_id}/patterns")
def patterns(run_id: RunId, library: Shared) -> PatternReport:
    """404 until somebody has looked for any: a run does when all its sessions are read."""
    found = library.runs.patterns(run_id)
    if found is None:
        raise MissingError(f"nobody has looked for patterns in run {run_id} yet")
    return found


@router.post("/runs/{run_id}/cancel", status_code=202)
def cancel(run_id: RunId, library: Shared) -> RunShown:
    """Sessions under way are still read; nothing more is begun."""
    return run_shown(library.running.call_off(run_id))


@router.post("/runs/{run_id}/resume", status_code=202)
def resume(run_id: RunId, library: Shared) -> RunShown:
    """Goes on with a run that was called off, stopped or cut short."""
    return run_shown(library.running.resume(run_id))


@router.get("/runs/{run_id}/events", responses={200: {"content": {"text/event-stream": {}}}}, response_class=StreamingResponse)
async def events(
    run_id: RunId,
    request: Request,
    library: Shared,
    since: Annotated[int, Query(ge=0, le=2**53, description="An event's id: those after it.")] = 0,
    last_event_id: Annotated[str, Header(max_length=40)] = "",
) -> StreamingResponse:
    """Server-sent events: `progress` is the run as it stands, `session` one that ended, `summary` a segment that a model has just named (of a run
    that reads one session), `end`. A session's event comes at least once; reconnect with the last id, as browsers do by themselves."""
    return await stream(request, library, run_id, since=int(last_event_id) if last_event_id.isdecimal() else since)
