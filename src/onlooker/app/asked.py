"""The model of one run, which remembers that the budget stopped it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.errors import BudgetError
from onlooker.ports import Model


@dataclass(kw_only=True)
class Asked:
    """`stopped` is empty, or the first refusal of the purse: the run's report says it at the top."""

    inner: Model
    stopped: str = ""

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
            return self.inner.reply(request, on_part)
        except BudgetError as error:
            self.stopped = self.stopped or str(error)
            raise
