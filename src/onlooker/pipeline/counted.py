"""A model whose calls are remembered, for the report that says where the money went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from onlooker.domain.model import Exchange, ModelReply, ModelRequest, Sees, Usage
from onlooker.domain.report import Spent
from onlooker.errors import BudgetError, ModelError
from onlooker.ports import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`exchanges` holds also the answers that could not be used, and the calls that brought none and were paid all the same; `refused` the purposes
    of those that a budget forbade, with its words in `refusals`."""

    inner: Model
    exchanges: list[Exchange] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def context_tokens(self) -> int:
        return self.inner.context_tokens

    @property
    def sees(self) -> Sees:
        return self.inner.sees

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        try:
            reply = self.inner.reply(request, on_part)
        except BudgetError as error:
            self.refused.append(request.purpose)
            self.refusals.append(str(error))
            raise
        except ModelError as error:
            if error.input_tokens or error.output_tokens:
                usage = Usage(input_tokens=error.input_tokens, output_tokens=error.output_tokens, cost=error.cost)
                self.exchanges.append(exchange(request, ModelReply(content={}, model=error.model or self.name, usage=usage)))
            raise
        self.exchanges.append(exchange(request, reply))
        return reply


def exchange(request: ModelRequest, reply: ModelReply) -> Exchange:
    return Exchange(
        key=request.hash(reply.model),
        purpose=request.purpose,
        model=reply.model,
        about=request.about,
        input_tokens=reply.usage.input_tokens,
        output_tokens=reply.usage.output_tokens,
        cost=reply.usage.cost,
        cached=reply.usage.cached,
        saved=reply.usage.saved,
    )


def spent(exchanges: Sequence[Exchange], refused: Sequence[str] = ()) -> Spent:
    costs = [one.cost for one in exchanges]
    return Spent(
        calls=sum(not one.cached for one in exchanges),
        cached_calls=sum(one.cached for one in exchanges),
        input_tokens=sum(one.input_tokens for one in exchanges),
        output_tokens=sum(one.output_tokens for one in exchanges),
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
        exchanges=tuple(exchanges),
        refused=tuple(refused),
    )
