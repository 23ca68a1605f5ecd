from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.condense import tokens


def test_the_ranks_are_the_published_ones() -> None:
    original = b"".join(base64.b64encode(token) + b" %d\n" % rank for rank, token in enumerate(tokens.ranked()))
    assert hashlib.sha256(original).hexdigest() == "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"


@pytest.mark.parametrize(("text", "count"), [("", 0), ("hello world", 2), ("e12,.4,click", 6), ("<|endoftext|>", 7), ("\n", 1)])
def test_counts(text: str, count: int) -> None:
    assert tokens.count(text) == count


@given(st.text())
def test_no_text_has_more_tokens_than_the_bound(text: str) -> None:
    assert tokens.count(text) <= tokens.at_most(text)
