"""What the player asks for: how a recording is cut, and one chunk of it at a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from onlooker.app.library import Library
from onlooker.app.replaying import Replay, Replays, open_replays
from onlooker.errors import RenderError
from onlooker.server.sharing import library_of

router = APIRouter()
Shared = Annotated[Library, Depends(library_of)]


def replays_of(request: Request) -> Replays:
    """One for the process: opened recordings are kept between requests."""
    state = request.app.state
    if not hasattr(state, "replays"):
        state.replays = open_replays()
    found: Replays = state.replays
    return found


@router.get("/runs/{run_id}/sessions/{place}/replay")
def outline(run_id: str, place: str, library: Shared, replays: Annotated[Replays, Depends(replays_of)]) -> JSONResponse:
    return JSONResponse(_outlined(replays.replay(library.sessions.row(run_id, place))))


@router.get("/runs/{run_id}/sessions/{place}/replay/{number}")
def chunk(run_id: str, place: str, number: int, library: Shared, replays: Annotated[Replays, Depends(replays_of)]) -> JSONResponse:
    try:
        scenes = replays.chunk(library.sessions.row(run_id, place), number)
    except RenderError as error:
        return JSONResponse({"error": "render", "message": str(error)}, status_code=422)
    return JSONResponse(scenes, headers={"Cache-Control": "private, max-age=600"})


def _outlined(replay: Replay) -> dict[str, object]:
    return {
        "started_at": replay.started_at,
        "duration_ms": replay.duration_ms,
        "windows": replay.windows,
        "step_ms": replay.step_ms,
        "chunks": [{"number": one.number, "window": one.window, "start_ms": one.start_ms, "end_ms": one.end_ms} for one in replay.chunks],
        "skipped": [{"start_ms": one.start_ms, "end_ms": one.end_ms} for one in replay.skipped],
    }
