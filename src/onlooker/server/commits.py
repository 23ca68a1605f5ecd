"""Group commit: while one append is on its way to the disk, the batches that come wait, and are then appended together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from onlooker.domain.captured import Batch
from onlooker.errors import CatalogueError

_AT_ONCE = 512
"""Batches of one append: what a sync costs is paid often enough then."""


class Commits:
    """Of one event loop."""

    def __init__(self, append: Callable[[Sequence[Batch]], None]) -> None:
        self._append = append
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def append(self, batches: Sequence[Batch]) -> None:
        """Returns once they are on the disk. Raises CatalogueError."""
        loop = asyncio.get_running_loop()
        futures = [loop.create_future() for _ in batches]
        self._waiting += zip(batches, futures, strict=True)
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._commit())
        for future in futures:
            await future

    async def _commit(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            failed: Exception | None = None
            try:
                await asyncio.to_thread(self._append, [batch for batch, _ in taken])
            except CatalogueError as error:
                failed = error
            except Exception as error:  # a fault of ours: nobody is told that it was kept
                failed = CatalogueError(f"a fault in Onlooker ({type(error).__name__}); please report it")
            for _, future in taken:
                if future.done():
                    continue
                if failed is None:
                    future.set_result(None)
                else:
                    future.set_exception(failed)
