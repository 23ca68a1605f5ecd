"""The JSON object in a model's response, whole or still growing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
from pydantic_core import from_json

from onlooker.errors import ModelError

_FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)


def content_of(response: ModelResponse, model: str, max_output_tokens: int) -> Mapping[str, object]:
    """The object the response carries. Raises ModelError for a refusal, for a reply cut short, and for anything but one object."""
    usage = response.usage
    spent = (usage.input_tokens, usage.output_tokens)
    if response.finish_reason == "content_filter":
        raise ModelError(f"{model} declined to answer", input_tokens=spent[0], output_tokens=spent[1])
    value = _parsed(_text(response))
    if isinstance(value, dict):
        return value
    if response.finish_reason == "length":
        raise ModelError(
            f"{model} used up its {max_output_tokens} output tokens before the reply was whole; with a model that reasons, "
            "set ONLOOKER_THINKING=off or minimal",
            input_tokens=spent[0],
            output_tokens=spent[1],
        )
    raise ModelError(f"{model} replied with something other than one JSON object", again_after_s=0.0, input_tokens=spent[0], output_tokens=spent[1])


def growing(response: ModelResponse) -> Mapping[str, object] | None:
    """As much of the object as has come; None before its first member. A text that is still being written is left out."""
    text = _text(response)
    if isinstance(text, dict):
        return text or None
    start = text.find("{")
    if start < 0:
        return None
    try:
        value = from_json(text[start:], allow_partial=True)
    except ValueError:
        return None
    return value if isinstance(value, dict) and value else None


def _text(response: ModelResponse) -> str | dict[str, object]:
    for part in response.parts:
        if isinstance(part, ToolCallPart):
            return dict(part.args) if isinstance(part.args, dict) else part.args or ""
    return "".join(part.content for part in response.parts if isinstance(part, TextPart))


def _parsed(text: str | dict[str, object]) -> object:
    if isinstance(text, dict):
        return text
    if fenced := _FENCE.match(text):
        text = fenced.group(1)
    start, end = text.find("{"), text.rfind("}")
    try:
        return json.loads(text[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return None
