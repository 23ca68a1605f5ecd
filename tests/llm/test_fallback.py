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
