"""What runs have come to, and why they skipped sessions. Of one that has ended it is counted once: a page that lists fifty runs would else count all
their sessions each time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TypeVar

from onlooker.domain.catalogued import RunRow, RunState, Tally
from onlooker.ports import Catalogue

_MOST = 2_000
_SETTLED_MS = 600_000
"""A call that another process had under way when the run ended is booked by then."""


T = TypeVar("T")


class Tallies:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._counted: OrderedDict[tuple[str, str, int], object] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, run: RunRow, catalogue: Catalogue, now: int) -> Tally:
        """`now` UTC ms. A run that is taken up again ends at another instant."""
        return self._once("tally", Tally, run, now, catalogue.tally)

    def skipped(self, run: RunRow, catalogue: Catalogue, now: int) -> Mapping[str, int]:
        return self._once("skipped", dict, run, now, lambda run_id: dict(catalogue.skipped(run_id)))

    def _once(self, what: str, kind: type[T], run: RunRow, now: int, count: Callable[[str], T]) -> T:
        key = (what, run.id, run.ended_at)
        with self._lock:
            known = self._counted.get(key)
        if isinstance(known, kind):
            return known
        counted = count(run.id)
        if run.state is not RunState.RUNNING and now - run.ended_at > _SETTLED_MS:
            with self._lock:
                self._counted[key] = counted
                while len(self._counted) > _MOST:
                    self._counted.popitem(last=False)
        return counted
