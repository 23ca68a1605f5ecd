"""A second model for when the first gives no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.errors import ModelError
from onlooker.llm.patient import lost_by
from onlooker.ports import Model


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """Requests are made for the first model; the reply says who gave it. A budget that is spent is spent for both. What the first one was paid for
    nothing is in the usage of the second one's reply."""

    first: Model
    second: Model

    @property
    def name(self) -> str:
        return self.first.name

    @property
    def context_tokens(self) -> int:
        return self.first.context_tokens

    @property
    def sees(self) -> Sees:
        """What both take: the one request may have to be answered by either."""
        return self.first.sees.least(self.second.sees)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        try:
            return self.first.reply(request, on_part)
        except ModelError as error:
            lost = lost_by(error)
            try:
                reply = self.second.reply(request, on_part)
            except ModelError as other:
                lost = lost.plus(lost_by(other))
                told = f"{error}; and {other}"
                by = other.model or error.model
                raise ModelError(told, input_tokens=lost.input_tokens, output_tokens=lost.output_tokens, cost=lost.cost, model=by) from None
            return replace(reply, usage=reply.usage.plus(lost))
