"""The end of the process, whoever would still keep it."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time

_GRACE_S = 0.5


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
    return [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]
