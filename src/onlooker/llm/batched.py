"""What a batch has answered, as a wrapper finds it: put there by `batch`, taken where the question comes up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.domain.model_choice import ModelChoice
from onlooker.domain.model_values import reply_of, reply_values
from onlooker.errors import SettingError
from onlooker.llm.around import Around
from onlooker.ports import NoteStore

PROVIDERS = ("openai", "anthropic", "google")
"""Whose batch endpoints pydantic-ai speaks."""


def check_batch(choice: ModelChoice) -> None:
    """Raises SettingError for a provider without a batch endpoint."""
    if choice.provider not in PROVIDERS:
        raise SettingError(f"{choice.name} takes no batches ({', '.join(PROVIDERS)} do): unset ONLOOKER_BATCH, or choose another ONLOOKER_MODEL")


@dataclass(frozen=True, kw_only=True)
class Batched(Around):
    """Inside of the cache and outside of the purse: a batch was paid when it was answered. Its answers stay, and a later run that finds one among
    them counts it as its own cost, for the run that paid it may have been killed before it could."""

    notes: NoteStore
    terms: str = ""
    taken: set[str] = field(default_factory=set)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        key = answered_under(request, self.name, self.terms)
        reply = kept_answer(self.notes, key)
        if reply is None:
            return self.inner.reply(request, on_part)
        if on_part is not None:
            on_part(reply.content)
        if key in self.taken:
            return replace(reply, usage=replace(reply.usage, cost=0.0, cached=True, saved=reply.usage.cost))
        self.taken.add(key)
        return reply


def answered_under(request: ModelRequest, name: str, terms: str) -> str:
    return f"batched {request.hash(f'{name} {terms}'.strip())}"


def keep_answer(notes: NoteStore, key: str, reply: ModelReply) -> None:
    notes.note(key, json.dumps(reply_values(reply)).encode())


def kept_answer(notes: NoteStore, key: str) -> ModelReply | None:
    """None where there is none, or a damaged one."""
    try:
        return reply_of(json.loads(notes.noted(key) or b"{}"))
    except (KeyError, TypeError, ValueError):
        return None
