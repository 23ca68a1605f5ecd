"""Threads that wait for workflows: one look for all of them together, rather than one each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from onlooker.errors import OnlookerError

Came = Mapping[str, object]


class LetGo(BaseException):
    """No error: the step is left, nothing of it is written down, and whoever comes next does it again. Passes everything that catches an Exception,
    DBOS too, so that nobody takes it for an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`ended`: what workflows came to, None for what was called off. `unknown`: nobody has heard of them, which is so before they are begun, and
    after a database forgot what it had been told last."""

    ended: Mapping[str, Came | None]
    unknown: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    begin: Callable[[], object]
    came: Future[Came] = field(default_factory=Future)


class Waiting:
    """`look` may raise OnlookerError, of which `failed` is told. Safe to use from several threads."""

    def __init__(self, look: Callable[[Sequence[str]], Seen], every_s: float, *, failed: Callable[[OnlookerError], None]) -> None:
        self._look, self._every_s, self._failed = look, every_s, failed
        self._changed = threading.Condition()
        self._waits: dict[str, list[_Wait]] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._go_on, name="waiting", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def until(self, workflow: str, begin: Callable[[], object]) -> Came:
        """Begins it, and what it came to; `begin` may be called several times. Raises LetGo when it is called off, and once this is closed."""
        wait = _Wait(begin=begin)
        begin()
        with self._changed:
            if self._closed:
                raise LetGo
            self._waits.setdefault(workflow, []).append(wait)
            self._changed.notify()
        return wait.came.result()

    def tell(self, workflow: str, came: Came | None) -> None:
        """Of one that ended in this process: nobody has to look."""
        with self._changed:
            for wait in self._waits.pop(workflow, ()):
                if came is None:
                    wait.came.set_exception(LetGo())
                else:
                    wait.came.set_result(came)

    def close(self) -> None:
        """Everybody who waits is let go."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        for workflow in list(self._waits):
            self.tell(workflow, None)

    def _go_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waits or self._closed)
                self._changed.wait_for(lambda: self._closed, self._every_s)
                if self._closed:
                    return
                names = list(self._waits)
            try:
                self._once(names)
            except OnlookerError as error:
                self._failed(error)
                self.close()

    def _once(self, names: Sequence[str]) -> None:
        seen = self._look(names) if names else Seen(ended={})
        for workflow, came in seen.ended.items():
            self.tell(workflow, came)
        for workflow in seen.unknown:
            for wait in self._waits.get(workflow, ())[:1]:
                wait.begin()
