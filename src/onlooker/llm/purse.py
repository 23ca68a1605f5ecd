"""A money cap. What a running call may cost is set aside, so that calls side by side cannot cross it together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from onlooker.domain.model import Exchange
from onlooker.errors import BudgetError

DUST = 1e-9
"""USD. A sum of floats may miss the cap by less than a token costs."""


@dataclass(kw_only=True)
class Bill:
    """What a call turned out to cost; until it is filled in, all that was set aside for it. `lost` is the exchange where it brought no answer
    and was paid all the same."""

    usd: float
    lost: Exchange | None = None


class Purse(Protocol):
    """`key` stands for the call, so that a purse which several processes share knows it again. Raises BudgetError when the cap could be crossed;
    nothing is set aside then."""

    def set_aside(self, usd: float, key: str) -> AbstractContextManager[Bill]: ...


class LocalPurse:
    """Of one process, and safe to use from its threads. `option` is what raises the cap, for the refusal."""

    def __init__(self, cap_usd: float, *, option: str = "--budget") -> None:
        self.cap_usd = cap_usd
        self.option = option
        self._spent = 0.0
        self._aside = 0.0
        self._lock = threading.Lock()

    @property
    def left_usd(self) -> float:
        with self._lock:
            return self.cap_usd - self._spent - self._aside

    @contextmanager
    def set_aside(self, usd: float, key: str) -> Iterator[Bill]:
        with self._lock:
            left = self.cap_usd - self._spent - self._aside
            if usd > left + DUST:
                raise refusal(usd, left, self.cap_usd, self.option)
            self._aside += usd
        bill = Bill(usd=usd)
        try:
            yield bill
        finally:
            with self._lock:
                self._aside -= usd
                self._spent += bill.usd


def refusal(usd: float, left_usd: float, cap_usd: float, option: str) -> BudgetError:
    left = f"${max(left_usd, 0.0):.4f} of the ${cap_usd:.2f} budget is left"
    return BudgetError(f"the next call may cost up to ${usd:.4f} and {left}; raise {option} to go on")
