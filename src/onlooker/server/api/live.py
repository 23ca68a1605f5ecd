"""A run's events over a connection that is held: a look at the catalogue now and then, and a word where there is nothing to tell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from onlooker.app.library import Following, Library, RunEvent
from onlooker.errors import CatalogueError
from onlooker.server.doors import refusal

LOOK_S = 0.5
HEARTBEAT_S = 15.0
"""Proxies close a connection on which nothing is said for a minute; some for half of one."""
AGAIN_MS = 2_000
MOST = 200
"""Connections that are held at once."""
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def stream(request: Request, library: Library, run_id: str, *, since: int) -> StreamingResponse:
    """Raises MissingError for a run that is not there, before anything is sent."""
    following = await run_in_threadpool(library.follow, run_id, since=since)
    state = request.app.state
    if state.held >= MOST:
        return refusal(503, "busy", f"{MOST} connections are held already; look at the run itself", {"Retry-After": "30"})  # type: ignore[return-value]
    return StreamingResponse(_told(request, following), media_type="text/event-stream", headers=_HEADERS)


async def _told(request: Request, following: Following) -> AsyncIterator[bytes]:
    state = request.app.state
    state.held += 1
    try:
        yield f"retry: {AGAIN_MS}\n\n".encode()
        quiet_s = 0.0
        while not following.ended:
            try:
                events = await run_in_threadpool(following.look)
            except CatalogueError:
                return  # the browser comes again
            for event in events:
                yield said(event)
            quiet_s = 0.0 if events else quiet_s + LOOK_S
            if quiet_s >= HEARTBEAT_S:
                yield b": nothing new\n\n"
                quiet_s = 0.0
            if not following.ended:
                await asyncio.sleep(LOOK_S)
            if state.leaving():
                return
    finally:
        state.held -= 1


def said(event: RunEvent) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event.id.encode(), event.kind.encode(), orjson.dumps(event.data))
