"""A model request as pydantic-ai messages: instructions, text, pictures and video in their order, word for word. Fencing what pages and
people wrote is the asker's part, whose prompt names the marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic_ai.messages import BinaryContent, ModelMessage, UserContent, UserPromptPart
from pydantic_ai.messages import ModelRequest as Message

from onlooker.domain.model import MediaPart, ModelRequest
from onlooker.errors import ModelError
from onlooker.llm.uploads import check_uploads


def messages(request: ModelRequest, blobs: Callable[[str], bytes], name: str) -> Sequence[ModelMessage]:
    """One user message under the instructions. Raises ModelError for a picture that is not there, or more of them than `name` takes."""
    data = {part.blob: _fetched(part, blobs) for part in request.parts if isinstance(part, MediaPart)}
    check_uploads(name, [len(data[part.blob]) for part in request.parts if isinstance(part, MediaPart)])
    content: list[UserContent] = []
    for part in request.parts:
        if isinstance(part, MediaPart):
            content += _medium(part, data[part.blob])
        else:
            content.append(part.text)
    return [Message(parts=[UserPromptPart(content=content)], instructions=request.instructions)]


def _fetched(part: MediaPart, blobs: Callable[[str], bytes]) -> bytes:
    try:
        return blobs(part.blob)
    except (KeyError, OSError):
        raise ModelError(f"the request shows a picture or video ({part.blob}) that is no longer there; render the clip again") from None


def _medium(part: MediaPart, data: bytes) -> list[UserContent]:
    # Gemini samples about one frame a second unless told; the others take no such wish.
    wish = {"fps": part.fps} if part.fps is not None and part.media_type.startswith("video/") else None
    medium = BinaryContent(data=data, media_type=part.media_type, vendor_metadata=wish)
    return [part.label, medium] if part.label else [medium]
