"""A request's body, in bounded memory and bounded time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from onlooker.domain.captured import CaptureLimits
from onlooker.server.refused import Refused


class Hold:
    """What one request takes of the memory there is for all."""

    def __init__(self, all_held: Holding) -> None:
        self._all, self.size = all_held, 0

    def more(self, size: int) -> None:
        """Raises Refused where all requests together would hold too much."""
        if self._all.size + size > self._all.most:
            raise Refused(429, "more is being received than fits: send it again later", again=True)
        self.size += size
        self._all.size += size


class Holding:
    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[Hold]:
        held = Hold(self)
        try:
            yield held
        finally:
            self.size -= held.size


def apart(seconds: float) -> float:
    """Up to half as long again: those who began together and send too slowly are not all let go in one instant, while nobody else is served."""
    return seconds * random.uniform(1.0, 1.5)


async def body_of(request: Request, limits: CaptureLimits, held: Hold) -> bytes:
    """Raises Refused for one that is too large or too slow, and Starlette's ClientDisconnect."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > limits.body:
        raise Refused(413, f"{limits.body:,} bytes are the most at once: send less")
    whole = bytearray()
    try:
        async with asyncio.timeout(apart(limits.send_s)):
            async for chunk in request.stream():
                held.more(len(chunk))
                whole += chunk
                if len(whole) > limits.body:
                    raise Refused(413, f"{limits.body:,} bytes are the most at once: send less")
    except TimeoutError:
        raise Refused(408, "the request came too slowly", again=True) from None
    return bytes(whole)
