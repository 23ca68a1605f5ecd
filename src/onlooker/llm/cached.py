"""The same question is never paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.llm.around import Around
from onlooker.llm.ledger import Ledger
from onlooker.ports import ReplyStore


@dataclass(frozen=True, kw_only=True)
class Cached(Around):
    """`terms` are the settings that can change an answer and are not in the request: they are part of the key."""

    store: ReplyStore
    ledger: Ledger
    terms: str = ""

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        key = request.hash(f"{self.name} {self.terms}".strip())
        kept = self.store.get(key)
        if kept is None:
            reply = self.inner.reply(request, on_part)
            self.store.put(key, request, reply)
            return reply
        usage = Usage(input_tokens=kept.usage.input_tokens, output_tokens=kept.usage.output_tokens, cost=0.0, cached=True)
        self.ledger.charge(self.name, usage)
        if on_part is not None:
            on_part(kept.content)
        return replace(kept, usage=usage)
