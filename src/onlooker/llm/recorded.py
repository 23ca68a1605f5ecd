"""Replies kept in a folder, by request and whatever model gave them: written beside real calls, played back without any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onlooker.domain.model import ModelReply, ModelRequest, Sees, Usage
from onlooker.errors import ModelError
from onlooker.llm.around import Around
from onlooker.ports import ReplyStore


def recording_key(request: ModelRequest) -> str:
    return request.hash("recorded", by_bytes=False)


@dataclass(frozen=True, kw_only=True)
class Recording(Around):
    """Keeps what `inner` replies."""

    store: ReplyStore

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        reply = self.inner.reply(request, on_part)
        self.store.put(recording_key(request), request, reply)
        return reply


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """Answers only what was recorded. The reply names the model that once gave it. `sees` has to be what that model saw, for the questions to be
    the same: replies are kept without their question, so it cannot be read from them."""

    store: ReplyStore
    name: str = "recorded"
    context_tokens: int = 128_000
    sees: Sees = Sees.IMAGES

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        kept = self.store.get(recording_key(request))
        if kept is None:
            raise ModelError(f"no recorded reply for this {request.purpose} request (prompt version {request.prompt_version}): record it again")
        if on_part is not None:
            on_part(kept.content)
        return replace(kept, usage=Usage(input_tokens=kept.usage.input_tokens, output_tokens=kept.usage.output_tokens, cost=0.0, cached=True))
