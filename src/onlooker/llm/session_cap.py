"""What one session may cost, around the model of its run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.domain.model_choice import Lineup
from onlooker.errors import BudgetError, ModelError
from onlooker.llm.around import Around
from onlooker.llm.estimate import estimated_input
from onlooker.llm.prices import price
from onlooker.llm.purse import LocalPurse, Purse
from onlooker.ports import Model


@dataclass(frozen=True, kw_only=True)
class SessionCapped(Around):
    """Made anew for each session, outside of the cache and of whatever else answers: what is counted is what each answer says it cost. `lineup`
    tells who may answer, for what a request costs at its dearest."""

    purse: Purse
    lineup: Lineup

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        with self.purse.set_aside(dearest(request, self.lineup), request.hash(self.name)) as bill:
            try:
                reply = self.inner.reply(request, on_part)
            except ModelError as error:
                bill.usd = error.cost or 0.0
                raise
            except BudgetError:
                bill.usd = 0.0
                raise
            bill.usd = reply.usage.cost or 0.0
            return reply


def session_capped(inner: Model, cap_usd: float, lineup: Lineup) -> SessionCapped:
    return SessionCapped(inner=inner, purse=LocalPurse(cap_usd, option="--budget-per-session"), lineup=lineup)


def dearest(request: ModelRequest, lineup: Lineup) -> float:
    """USD. A price nobody knows is no obstacle here: a budget is refused for it when the models are connected."""
    given, written = estimated_input(request), request.max_output_tokens
    return sum(price(choice.name, given, written, choice.rates) or 0.0 for choice in lineup.asked(request.purpose))
