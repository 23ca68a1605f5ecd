"""Stops before the cap would be crossed: asks only what the purse can pay at its dearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onlooker.domain.model import Exchange, ModelReply, ModelRequest
from onlooker.domain.model_choice import Rates
from onlooker.errors import ModelError, SettingError
from onlooker.llm.around import Around
from onlooker.llm.estimate import estimated_input
from onlooker.llm.prices import how_to_price, price
from onlooker.llm.purse import Purse


@dataclass(frozen=True, kw_only=True)
class Budgeted(Around):
    """Raises SettingError at once when the model has no known price: a cap nobody can check is no cap."""

    purse: Purse
    rates: Rates | None = None

    def __post_init__(self) -> None:
        if price(self.name, 1, 1, self.rates) is None:
            raise SettingError(f"a budget needs a price, and none is known for {self.name}: {how_to_price(self.name)}")

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        key = request.hash(self.name)
        with self.purse.set_aside(self._usd(estimated_input(request), request.max_output_tokens), key) as bill:
            try:
                reply = self.inner.reply(request, on_part)
            except ModelError as error:
                bill.usd = self._usd(error.input_tokens, error.output_tokens)
                if error.input_tokens or error.output_tokens:
                    bill.lost = self._lost(key, request, error)
                raise
            bill.usd = 0.0 if reply.usage.cached else self._usd(reply.usage.input_tokens, reply.usage.output_tokens)
            return reply

    def _usd(self, input_tokens: int, output_tokens: int) -> float:
        return price(self.name, input_tokens, output_tokens, self.rates) or 0.0

    def _lost(self, key: str, request: ModelRequest, error: ModelError) -> Exchange:
        return Exchange(
            key=key,
            purpose=request.purpose,
            model=self.name,
            about=request.about,
            input_tokens=error.input_tokens,
            output_tokens=error.output_tokens,
        )
