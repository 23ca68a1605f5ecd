"""A run's events over a connection that is held: a look at the catalogue now and then, and a word where there is nothing to tell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from onlooker.app.library import Following, Library, RunEvent
from onlooker.errors import CatalogueError
from onlooker.server.doors import refusal

AGAIN_MS = 2_000
MOST = 200
"""Connections that are held at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a run is looked at, and after how long without news something is said all the same: proxies close a silent connection after a minute,
    some after half of one."""

    look_s: float = 0.5
    heartbeat_s: float = 15.0


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
        pace: Pace = state.pace
        quiet_s = 0.0
        while not following.ended:
            try:
                events = await run_in_threadpool(following.look)
            except CatalogueError:
                return  # the browser comes again
            for event in events:
                yield said(event)
            quiet_s = 0.0 if events else quiet_s + pace.look_s
            if quiet_s >= pace.heartbeat_s:
                yield b": nothing new\n\n"
                quiet_s = 0.0
            if not following.ended:
                await asyncio.sleep(pace.look_s)
            if state.leaving():
                return
    finally:
        state.held -= 1


def said(event: RunEvent) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event.id.encode(), event.kind.encode(), orjson.dumps(event.data))
