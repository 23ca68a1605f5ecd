"""A model asked many questions for one result: each up to so many times, and what could not be answered told in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.domain.words import count
from onlooker.errors import BudgetError, ModelError, ReplyError
from onlooker.pipeline.counted import Counted
from onlooker.pipeline.summarizing import ASKS

_GIVEN_UP = 2
"""So many questions in a row that the model gave no reply to at all, and the rest is not asked."""

Answer = TypeVar("Answer")


@dataclass(kw_only=True)
class Answering:
    """`ended` says why nothing more is asked; empty while there is. `refused` are the purposes of the questions that a budget forbade, one each: the
    first that it could not pay, and those that were then not asked."""

    model: Counted
    step: Callable[[str], None]
    ended: str = ""
    refused: list[str] = field(default_factory=list)
    _asked: Counter[str] = field(default_factory=Counter)
    _unanswered: Counter[str] = field(default_factory=Counter)
    _reasons: dict[str, str] = field(default_factory=dict)
    _silent: int = 0

    def answer(self, purpose: str, what: str, ask: Callable[[str | None], ModelRequest], read: Callable[[ModelReply, bool], Answer]) -> Answer | None:
        """None where no usable answer came. `ask` is given what was wrong with the last reply, `read` whether it has to be whole: the last time it
        has not."""
        self._asked[purpose] += 1
        if not self.ended:
            self.step(what)
            wrong: str | None = None
            try:
                for attempt in range(ASKS):
                    reply = self.model.reply(ask(wrong))
                    self._silent = 0
                    try:
                        return read(reply, attempt < ASKS - 1)
                    except ReplyError as error:
                        wrong = str(error)
                self._reasons.setdefault(purpose, wrong or "")
            except BudgetError as error:
                self.ended = str(error)
                self.refused.append(purpose)
            except (ModelError, ReplyError) as error:
                self._reasons.setdefault(purpose, str(error))
                self._silent += 1
                if self._silent >= _GIVEN_UP:
                    self.ended = str(error)
        elif self.refused:
            self.refused.append(purpose)
        self._unanswered[purpose] += 1
        return None

    def notes(self, consequences: dict[str, str]) -> list[str]:
        """A sentence for each purpose with unanswered questions, which ends in its consequence."""
        told = []
        for purpose, times in self._unanswered.items():
            whole = count(self._asked[purpose], f"{purpose} request")
            reason = self._reasons.get(purpose) or self.ended
            told.append(f"{self.model.name} gave no usable answer to {times} of {whole} ({reason.rstrip('.')}): {consequences[purpose]}")
        return told
