"""uvicorn's HTTP protocol with what keeps slow senders from taking the place of the others.

1. A request's head has to be there within `head_s` and 64 KB, all of it within `send_s` more. (uvicorn itself waits for ever.)
2. Past `connections`, whoever has been sending for longest is cut off: a page that sends its batch in one go is never that one. Where nobody else is
   sending it is whoever has been answered for longest, and may not be reading.
"""

from __future__ import annotations

import asyncio
import resource

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from onlooker.domain.captured import CaptureLimits
from onlooker.server.receive import apart

_HEAD = 65_536
_MARGIN_S = 5.0
"""The app answers first where it can: with a status."""
_OTHER_FILES = 200
"""Descriptors left for everything that is no connection."""


def guarded(limits: CaptureLimits) -> type[HttpToolsProtocol]:
    """A protocol class, whose connections count together."""
    most = min(limits.connections, _descriptors() - _OTHER_FILES)
    sending: dict[Guarded, None] = {}
    answered: dict[Guarded, None] = {}

    class Guarded(HttpToolsProtocol):
        _alarm: asyncio.TimerHandle | None = None
        _head: int | None = 0
        """Bytes of a head that is not whole yet; None between the head and the end of the request."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._due(apart(limits.head_s))
            if len(self.connections) > most:
                oldest = next(iter(sending))
                (next(iter(answered), oldest) if oldest is self else oldest)._cut_off()

        def data_received(self, data: bytes) -> None:
            if self._head is not None:
                self._head += len(data)
            super().data_received(data)
            if self._head is not None and self._head > _HEAD:
                self._cut_off()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            if self not in sending:
                self._due(apart(limits.head_s))

        def on_headers_complete(self) -> None:
            self._head = None
            self._due(1.5 * limits.send_s + _MARGIN_S)
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            self._head = 0
            self._done()
            answered.setdefault(self)
            super().on_message_complete()

        def on_response_complete(self) -> None:
            if not self.pipeline:
                answered.pop(self, None)
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._done()
            answered.pop(self, None)
            super().connection_lost(exc)

        def _due(self, seconds: float) -> None:
            if self._alarm is not None:
                self._alarm.cancel()
            sending.setdefault(self)
            self._alarm = self.loop.call_later(seconds, self._cut_off)

        def _done(self) -> None:
            if self._alarm is not None:
                self._alarm.cancel()
                self._alarm = None
            sending.pop(self, None)

        def _cut_off(self) -> None:
            self._done()
            answered.pop(self, None)
            if self.transport is not None:
                self.transport.abort()

    return Guarded


def _descriptors() -> int:
    """As many as this process may have, once it has asked for all of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1_000_000
