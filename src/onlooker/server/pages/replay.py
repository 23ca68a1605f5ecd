"""What the player asks for: how a recording is cut, and one chunk of it at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from onlooker.app.replaying import Replay, Replays, open_replays
from onlooker.errors import InputError, MissingError, RenderError
from onlooker.server.sharing import Shared

router = APIRouter()


def replays_of(request: Request) -> Replays:
    """One for the process: opened recordings are kept between requests."""
    state = request.app.state
    if not hasattr(state, "replays"):
        state.replays = open_replays()
    found: Replays = state.replays
    return found


Replaying = Annotated[Replays, Depends(replays_of)]


@router.get("/runs/{run_id}/sessions/{place}/replay")
def outline(run_id: str, place: str, library: Shared, replays: Replaying) -> JSONResponse:
    return _told(lambda: _outlined(replays.replay(library.sessions.row(run_id, place))))


@router.get("/runs/{run_id}/sessions/{place}/replay/{number}")
def chunk(run_id: str, place: str, number: int, library: Shared, replays: Replaying, *, at: int | None = None) -> JSONResponse:
    return _told(lambda: replays.chunk(library.sessions.row(run_id, place), number, at_ms=at))


def _told(make: Callable[[], object]) -> JSONResponse:
    """The player shows what went wrong in the place of the picture. What is asked for never changes: it goes by the run."""
    try:
        return JSONResponse(make(), headers={"Cache-Control": "private, max-age=600"})
    except (InputError, RenderError) as error:
        return JSONResponse({"error": "replay", "message": str(error)}, status_code=404 if isinstance(error, MissingError) else 422)


def _outlined(replay: Replay) -> dict[str, object]:
    return {
        "started_at": replay.started_at,
        "duration_ms": replay.duration_ms,
        "windows": replay.windows,
        "step_ms": replay.step_ms,
        "chunks": [asdict(one) for one in replay.chunks],
        "skipped": [{"start_ms": one.start_ms, "end_ms": one.end_ms} for one in replay.skipped],
    }
