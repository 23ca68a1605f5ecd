"""A model that answers from a list or a function: the double for tests and examples, here because users write tests too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from onlooker.domain.model import ModelReply, ModelRequest, Sees, Usage
from onlooker.errors import ModelError

Answer = Mapping[str, object] | Exception


class Scripted:
    """`answers` come one a call, in order, the last one for ever, or from a function; an exception is raised. `asked` keeps the requests."""

    def __init__(
        self,
        answers: Sequence[Answer] | Callable[[ModelRequest], Answer],
        *,
        name: str = "scripted:model",
        context_tokens: int = 128_000,
        sees: Sees = Sees.IMAGES,
        usage: Usage | None = None,
    ) -> None:
        self.name = name
        self.context_tokens = context_tokens
        self.sees = sees
        self.asked: list[ModelRequest] = []
        self._answers = answers
        self._usage = usage or Usage(input_tokens=1_000, output_tokens=100, cost=0.0)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        answer = self._answer(request)
        self.asked.append(request)
        if isinstance(answer, Exception):
            raise answer
        if on_part is not None:
            for part in _growing(answer):
                on_part(part)
        return ModelReply(content=answer, model=self.name, usage=self._usage)

    def _answer(self, request: ModelRequest) -> Answer:
        if callable(self._answers):
            return self._answers(request)
        if not self._answers:
            return ModelError("the script is empty")
        return self._answers[min(len(self.asked), len(self._answers) - 1)]


def _growing(answer: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The answer as a stream shows it: member by member, lists item by item."""
    so_far: dict[str, object] = {}
    for key, value in answer.items():
        if isinstance(value, list):
            for count in range(1, len(value)):
                yield {**so_far, key: value[:count]}
        so_far[key] = value
        yield dict(so_far)
