"""Threads that wait for workflows: one look for all of them together, rather than one each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

Ended = Mapping[str, object] | None
"""What a workflow came to; None where it was called off."""


class LetGo(BaseException):
    """No error: the step is left, nothing of it is written down, and whoever comes next does it again. Passes everything that catches an Exception,
    DBOS too, so that nobody takes it for an outcome."""


class Waiting:
    """`look` tells of some workflows those that have ended, and may raise. Safe to use from several threads."""

    def __init__(self, look: Callable[[Sequence[str]], Mapping[str, Ended]], every_s: float) -> None:
        self._look, self._every_s = look, every_s
        self._changed = threading.Condition()
        self._waited: dict[str, list[Future[Mapping[str, object]]]] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._go_on, name="waiting", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def until(self, workflow: str, begin: Callable[[], Any]) -> Mapping[str, object]:
        """Begins it, and what it came to. Raises LetGo when it is called off, and once this is closed."""
        future: Future[Mapping[str, object]] = Future()
        with self._changed:
            self._waited.setdefault(workflow, []).append(future)
        try:
            begin()
            with self._changed:
                if self._closed:
                    raise LetGo
                self._changed.notify()
            return future.result()
        finally:
            with self._changed:
                left = [one for one in self._waited.get(workflow, ()) if one is not future]
                self._waited.pop(workflow, None)
                if left:
                    self._waited[workflow] = left

    def tell(self, workflow: str, ended: Ended) -> None:
        """Of one that ended in this process: nobody has to look."""
        with self._changed:
            for future in (one for one in self._waited.get(workflow, ()) if not one.done()):
                if ended is None:
                    future.set_exception(LetGo())
                else:
                    future.set_result(ended)

    def close(self) -> None:
        """Everybody who waits is let go."""
        with self._changed:
            self._closed = True
            for future in (one for many in self._waited.values() for one in many if not one.done()):
                future.set_exception(LetGo())
            self._changed.notify()

    def _go_on(self) -> None:
        while True:
            with self._changed:
                while not self._waited and not self._closed:
                    self._changed.wait()
                self._changed.wait(self._every_s)
                if self._closed:
                    return
                names = list(self._waited)
            try:
                ended = self._look(names) if names else {}
            except LetGo:
                self.close()
                return
            for workflow, came in ended.items():
                self.tell(workflow, came)
