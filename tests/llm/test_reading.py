"""An object out of whatever a model says, whole or growing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart, ToolCallPart

from onlooker.errors import ModelError
from onlooker.llm.reading import content_of, growing

from .requests import CONTENT

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.text(max_size=6), VALUES, max_size=4)


def said(text: str) -> ModelResponse:
    return ModelResponse(parts=[TextPart(text)])


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(said(json.dumps(CONTENT)), id="text"),
        pytest.param(
            ModelResponse(parts=[ThinkingPart("{ hm"), TextPart(json.dumps(CONTENT)[:30]), TextPart(json.dumps(CONTENT)[30:])]), id="pieces"
        ),
        pytest.param(ModelResponse(parts=[ToolCallPart("final_result", CONTENT)]), id="arguments"),
        pytest.param(ModelResponse(parts=[TextPart("Sure:"), ToolCallPart("final_result", json.dumps(CONTENT))]), id="arguments as text"),
    ],
)
def test_where_the_object_is(response: ModelResponse) -> None:
    assert content_of(response, "m", 100) == CONTENT
    assert growing(response) == CONTENT


@given(OBJECTS)
def test_any_object_is_read_back(content: dict[str, object]) -> None:
    assert content_of(said(json.dumps(content)), "m", 100) == content


@given(st.text() | st.text(alphabet='{}[]":,\\ \n`a1'))
def test_any_text_is_an_object_or_a_model_error(text: str) -> None:
    try:
        assert isinstance(content_of(said(text), "m", 100), dict)
    except ModelError as error:
        assert "\n" not in str(error)


def test_depth_without_end_is_no_reply() -> None:
    with pytest.raises(ModelError):
        content_of(said('{"a":' * 200_000 + "1" + "}" * 200_000), "m", 100)
    assert growing(said('{"a":' * 200_000)) is None


@given(OBJECTS)
def test_members_come_whole_texts_last_and_nothing_is_taken_back(content: dict[str, object]) -> None:
    text, seen = json.dumps(content), set[str]()
    for end in range(len(text) + 1):
        part = growing(said(text[:end]))
        if part is not None:
            assert seen <= set(part) <= set(content)
            seen |= set(part)
    assert growing(said(text)) == (content or None)
