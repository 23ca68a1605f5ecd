"""A model request as pydantic-ai messages: instructions, text, pictures and video in their order, word for word. Fencing what pages and
people wrote is the asker's part, whose prompt names the marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from pydantic_ai.messages import BinaryContent, ModelMessage, UserContent, UserPromptPart
from pydantic_ai.messages import ModelRequest as Message

from onlooker.domain.model import MediaPart, ModelRequest, TextPart


def messages(request: ModelRequest, blobs: Callable[[str], bytes]) -> Sequence[ModelMessage]:
    """One user message under the instructions."""
    content: list[UserContent] = []
    for part in request.parts:
        match part:
            case TextPart():
                content.append(part.text)
            case MediaPart():
                content.extend(_medium(part, blobs))
            case _:
                assert_never(part)
    return [Message(parts=[UserPromptPart(content=content)], instructions=request.instructions)]


def _medium(part: MediaPart, blobs: Callable[[str], bytes]) -> list[UserContent]:
    # Gemini samples about one frame a second unless told; the others take no such wish.
    wish = {"fps": part.fps} if part.fps is not None and part.media_type.startswith("video/") else None
    medium = BinaryContent(data=blobs(part.blob), media_type=part.media_type, vendor_metadata=wish)
    return [part.label, medium] if part.label else [medium]
