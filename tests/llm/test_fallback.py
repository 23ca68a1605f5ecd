from __future__ import annotations

import pytest

from onlooker.errors import BudgetError, ModelError
from onlooker.llm.fallback import Fallback
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request


def test_the_second_is_asked_only_when_the_first_gives_nothing() -> None:
    first, second = Scripted([CONTENT, ModelError("down")], name="a:first"), Scripted([CONTENT], name="b:second")
    model = Fallback(first=first, second=second)
    assert [model.reply(request()).model for _ in range(2)] == ["a:first", "b:second"]
    assert len(second.asked) == 1


def test_when_both_fail_both_reasons_are_told() -> None:
    model = Fallback(first=Scripted([ModelError("one is down")]), second=Scripted([ModelError("two is down")]))
    with pytest.raises(ModelError, match="one is down; and two is down"):
        model.reply(request())


def test_a_spent_budget_is_not_worked_around() -> None:
    second = Scripted([CONTENT])
    with pytest.raises(BudgetError):
        Fallback(first=Scripted([BudgetError("spent")]), second=second).reply(request())
    assert second.asked == []


def test_what_the_first_was_paid_for_nothing_is_in_the_usage_of_the_second() -> None:
    lost = ModelError("no JSON", input_tokens=30, output_tokens=5, cost=0.5)
    usage = Fallback(first=Scripted([lost]), second=Scripted([CONTENT])).reply(request()).usage
    assert (usage.input_tokens, usage.cost) == (1_030, 0.5)
    with pytest.raises(ModelError) as raised:
        Fallback(first=Scripted([lost]), second=Scripted([ModelError("down", input_tokens=1, cost=0.25)])).reply(request())
    assert (raised.value.input_tokens, raised.value.cost) == (31, 0.75)
