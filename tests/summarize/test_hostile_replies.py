"""Replies that obey nothing: garbage, nested, huge, or written by the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.domain.model import ModelReply
from onlooker.errors import ReplyError
from onlooker.summarize import read

from .made import REFUSED, SHOP, is_sound, labels, reply, transcript

TOLD = transcript()

WORDS = ["e1", "e2", "e5", "e99", "f1", "", "Ordered", "true", "\x00", "a" * 3000, '"Place order"', "\ud800"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=20)
FIELDS = ["segments", "name", "start", "end", "summary", "key_actions", "description", "cites", "finding", "success", "goal", "rulings", "why"]
FIELDS += ["ruling", "blocking", "missed", "first", "last", "title", "kind", "outcome"]
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=8), max_leaves=12)
LABELS = st.sampled_from([*labels(TOLD).values(), "f1", "e77"])
TEXT = st.sampled_from(["Ordered", 'Said "x"', ""])


def objects(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(st.fixed_dictionaries({}, optional=fields) | JSON, max_size=5)


LIKELY = st.fixed_dictionaries(
    {
        "segments": objects(
            name=TEXT, start=LABELS, end=LABELS, summary=TEXT, success=SCALARS,
            key_actions=objects(description=TEXT, cites=st.lists(LABELS, max_size=3), finding=LABELS),
        ),
        "goal": TEXT,
        "rulings": objects(finding=LABELS, why=TEXT, ruling=SCALARS, blocking=SCALARS, cites=st.lists(LABELS, max_size=3)),
        "missed": objects(description=TEXT, first=LABELS, last=LABELS, title=TEXT, kind=SCALARS, blocking=SCALARS),
        "outcome": st.fixed_dictionaries({"description": TEXT, "cites": st.lists(LABELS, max_size=3), "success": SCALARS}) | JSON,
    }
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), JSON, max_size=8) | LIKELY)
def test_any_reply_is_a_sound_summary_or_an_error_fit_to_be_sent_back(content: Mapping[str, object]) -> None:
    try:
        summary = read(reply(content), TOLD, SHOP, [REFUSED])
    except ReplyError as error:
        assert 10 < len(str(error)) < 400
    else:
        is_sound(summary, SHOP)


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_a_reply_that_is_no_object_is_an_error(content: object) -> None:
    if not isinstance(content, dict):
        with pytest.raises(ReplyError):
            read(ModelReply(content=cast(Mapping[str, object], content), model="m"), TOLD, SHOP, [])


def test_a_reply_nested_without_end_is_an_error() -> None:
    deep: object = "e1"
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ReplyError):
        read(reply({"segments": deep, "goal": deep, "outcome": {"cites": deep}}), TOLD, SHOP, [])


def test_a_huge_reply_is_cut_to_size() -> None:
    action = {"description": "Ordered", "cites": ["e2"]}
    huge = {"name": "Shopped" * 5000, "start": "e1", "end": "e2", "key_actions": [action] * 5000}
    content = {"segments": [huge] * 3000, "goal": "Shop", "outcome": {"description": "Shopped.", "cites": ["e1"], "success": True}}
    summary = read(reply(content), TOLD, SHOP, [])
    assert len(summary.segments) <= 40
    assert all(len(s.key_actions) <= 8 and len(s.name) <= 1200 for s in summary.segments)


def test_a_reply_that_obeys_the_page_still_has_to_cite() -> None:
    with pytest.raises(ReplyError):
        read(reply({"success": True, "report": "success"}), TOLD, SHOP, [REFUSED])
