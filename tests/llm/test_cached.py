"""The same question is never paid twice, and another question never gets its answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.model import ModelRequest, Usage
from onlooker.errors import ModelError
from onlooker.llm.cached import Cached
from onlooker.llm.ledger import Ledger
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request
from .subjects import KeptReplies


def test_a_second_identical_question_costs_nothing() -> None:
    inner, ledger = Scripted([CONTENT]), Ledger()
    model = Cached(inner=inner, store=KeptReplies(), ledger=ledger)
    first, second = model.reply(request()), model.reply(request())
    assert len(inner.asked) == 1
    assert second.content == first.content
    assert second.usage == Usage(input_tokens=first.usage.input_tokens, output_tokens=first.usage.output_tokens, cost=0.0, cached=True, saved=None)
    assert (ledger.total.calls, ledger.total.cached_calls, ledger.total.cost) == (0, 1, 0.0)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(request(text="e1,0:02,click"), id="another text"),
        pytest.param(replace(request(), instructions="Say it in verse."), id="other instructions"),
        pytest.param(replace(request(), prompt_version="2"), id="another prompt version"),
        pytest.param(replace(request(), schema={"type": "object"}), id="another schema"),
        pytest.param(replace(request(), max_output_tokens=501), id="another cap"),
    ],
)
def test_whatever_can_change_the_answer_is_asked_anew(other: ModelRequest) -> None:
    inner = Scripted([CONTENT])
    model = Cached(inner=inner, store=KeptReplies(), ledger=Ledger())
    model.reply(request())
    model.reply(other)
    assert len(inner.asked) == 2


def test_so_does_another_model_and_other_terms() -> None:
    store, inner = KeptReplies(), Scripted([CONTENT])
    for model in (inner, Scripted([CONTENT], name="scripted:other")):
        for terms in ("thinking=low", "thinking=high"):
            Cached(inner=model, store=store, ledger=Ledger(), terms=terms).reply(request())
    assert len(store.kept) == 4


def test_a_failure_is_not_kept() -> None:
    inner, store = Scripted([ModelError("down"), CONTENT]), KeptReplies()
    model = Cached(inner=inner, store=store, ledger=Ledger())
    with pytest.raises(ModelError):
        model.reply(request())
    assert store.kept == {}
    assert model.reply(request()).content == CONTENT
