"""A worker's heartbeat, and the taking over of what silent ones left."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import Protocol

from onlooker.errors import CatalogueError
from onlooker.ports import Catalogue

_log = logging.getLogger(__name__)
BEAT_S = 2.0
SILENT_S = 12.0
"""Six beats missed: a process that only had to wait for the disk is not yet given up."""


class _TakesOver(Protocol):
    def take_over(self, alive: set[str]) -> int: ...


class Pulse:
    """Beats for `worker` in a thread of its own, and looks after the others' work. `on_broken` is told when the database cannot be reached."""

    def __init__(
        self,
        catalogue: Catalogue,
        engine: _TakesOver,
        *,
        worker: str,
        beat_s: float = BEAT_S,
        silent_s: float = SILENT_S,
        on_broken: Callable[[CatalogueError], None] = lambda error: None,
    ) -> None:
        self._catalogue, self._engine, self._worker = catalogue, engine, worker
        self._beat_s, self._silent_s = beat_s, silent_s
        self._on_broken = on_broken
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="pulse", daemon=True)
        self.taken_over = 0

    def beat(self) -> None:
        self._catalogue.beat(self._worker, host=socket.gethostname(), pid=os.getpid())

    def start(self) -> None:
        """The first beat has to be there before the first piece of work: work of a worker without a beat is taken for an orphan."""
        self.beat()
        self._thread.start()

    def look_after(self) -> int:
        """Takes over now what nobody alive works on."""
        host = socket.gethostname()
        silent = {one.id for one in self._catalogue.silent(self._silent_s)}
        workers = self._catalogue.workers()
        dead = {one.id for one in workers if one.id in silent or (one.host == host and not _alive(one.pid))}
        taken = self._engine.take_over({one.id for one in workers} - dead | {self._worker})
        for worker in dead - {self._worker}:
            self._catalogue.gone(worker)
        self.taken_over += taken
        return taken

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(self._beat_s + 5)
        try:
            self._catalogue.gone(self._worker)
        except CatalogueError:
            _log.debug("the database is gone already")

    def _go_on(self) -> None:
        while not self._stopping.is_set():
            try:
                self.beat()
                self.look_after()
            except CatalogueError as error:
                self._on_broken(error)
            self._stopping.wait(self._beat_s)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
