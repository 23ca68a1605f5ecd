"""Captured sessions read by a process of its own beside the one that captures: what reading takes, a crash of it too, costs no batch."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from onlooker.errors import OnlookerError

_FIRST_S, _LAST_S = 5.0, 300.0
"""Between one that failed and the next, twice as long each time."""
_LEAVING_S = 10.0
_FAILED = 1

Told = Callable[[str], None]
"""One line for a person. It is called in the other process, so it has to be a function of a module."""


@contextmanager
def reading_aside(tell: Told) -> Iterator[None]:
    """While the block lasts. What the other process had begun is gone on with when it is next started."""
    over = threading.Event()
    thread = threading.Thread(target=_keep_one, args=(tell, over), name="reading aside", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep_one(tell: Told, over: threading.Event) -> None:
    spawn, wait_s = multiprocessing.get_context("spawn"), _FIRST_S
    while not over.is_set():
        process = spawn.Process(target=_read, args=(tell,), name="onlooker reading", daemon=True)
        process.start()
        while process.is_alive() and not over.wait(0.2):
            pass
        if over.is_set():
            process.terminate()
            process.join(_LEAVING_S)
            process.kill()
            return
        over.wait(wait_s)
        wait_s = min(2 * wait_s, _LAST_S)


def _read(tell: Told) -> None:
    from onlooker.app.closing import keep_reading  # noqa: PLC0415 - only the other process needs all of it

    until = threading.Event()
    threading.Thread(target=_leave_with_parent, args=(until,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells both; whoever captures says when
    signal.signal(signal.SIGTERM, lambda number, frame: until.set())
    try:
        keep_reading(tell=lambda run_id, count: tell(f"run {run_id}: {count} captured {'session' if count == 1 else 'sessions'} read"), until=until)
    except OnlookerError as error:
        tell(f"reading stopped and is tried again: {error}")
        os._exit(_FAILED)
    os._exit(0)  # no thread of a model's call keeps it


def _leave_with_parent(until: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    until.set()
    threading.Event().wait(_LEAVING_S)
    os._exit(_FAILED)
