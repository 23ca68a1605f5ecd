from __future__ import annotations

import pytest

from onlooker.errors import ModelError
from onlooker.llm.scripted import Scripted

from .requests import request


def test_answers_come_in_order_and_the_last_stays() -> None:
    model = Scripted([{"n": 1}, ModelError("not now"), {"n": 3}])
    assert model.reply(request()).content == {"n": 1}
    with pytest.raises(ModelError, match="not now"):
        model.reply(request())
    assert [model.reply(request()).content for _ in range(2)] == [{"n": 3}, {"n": 3}]
    assert len(model.asked) == 4


def test_a_function_answers_the_request() -> None:
    assert Scripted(lambda request: {"asked": request.purpose}).reply(request(purpose="verify")).content == {"asked": "verify"}


def test_lists_grow_item_by_item() -> None:
    parts: list[object] = []
    Scripted([{"goal": "g", "segments": [1, 2, 3]}]).reply(request(), parts.append)
    assert parts == [{"goal": "g"}, {"goal": "g", "segments": [1]}, {"goal": "g", "segments": [1, 2]}, {"goal": "g", "segments": [1, 2, 3]}]


def test_an_empty_script_gives_no_answer() -> None:
    with pytest.raises(ModelError, match="empty"):
        Scripted([]).reply(request())
