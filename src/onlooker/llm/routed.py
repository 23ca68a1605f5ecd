"""Two models that are asked as one: the cheap one reads every session, the good one looks where that pays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.domain.model_choice import READING
from onlooker.ports import Model


@dataclass(frozen=True, kw_only=True)
class Routed:
    """`looks` gets every request that is no summary: those about what was on the screen, and those about what recurs. Pictures go to it alone, so
    what it sees is what counts; the name is that of `reads`, and each reply says who gave it."""

    reads: Model
    looks: Model

    @property
    def name(self) -> str:
        return self.reads.name

    @property
    def context_tokens(self) -> int:
        """What both read: whoever makes a request need not know whom it goes to."""
        return min(self.reads.context_tokens, self.looks.context_tokens)

    @property
    def sees(self) -> Sees:
        return self.looks.sees

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        return (self.reads if request.purpose in READING else self.looks).reply(request, on_part)
