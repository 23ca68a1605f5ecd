"""How many calls at once and how many a minute. When the provider asks for a pause, everybody pauses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.errors import ModelError
from onlooker.ports import Model


class Limited:
    """`requests_per_minute` 0: as fast as `concurrency` allows. Calls are spread evenly over the minute rather than let through in a burst."""

    def __init__(
        self,
        inner: Model,
        *,
        concurrency: int,
        requests_per_minute: int = 0,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._inner = inner
        self._slots = threading.Semaphore(concurrency)
        self._gap = 60.0 / requests_per_minute if requests_per_minute else 0.0
        self._next = 0.0
        self._lock = threading.Lock()
        self._seconds = seconds
        self._sleep = sleep

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def context_tokens(self) -> int:
        return self._inner.context_tokens

    @property
    def sees(self) -> Sees:
        return self._inner.sees

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        with self._slots:
            if (wait := self._turn()) > 0:
                self._sleep(wait)
            try:
                return self._inner.reply(request, on_part)
            except ModelError as error:
                if error.again_after_s:
                    self._pause(error.again_after_s)
                raise

    def _turn(self) -> float:
        """Takes the next free instant and says how far off it is."""
        with self._lock:
            now = self._seconds()
            turn = max(now, self._next)
            self._next = turn + self._gap
            return turn - now

    def _pause(self, seconds: float) -> None:
        with self._lock:
            self._next = max(self._next, self._seconds() + seconds)
