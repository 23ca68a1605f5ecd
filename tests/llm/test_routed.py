"""The cheap model reads, the good one looks; asked as one."""

from __future__ import annotations

import pytest

from onlooker.domain.model import Sees
from onlooker.llm.routed import Routed
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request

SMALL = Scripted([CONTENT], name="a:small", context_tokens=32_000, sees=Sees.TEXT)
LARGE = Scripted([CONTENT], name="b:large", context_tokens=200_000, sees=Sees.VIDEO)
BOTH = Routed(reads=SMALL, looks=LARGE)


@pytest.mark.parametrize(
    ("purpose", "by"),
    [("summarize", "a:small"), ("verify", "b:large"), ("describe", "b:large"), ("extract", "b:large")],
)
def test_a_request_goes_to_the_model_for_its_purpose(purpose: str, by: str) -> None:
    assert BOTH.reply(request(purpose=purpose)).model == by


def test_what_it_sees_is_what_the_looking_model_sees() -> None:
    assert (BOTH.sees, BOTH.context_tokens, BOTH.name) == (Sees.VIDEO, 32_000, "a:small")
