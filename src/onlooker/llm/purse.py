"""A money cap shared by every model of a run. What a running call may cost is set aside, so that calls side by side cannot cross it
together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from onlooker.errors import BudgetError


@dataclass(kw_only=True)
class Bill:
    """What a call turned out to cost; until it is filled in, all that was set aside for it."""

    usd: float


class Purse:
    def __init__(self, cap_usd: float) -> None:
        self.cap_usd = cap_usd
        self._spent = 0.0
        self._aside = 0.0
        self._lock = threading.Lock()

    @property
    def left_usd(self) -> float:
        with self._lock:
            return self.cap_usd - self._spent - self._aside

    @contextmanager
    def set_aside(self, usd: float) -> Iterator[Bill]:
        """Raises BudgetError when the cap could be crossed; nothing is spent then."""
        with self._lock:
            left = self.cap_usd - self._spent - self._aside
            if usd > left:
                left_now = f"${max(left, 0.0):.4f} of the ${self.cap_usd:.2f} budget is left"
                raise BudgetError(f"the next call may cost up to ${usd:.4f} and {left_now}; raise --budget to go on")
            self._aside += usd
        bill = Bill(usd=usd)
        try:
            yield bill
        finally:
            with self._lock:
                self._aside -= usd
                self._spent += bill.usd
