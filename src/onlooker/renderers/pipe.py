"""The DevTools protocol over a pair of pipes: one JSON message at a time, each ended by a NUL. One thread at a time may use it. Several commands may
be under way at once.

Pipes and not a port: nobody else on the machine can reach the browser, and when this process dies, the browser sees the pipe close and ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import select
import time
from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from onlooker.errors import RenderError

_CHUNK = 1 << 20
_WATCH_S = 0.25
Answer = Mapping[str, object]


class PipeClosedError(RenderError):
    """The browser is gone."""


class Pipe:
    """`call` sends a command and waits for its answer; `send` and `answer` are the two halves. `watch` is called now and then while it waits, and
    may raise."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._out = to_browser
        self._in = from_browser
        os.set_blocking(self._out, False)
        for end in (to_browser, from_browser):
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _CHUNK)  # else a picture goes through in pieces, with a thread woken for each
        self._ids = itertools.count(1)
        self._left = bytearray()
        self._owed: dict[int, str] = {}
        """Commands that nobody has heard the answer of yet -> their methods."""
        self._early: dict[int, Answer] = {}
        """Answers that came while another one was waited for."""
        self.watch: Callable[[], None] = _nothing

    def call(self, method: str, params: Mapping[str, object] | None = None, *, session: str = "", timeout_s: float = 30.0) -> Answer:
        """The command's result. Raises PipeClosedError, or RenderError when the browser refuses or is silent for `timeout_s`."""
        until = time.monotonic() + timeout_s
        return self.answer(self.send(method, params, session=session, until=until), session=session, until=until)

    def send(self, method: str, params: Mapping[str, object] | None = None, *, session: str = "", until: float) -> int:
        """The command's number, for `answer`. `until` as of `time.monotonic`. Raises as `call` does."""
        number = next(self._ids)
        message: dict[str, object] = {"id": number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        self._owed[number] = method
        self._send(msgspec.json.encode(message) + b"\0", method, until)
        return number

    def answer(self, number: int, *, session: str = "", until: float) -> Answer:
        """The result of that command. Raises as `call` does."""
        return self._result(number, self._awaited(number, session, until))

    def heard(self, number: int) -> bool:
        """Whether that command's answer is there to be asked for."""
        return number in self._early

    def forget(self, number: int) -> None:
        """Nobody will ask for that answer."""
        self._owed.pop(number, None)
        self._early.pop(number, None)

    def _awaited(self, number: int, session: str, until: float) -> Answer:
        while number not in self._early:
            answer = self._next(self._owed.get(number, ""), until)
            told = answer.get("id")
            if isinstance(told, int) and told in self._owed:
                self._early[told] = answer
            if "method" in answer:
                _alive(answer, session)
        return self._early.pop(number)

    def _result(self, number: int, answer: Answer) -> Answer:
        method = self._owed.pop(number, "")
        if "error" in answer:
            raise RenderError(f"the browser refused {method}: {_told(answer['error'])}")
        return cast("Answer", answer.get("result") or {})

    def close(self) -> None:
        for end in (self._out, self._in):
            with contextlib.suppress(OSError):
                os.close(end)

    def _send(self, data: bytes, method: str, until: float) -> None:
        """Reads nothing meanwhile: a browser that fills its own pipe while we fill ours has been seen to stop only with both full, so both ends
        are watched."""
        left = memoryview(data)
        while left:
            readable, writable = self._ready([self._out], method, until)
            try:
                if writable:
                    left = left[os.write(self._out, left) :]
                elif readable:
                    self._fill()
            except OSError:
                raise PipeClosedError("the browser ended while it was being told what to do") from None

    def _next(self, method: str, until: float) -> Answer:
        while True:
            end = self._left.find(b"\0")
            if end >= 0:
                raw = bytes(self._left[:end])
                del self._left[: end + 1]
                try:
                    return msgspec.json.decode(raw, type=dict[str, object])
                except msgspec.DecodeError:
                    raise RenderError("the browser answered something that is no JSON") from None
            self._ready([], method, until)
            self._fill()

    def _ready(self, out: list[int], method: str, until: float) -> tuple[list[int], list[int]]:
        """Which of the two ends can be read and written."""
        while True:
            readable, writable, _ = select.select([self._in], out, [], min(_wait(method, until), _WATCH_S))
            if readable or writable:
                return readable, writable
            self.watch()

    def _fill(self) -> None:
        if not select.select([self._in], [], [], 0)[0]:
            return
        data = os.read(self._in, _CHUNK)
        if not data:
            raise PipeClosedError("the browser ended")
        self._left += data


def _nothing() -> None:
    """Nobody watches."""


def _wait(method: str, until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise RenderError(f"the browser did not answer {method} in time")
    return left


def _alive(event: Answer, session: str) -> None:
    """A page that crashed answers nothing any more: waiting for the timeout would be in vain."""
    if event.get("method") == "Inspector.targetCrashed" and event.get("sessionId") == session:
        raise PipeClosedError("the page crashed")


def _told(error: object) -> str:
    return str(error.get("message", error))[:300] if isinstance(error, Mapping) else str(error)[:300]
