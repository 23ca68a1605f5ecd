"""How many tokens a request may take, before it is sent. On the high side: a cap rests on it."""

from __future__ import annotations

import json
import math

from onlooker.domain.model import ModelRequest, TextPart

_CHARS_PER_TOKEN = 2.0
"""Transcripts are dense with ids and digits: about 2.4 characters a token measured, four is the rule of thumb for prose."""
_TOKENS_PER_MEDIUM = 3_000
"""A picture is 250 to 1,600 tokens with today's models, a short clip at most about this."""
_OTHER_TOKENIZERS = 1.25
"""A request's own count is made with OpenAI's ranks; other vendors' tokenizers give up to a quarter more."""


def estimated_input(request: ModelRequest) -> int:
    """Tokens of the whole request: the text as counted by the asker (or guessed from its length), the media, and the schema."""
    text = sum(len(part.text) for part in request.parts if isinstance(part, TextPart)) + len(request.instructions)
    counted = request.input_tokens * _OTHER_TOKENIZERS if request.input_tokens else text / _CHARS_PER_TOKEN
    media = sum(1 for part in request.parts if not isinstance(part, TextPart)) * _TOKENS_PER_MEDIUM
    schema = len(json.dumps(request.schema)) / _CHARS_PER_TOKEN
    return math.ceil(counted + media + schema)
