"""The end of the process, whoever would still keep it."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import thread as executors

_GRACE_S = 0.5


class InterruptedRun(Exception):
    """What a command says that was interrupted; Typer keeps what a KeyboardInterrupt says to itself."""


@contextlib.contextmanager
def saying_what_is_kept() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as cut:
        raise InterruptedRun(str(cut)) from None


def leave(status: int) -> None:
    """Ends the process with `status` where threads are left that Python would wait for, and comes back where there are none. What they do is nothing
    that would be lost: whatever counts is written down before anything is built upon it."""
    until = time.monotonic() + _GRACE_S
    for thread in _left():
        thread.join(max(until - time.monotonic(), 0.0))
    if not _left():
        return
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _left() -> list[threading.Thread]:
    """An executor's threads are waited for even where they are daemons."""
    of_executors = set(executors._threads_queues)
    others = (thread for thread in threading.enumerate() if thread is not threading.main_thread())
    return [thread for thread in others if not thread.daemon or thread in of_executors]
