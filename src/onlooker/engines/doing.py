"""What this process does at the moment, to tell it from what the database says it does."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_MISSED = 3
"""Looks in a row at which a piece of work was said to be done here and nobody did it: between two looks it may just begin or end."""


class Doing:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Counter[str] = Counter()
        self._missed: dict[str, int] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        with self._lock:
            self._now[name] += 1
        try:
            yield
        finally:
            with self._lock:
                self._now[name] -= 1
                self._now += Counter()  # drops those that came to nothing

    @property
    def now(self) -> set[str]:
        with self._lock:
            return set(self._now)

    def missed(self, said: Iterable[str]) -> list[str]:
        """Of what is `said` to be done here, what was not for some looks now. Each is told once."""
        with self._lock:
            self._missed = {name: 1 + self._missed.get(name, 0) for name in said if name not in self._now}
            gone = [name for name, looks in self._missed.items() if looks >= _MISSED]
            for name in gone:
                del self._missed[name]
        return gone
