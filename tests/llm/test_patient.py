"""Again where it may help, after the wait that was asked for; not otherwise."""

from __future__ import annotations

import pytest

from onlooker.errors import BudgetError, ModelError
from onlooker.llm.patient import Patient
from onlooker.llm.scripted import Answer, Scripted

from .requests import CONTENT, request


def asked(answers: list[Answer], tries: int = 3) -> tuple[Patient, Scripted, list[float]]:
    waits: list[float] = []
    inner = Scripted(answers)
    return Patient(inner=inner, tries=tries, longest_s=60.0, sleep=waits.append), inner, waits


def test_it_waits_as_long_as_the_provider_said() -> None:
    model, _, waits = asked([ModelError("busy", again_after_s=7.0), CONTENT])
    reply = model.reply(request())
    assert reply.content == CONTENT
    assert reply.attempts == 2
    assert waits == [7.0]


def test_it_waits_longer_each_time_when_nothing_was_said() -> None:
    model, inner, waits = asked([ModelError("down", again_after_s=0.0)], tries=4)
    with pytest.raises(ModelError, match="down"):
        model.reply(request())
    assert waits == [0.5, 1.0, 2.0]
    assert len(inner.asked) == 4


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ModelError("wrong key"), id="asking again will not help"),
        pytest.param(ModelError("come back tomorrow", again_after_s=86_400.0), id="longer than anybody waits"),
        pytest.param(BudgetError("spent"), id="the budget is spent"),
    ],
)
def test_it_gives_up_at_once(error: Exception) -> None:
    model, inner, waits = asked([error, CONTENT])
    with pytest.raises(type(error), match=str(error)):
        model.reply(request())
    assert waits == []
    assert len(inner.asked) == 1


def test_what_the_first_tries_used_is_in_the_usage_of_the_last() -> None:
    lost = ModelError("no JSON", again_after_s=0.0, input_tokens=30, output_tokens=5, cost=0.5)
    model, _, _ = asked([lost, CONTENT])
    usage = model.reply(request()).usage
    assert (usage.input_tokens, usage.output_tokens, usage.cost) == (1_030, 105, 0.5)


def test_so_it_is_in_the_error_when_nothing_came_of_any() -> None:
    model, _, _ = asked([ModelError("no JSON", again_after_s=0.0, input_tokens=30, cost=0.5), ModelError("wrong key")])
    with pytest.raises(ModelError, match="wrong key") as raised:
        model.reply(request())
    assert (raised.value.input_tokens, raised.value.cost) == (30, 0.5)
