"""Puts a price on every exchange and writes it in the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.domain.model_choice import Rates
from onlooker.errors import ModelError
from onlooker.llm.around import Around
from onlooker.llm.ledger import Ledger
from onlooker.llm.prices import price


@dataclass(frozen=True, kw_only=True)
class Metered(Around):
    ledger: Ledger
    rates: Rates | None = None
    seconds: Callable[[], float] = field(default=time.monotonic)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        start = self.seconds()
        try:
            reply = self.inner.reply(request, on_part)
        except ModelError as error:
            if error.input_tokens or error.output_tokens:
                error.model = self.name
                error.cost = self._charge(Usage(input_tokens=error.input_tokens, output_tokens=error.output_tokens), start).cost
            raise
        return replace(reply, usage=self._charge(reply.usage, start))

    def _charge(self, usage: Usage, start: float) -> Usage:
        if not usage.cached:
            usage = replace(usage, cost=price(self.name, usage.input_tokens, usage.output_tokens, self.rates))
        self.ledger.charge(self.name, usage, self.seconds() - start)
        return usage
