"""How many tokens a request will likely take, for estimates: in the middle, where `estimate` is on the high side for a cap. What is not measured here
is corrected by what earlier runs took (`domain.experience`)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

from onlooker.domain.model import MediaPart, ModelRequest, TextPart
from onlooker.domain.model_choice import ModelChoice, Thinking
from onlooker.llm.portable_schema import portable

_TOKENIZER = {"openai": 1.0, "google": 1.0, "anthropic": 1.2}
"""Tokens for one of o200k_base, which is OpenAI's; the others' is a guess."""
_OTHER_TOKENIZER = 1.1
_AROUND = 20
"""Roles and marks that the provider's format adds."""
_REASONED = {Thinking.OFF: 0, Thinking.MINIMAL: 100, Thinking.LOW: 400, Thinking.MEDIUM: 1_500, Thinking.HIGH: 4_000, Thinking.DEFAULT: 800}
"""What a model that reasons writes before its answer, and is paid for: guesses."""
_PATCH, _TILE = 32, 768


def expected_input(request: ModelRequest, choice: ModelChoice, tokens: Callable[[str], int]) -> int:
    """`tokens` counts a text exactly, by o200k_base."""
    media = [part for part in request.parts if isinstance(part, MediaPart)]
    texts = [request.instructions, json.dumps(portable(request.schema)), *(part.label for part in media)]
    texts += [part.text for part in request.parts if isinstance(part, TextPart)]
    told = sum(tokens(text) for text in texts if text) * _TOKENIZER.get(choice.provider, _OTHER_TOKENIZER)
    return math.ceil(told) + sum(_medium(part, choice) for part in media) + _AROUND


def expected_output(answer_tokens: int, choice: ModelChoice) -> int:
    return answer_tokens + _REASONED[choice.thinking]


def _medium(part: MediaPart, choice: ModelChoice) -> int:
    """By the rules in `estimate`."""
    google_2 = choice.provider == "google" and "gemini-2" in choice.model
    if part.media_type.startswith("video/"):
        return part.frames * (265 if google_2 else 280)
    width, height = part.width or 960, part.height or 620
    match choice.provider:
        case "anthropic":
            return math.ceil(width * height / 750)
        case "google" if google_2:
            return 258 * math.ceil(width / _TILE) * math.ceil(height / _TILE)
        case "google":
            return 1_120
        case _:
            return math.ceil(math.ceil(width / _PATCH) * math.ceil(height / _PATCH) * 1.2)
