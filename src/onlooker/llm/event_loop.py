"""One background event loop for a client that lives across calls and threads, and works where a loop already runs (a notebook)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class EventLoop:
    """Starts at the first call. Its thread is a daemon: a program that ends does not wait for it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def start(self, work: Coroutine[object, object, T]) -> Future[T]:
        """Runs `work` there; the future may be waited for, or cancelled, from any thread."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="onlooker-model", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)
