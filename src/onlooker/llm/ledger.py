"""Where the money went: calls, tokens and cost by model, over one run. Safe to write from several threads."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

from onlooker.domain.model import Usage
from onlooker.domain.report import Spent


class Ledger:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_model: dict[str, Spent] = {}

    def charge(self, model: str, usage: Usage, seconds: float = 0.0) -> None:
        with self._lock:
            before = self._by_model.get(model, Spent())
            cost = None if before.cost is None or usage.cost is None else before.cost + usage.cost
            self._by_model[model] = replace(
                before,
                calls=before.calls + (not usage.cached),
                cached_calls=before.cached_calls + usage.cached,
                input_tokens=before.input_tokens + (0 if usage.cached else usage.input_tokens),
                output_tokens=before.output_tokens + (0 if usage.cached else usage.output_tokens),
                cost=cost,
                seconds=before.seconds + seconds,
            )

    @property
    def by_model(self) -> Mapping[str, Spent]:
        with self._lock:
            return dict(self._by_model)

    @property
    def total(self) -> Spent:
        """`cost` is None once any call had no known price."""
        lines = self.by_model.values()
        costs = [line.cost for line in lines]
        return Spent(
            calls=sum(line.calls for line in lines),
            cached_calls=sum(line.cached_calls for line in lines),
            input_tokens=sum(line.input_tokens for line in lines),
            output_tokens=sum(line.output_tokens for line in lines),
            cost=None if None in costs else sum(cost for cost in costs if cost is not None),
            seconds=sum(line.seconds for line in lines),
        )
