"""What goes with a request besides its content."""

from __future__ import annotations

import re
from typing import assert_never, cast

from pydantic_ai.settings import ModelSettings, ThinkingLevel

from onlooker.domain.model import MediaPart, ModelRequest
from onlooker.domain.model_choice import ModelChoice, Thinking

_COARSE = re.compile(r"\bgemini-(?:[3-9]|\d\d)")
"""From Gemini 3 on a frame of video is told in 70 tokens unless more are asked for, too few to read a page by; before, in 258."""


def call_settings(request: ModelRequest, choice: ModelChoice) -> ModelSettings:
    """The clients' own retries are off: waiting is `Patient`'s, which heeds what the provider asks for and can be counted."""
    settings = ModelSettings(max_tokens=request.max_output_tokens, request_timeout=choice.timeout_s, timeout=choice.timeout_s, max_retries=0)
    level = _level(choice.thinking)
    if level is not None:
        settings["thinking"] = level
    if choice.provider.startswith("google") and _COARSE.search(choice.model) and _has_video(request):
        return cast("ModelSettings", {**settings, "google_video_resolution": "MEDIA_RESOLUTION_HIGH"})
    return settings


def _has_video(request: ModelRequest) -> bool:
    return any(isinstance(part, MediaPart) and part.media_type.startswith("video/") for part in request.parts)


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
