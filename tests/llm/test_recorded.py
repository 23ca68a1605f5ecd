from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.model import MediaPart, Sees
from onlooker.errors import ModelError
from onlooker.llm.recorded import Recording, Replayed
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request, shown_to
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


def test_a_reply_is_found_again_where_a_browser_draws_the_same_moment_in_other_pixels() -> None:
    store = KeptReplies()
    Recording(inner=Scripted([CONTENT]), store=store).reply(shown_to(Sees.IMAGES))
    still, *texts = shown_to(Sees.IMAGES).parts
    assert isinstance(still, MediaPart)
    other_pixels = replace(shown_to(Sees.IMAGES), parts=(replace(still, blob="other"), *texts))
    other_moment = replace(shown_to(Sees.IMAGES), parts=(replace(still, shows="clip1 frame 4"), *texts))
    assert Replayed(store=store).reply(other_pixels).content == CONTENT
    assert other_pixels.hash("m") != shown_to(Sees.IMAGES).hash("m"), "a cache asks anew"
    with pytest.raises(ModelError):
        Replayed(store=store).reply(other_moment)
