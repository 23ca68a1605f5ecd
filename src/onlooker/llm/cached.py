"""The same question is never paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.domain.model_choice import ModelChoice, Rates
from onlooker.llm.around import Around
from onlooker.llm.ledger import Ledger
from onlooker.llm.prices import price
from onlooker.ports import ReplyStore


@dataclass(frozen=True, kw_only=True)
class Cached(Around):
    """`terms` are part of the key."""

    store: ReplyStore
    ledger: Ledger
    terms: str = ""
    rates: Rates | None = None

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        key = kept_under(request, self.name, self.terms)
        kept = self.store.get(key)
        if kept is None:
            reply = self.inner.reply(request, on_part)
            self.store.put(key, request, reply)
            return reply
        given, written = kept.usage.input_tokens, kept.usage.output_tokens
        saved = price(self.name, given, written, self.rates)
        usage = Usage(input_tokens=given, output_tokens=written, cost=0.0, cached=True, saved=saved)
        self.ledger.charge(self.name, usage)
        if on_part is not None:
            on_part(kept.content)
        return replace(kept, usage=usage)


def kept_under(request: ModelRequest, name: str, terms: str) -> str:
    """The key of a reply in the store."""
    return request.hash(f"{name} {terms}".strip())


def terms(choice: ModelChoice) -> str:
    """The settings that can change an answer and are not in the request."""
    return f"{choice.base_url} thinking={choice.thinking} form={choice.reply_form}"
