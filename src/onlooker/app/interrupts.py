"""An interrupt that came at a moment when Python loses it: what is raised while an object is tidied up is printed and forgotten."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def heeded() -> Iterator[Callable[[], None]]:
    """Raises KeyboardInterrupt as ever; and what is yielded raises it again for whoever calls it after one was lost. Only the main thread hears of
    interrupts: elsewhere, and where somebody has a handler of their own, this does nothing."""
    came = False

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(number, frame)

    def check() -> None:
        if came:
            raise KeyboardInterrupt

    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, hear)
    try:
        yield check
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
