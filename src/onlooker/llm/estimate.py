"""How many tokens a request may take, before it is sent. On the high side: a cap rests on it.

What a picture takes, by the providers' own documentation of 2026, for one of 960 x 622 pixels as the renderer makes them:

| provider | rule | tokens |
|---|---|---|
| Anthropic | width x height / 750, at most about 1,600; newer models up to 4,784 for large pictures | 797 |
| OpenAI | a token for each patch of 32 x 32, at most 1,536, times up to 2.46 (nano models) | 1,476 |
| Google | 1,120 a picture with Gemini 3; with 2.5, 258 for each of up to 6 tiles of a picture this size | 1,548 |

A frame of a video is 258 tokens with Gemini 2.5, 264 to 280 with Gemini 3 at the high resolution that `call_settings` asks for, and 7 for its time.
Left out: gpt-4o-mini of 2024, which counts a picture 33 times.
"""

from __future__ import annotations

import json
import math

from onlooker.domain.model import MediaPart, ModelRequest, TextPart

_CHARS_PER_TOKEN = 2.0
"""Transcripts are dense with ids and digits: about 2.4 characters a token measured, four is the rule of thumb for prose."""
_OTHER_TOKENIZERS = 1.25
"""A request's own count is made with OpenAI's ranks; other vendors' tokenizers give up to a quarter more."""
_PICTURE, _LARGE_PICTURE = 1_600, 4_800
_LARGE_PIXELS = 1_150_000
"""Above this, Anthropic's older models shrink a picture and its newer ones do not."""
_FRAME = 300
_CLIP = 3_000
"""A short clip whose frames nobody counted."""


def estimated_input(request: ModelRequest) -> int:
    """Tokens of the whole request: the text as counted by the asker (or guessed from its length), the media, and the schema."""
    text = sum(len(part.text) for part in request.parts if isinstance(part, TextPart)) + len(request.instructions)
    counted = request.input_tokens * _OTHER_TOKENIZERS if request.input_tokens else text / _CHARS_PER_TOKEN
    media = sum(_medium(part) for part in request.parts if isinstance(part, MediaPart))
    schema = len(json.dumps(request.schema)) / _CHARS_PER_TOKEN
    return math.ceil(counted + media + schema)


def _medium(part: MediaPart) -> int:
    if part.media_type.startswith("video/"):
        return part.frames * _FRAME or _CLIP
    known = part.width > 0 and part.height > 0
    return _PICTURE if known and part.width * part.height <= _LARGE_PIXELS else _LARGE_PICTURE
