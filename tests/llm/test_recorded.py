from __future__ import annotations

import pytest

from onlooker.errors import ModelError
from onlooker.llm.recorded import Recording, Replayed
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request
from .subjects import KeptReplies


def test_what_one_model_said_is_played_back_without_it() -> None:
    store = KeptReplies()
    Recording(inner=Scripted([CONTENT], name="google:gemini-2.5-flash"), store=store).reply(request())
    reply = Replayed(store=store).reply(request())
    assert reply.content == CONTENT
    assert reply.model == "google:gemini-2.5-flash"
    assert reply.usage.cost == 0.0


def test_what_was_not_recorded_has_no_answer() -> None:
    with pytest.raises(ModelError, match=r"no recorded reply for this summarize request \(prompt version 1\)"):
        Replayed(store=KeptReplies()).reply(request())
