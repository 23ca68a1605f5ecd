"""Replies that obey nothing: garbage, nested, huge, or written by the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.domain.evidence import Status
from onlooker.domain.model import ModelReply, Sees
from onlooker.errors import ReplyError
from onlooker.verify import Ruled, read, read_description

from .made import CLIP, FINDING, TIMELINE, look, reply, ruling

WORDS = ["f1", "e1", "e99", "3", "0:13", "frames 4-7", "confirmed", "refuted", "true", "", "\x00", "a" * 3_000, "\ud800"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=20)
FIELDS = ["what_happens", "rulings", "finding", "what_user_saw", "frames", "cites", "why", "ruling", "blocking"]
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=9), max_leaves=12)
RULING = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[2:], JSON) | {"finding": st.sampled_from(["f1", "F1", "f2"]), "why": SCALARS})
LIKELY = st.fixed_dictionaries({"what_happens": SCALARS, "rulings": st.lists(RULING | JSON, max_size=4)})
KNOWN = {entry.id for entry in TIMELINE.entries}


def is_sound(ruled: Ruled) -> None:
    assert set(ruled.verdicts) == {FINDING.id}
    verdict = ruled.verdicts[FINDING.id]
    assert verdict.status is not Status.SUSPECTED
    assert not verdict.blocking or verdict.status is Status.CONFIRMED
    assert set(verdict.cites) <= KNOWN
    assert set(verdict.frames) <= set(CLIP.plan.instants)
    assert list(verdict.frames) == sorted(set(verdict.frames))
    assert verdict.reason
    assert "\n" not in verdict.reason + verdict.saw + ruled.description


@settings(max_examples=200, deadline=None)
@given(content=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), JSON, max_size=8) | LIKELY, sees=st.sampled_from(list(Sees)))
def test_any_reply_is_sound_verdicts_or_an_error_fit_to_be_sent_back(content: Mapping[str, object], sees: Sees) -> None:
    try:
        ruled = read(reply(content), CLIP, [FINDING], TIMELINE, sees=sees)
    except ReplyError as error:
        assert 10 < len(str(error)) < 400
    else:
        is_sound(ruled)


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_a_reply_that_is_no_object_is_an_error(content: object) -> None:
    if not isinstance(content, dict):
        told = ModelReply(content=cast("Mapping[str, object]", content), model="m")
        with pytest.raises(ReplyError):
            read(told, CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES)
        with pytest.raises(ReplyError):
            read_description(told)


def test_a_reply_nested_without_end_is_an_error() -> None:
    deep: object = "f1"
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ReplyError):
        read(reply({"what_happens": deep, "rulings": deep}), CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES)


def test_a_huge_reply_is_cut_to_size() -> None:
    huge = ruling(why="It failed. " * 5_000, frames=[5] * 5_000, cites=["e1"] * 5_000)
    verdict = read(look(*[huge] * 3_000), CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES).verdicts[FINDING.id]
    assert len(verdict.reason) <= 1_200
    assert len(verdict.frames) == 1
