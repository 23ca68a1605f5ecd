"""Everything that is a `Model`, made to answer what a test wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from onlooker.domain.model import ModelReply, ModelRequest, Sees, Usage
from onlooker.domain.model_choice import Lineup, ModelChoice, Rates, ReplyForm, parse_choice
from onlooker.errors import ModelError
from onlooker.llm.budgeted import Budgeted
from onlooker.llm.cached import Cached
from onlooker.llm.fallback import Fallback
from onlooker.llm.ledger import Ledger
from onlooker.llm.limited import Limited
from onlooker.llm.metered import Metered
from onlooker.llm.patient import Patient
from onlooker.llm.purse import LocalPurse
from onlooker.llm.recorded import Recording, Replayed, recording_key
from onlooker.llm.remote import RemoteModel
from onlooker.llm.routed import Routed
from onlooker.llm.scripted import Scripted
from onlooker.llm.session_cap import session_capped
from onlooker.ports import Model

from .model_server import Act, Fails, ModelServer
from .requests import BLOBS, request, shown_to
from .wire import Said


class KeptReplies:
    """A reply store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, ModelReply] = {}

    def get(self, key: str) -> ModelReply | None:
        return self.kept.get(key)

    def put(self, key: str, request: ModelRequest, reply: ModelReply) -> None:
        self.kept[key] = reply


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`answering` gives the model while its server, if it has one, runs; an answer of None is a refusal to answer."""

    name: str
    answering: Callable[[Mapping[str, object] | None], Iterator[Model]]

    def __str__(self) -> str:
        return self.name

    @contextmanager
    def model(self, answer: Mapping[str, object] | None) -> Iterator[Model]:
        yield from self.answering(answer)


def choice_at(address: str, provider: str, form: ReplyForm = ReplyForm.AUTO, timeout_s: float = 20.0) -> RemoteModel:
    model = {"google": "gemini-2.5-flash", "anthropic": "claude-haiku-5-5", "openai": "gpt-6-luna"}.get(provider, "llama3.2")
    choice = parse_choice(f"{provider}:{model}@{address}{'' if provider in ('google', 'anthropic') else '/v1'}")
    assert choice is not None
    return RemoteModel(replace(choice, reply_form=form, timeout_s=timeout_s), BLOBS.__getitem__)


@contextmanager
def served(
    provider: str, acts: Sequence[Act], form: ReplyForm = ReplyForm.AUTO, timeout_s: float = 20.0
) -> Iterator[tuple[RemoteModel, ModelServer]]:
    with ModelServer(acts).running() as server:
        yield choice_at(server.address, provider, form, timeout_s), server


def _remote(provider: str, form: ReplyForm) -> Subject:
    def answering(answer: Mapping[str, object] | None) -> Iterator[Model]:
        act = Fails(status=403) if answer is None else Said(text=json.dumps(answer))
        with served(provider, [act], form) as (model, _):
            yield model

    return Subject(name=f"{provider} {form}", answering=answering)


def _around(name: str, wrap: Callable[[Model], Model]) -> Subject:
    def answering(answer: Mapping[str, object] | None) -> Iterator[Model]:
        yield wrap(Scripted([ModelError("it will not")] if answer is None else [answer]))

    return Subject(name=name, answering=answering)


def _replayed(answer: Mapping[str, object] | None) -> Iterator[Model]:
    store = KeptReplies()
    if answer is not None:
        for asked in (request(), *map(shown_to, Sees)):
            store.put(recording_key(asked), asked, ModelReply(content=answer, model="m", usage=Usage(input_tokens=1, output_tokens=1)))
    yield Replayed(store=store)


RATES = Rates(input=1.0, output=2.0)
REMOTE = ("openai-compatible", "openai", "ollama", "google", "anthropic")

SUBJECTS = (
    *(_remote(provider, ReplyForm.AUTO) for provider in REMOTE),
    *(_remote(provider, ReplyForm.TOOL) for provider in ("openai-compatible", "anthropic")),
    *(_remote(provider, ReplyForm.PROMPTED) for provider in ("openai-compatible", "google")),
    _around("scripted", lambda inner: inner),
    _around("cached", lambda inner: Cached(inner=inner, store=KeptReplies(), ledger=Ledger())),
    _around("metered", lambda inner: Metered(inner=inner, ledger=Ledger(), rates=RATES)),
    _around("budgeted", lambda inner: Budgeted(inner=inner, purse=LocalPurse(5.0), rates=RATES)),
    _around("limited", lambda inner: Limited(inner, concurrency=2)),
    _around("patient", lambda inner: Patient(inner=inner)),
    _around("fallback", lambda inner: Fallback(first=Scripted([ModelError("the first is down")]), second=inner)),
    _around("routed", lambda inner: Routed(reads=inner, looks=inner)),
    _around("capped by session", lambda inner: session_capped(inner, 5.0, Lineup(reads=ModelChoice(provider="a", model="m", rates=RATES)))),
    _around("recording", lambda inner: Recording(inner=inner, store=KeptReplies())),
    Subject(name="replayed", answering=_replayed),
)

__all__ = ["REMOTE", "SUBJECTS", "KeptReplies", "Subject", "served"]
