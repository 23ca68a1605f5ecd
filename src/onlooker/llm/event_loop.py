"""One background event loop for a client that is asked from several threads, and from where a loop already runs (a notebook)."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class EventLoop:
    """Starts at the first call and ends with this object. Its thread is a daemon: a program that ends does not wait for it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def start(self, work: Coroutine[object, object, T]) -> Future[T]:
        """Runs `work` there; the future may be waited for, or cancelled, from any thread."""
        with self._lock:
            if self._loop is None:
                self._loop = _running_loop()
                weakref.finalize(self, self._loop.call_soon_threadsafe, self._loop.stop)
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _running_loop() -> asyncio.AbstractEventLoop:
    ready: Future[asyncio.AbstractEventLoop] = Future()

    def run() -> None:
        with asyncio.Runner() as runner:  # which cancels what is left when it ends
            ready.set_result(runner.get_loop())
            runner.get_loop().run_forever()

    threading.Thread(target=run, name="onlooker-model", daemon=True).start()
    return ready.result()
