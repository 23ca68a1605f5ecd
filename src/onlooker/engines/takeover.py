"""A worker's heartbeat, and the taking over of what silent ones left."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from onlooker.engines.patience import Patience
from onlooker.errors import CatalogueError
from onlooker.ports import Catalogue

_log = logging.getLogger(__name__)
BEAT_S = 2.0
SILENT_S = 12.0
"""Six beats missed: a process that only had to wait for the disk is not yet given up."""
_LAST_S = 1.0
"""How long the beat under way is waited for at the end."""
_FORGOTTEN_S = 3_600.0
"""A worker that has been silent for so long and holds nothing is no longer listed."""


class _Work(Protocol):
    def holders(self) -> set[str]: ...

    def take_over(self, dead: set[str]) -> None: ...

    def pick_up(self) -> None: ...


class Pulse:
    """Beats for `worker` in a thread of its own, and looks after the others' work. `on_broken` is told when the database cannot be used. `host` is
    where process ids mean the same."""

    def __init__(
        self,
        catalogue: Catalogue,
        engine: _Work,
        *,
        worker: str,
        beat_s: float = BEAT_S,
        silent_s: float = SILENT_S,
        host: str = "",
        on_broken: Callable[[CatalogueError], None] = lambda error: None,
    ) -> None:
        self._catalogue, self._engine, self._worker = catalogue, engine, worker
        self._beat_s, self._silent_s = beat_s, silent_s
        self._host = host or here()
        self._on_broken = on_broken
        self._stopping = threading.Event()
        self._patient = Patience(ended=self._stopping.is_set)
        self._thread = threading.Thread(target=self._go_on, name="pulse", daemon=True)

    def beat(self) -> None:
        """The first one has to be there before the first piece of work: work of a worker without a beat is taken for an orphan."""
        self._catalogue.beat(self._worker, host=self._host, pid=os.getpid())

    def start(self) -> None:
        self._thread.start()

    def look_after(self) -> None:
        """Takes over what nobody alive works on. Who holds something is asked first: they have beaten before."""
        holding = self._engine.holders() - {self._worker}
        silent = {one.id for one in self._catalogue.silent(self._silent_s)}
        workers = {one.id: one for one in self._catalogue.workers()}
        ended = {one.id for one in workers.values() if one.host == self._host and not _alive(one.pid)}
        dead = {one for one in holding if one not in workers or one in silent or one in ended}
        self._engine.take_over(dead)
        self._engine.pick_up()
        long_silent = {one.id for one in self._catalogue.silent(_FORGOTTEN_S)}
        for one in (dead | ended | long_silent) & workers.keys() - {self._worker}:
            self._catalogue.gone(one)

    def stop(self) -> None:
        """The others need not wait until this worker has been silent for long."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_LAST_S)
        try:
            self._catalogue.gone(self._worker)
        except CatalogueError:
            _log.debug("the database is gone already")

    def _once(self) -> None:
        self.beat()
        self.look_after()

    def _go_on(self) -> None:
        while not self._stopping.is_set():
            try:
                self._patient(self._once)
            except CatalogueError as error:
                self._on_broken(error)
                return
            self._stopping.wait(self._beat_s)


def here() -> str:
    """The host's name, and where the system has them the namespace of its process ids: two containers may share a name, and neither sees the other's
    processes."""
    try:
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return socket.gethostname()


def _alive(pid: int) -> bool:
    """Also when it cannot be told: then only its silence tells."""
    if sys.platform == "win32":  # os.kill would end it
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
