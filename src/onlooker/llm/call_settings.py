"""What goes with a request besides its content."""

from __future__ import annotations

from typing import assert_never

from pydantic_ai.settings import ModelSettings, ThinkingLevel

from onlooker.domain.model import ModelRequest
from onlooker.domain.model_choice import ModelChoice, Thinking


def call_settings(request: ModelRequest, choice: ModelChoice) -> ModelSettings:
    """The clients' own retries are off: waiting is `Patient`'s, which heeds what the provider asks for and can be counted."""
    settings = ModelSettings(max_tokens=request.max_output_tokens, request_timeout=choice.timeout_s, timeout=choice.timeout_s, max_retries=0)
    level = _level(choice.thinking)
    if level is not None:
        settings["thinking"] = level
    return settings


def _level(thinking: Thinking) -> ThinkingLevel | None:
    match thinking:
        case Thinking.DEFAULT:
            return None
        case Thinking.OFF:
            return False
        case Thinking.MINIMAL:
            return "minimal"
        case Thinking.LOW:
            return "low"
        case Thinking.MEDIUM:
            return "medium"
        case Thinking.HIGH:
            return "high"
        case _:
            assert_never(thinking)
