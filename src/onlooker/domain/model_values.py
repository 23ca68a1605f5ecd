"""Model requests and replies as plain JSON-able values, for queues and stores, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onlooker.domain.model import MediaPart, ModelReply, ModelRequest, Part, TextPart, Usage


def request_values(request: ModelRequest) -> dict[str, object]:
    return {
        "purpose": request.purpose,
        "prompt_version": request.prompt_version,
        "instructions": request.instructions,
        "parts": [_part_values(part) for part in request.parts],
        "schema": dict(request.schema),
        "max_output_tokens": request.max_output_tokens,
        "input_tokens": request.input_tokens,
        "about": list(request.about),
    }


def request_of(values: Mapping[str, Any]) -> ModelRequest:
    """Raises KeyError, TypeError or ValueError for values that `request_values` did not write."""
    return ModelRequest(
        purpose=values["purpose"],
        prompt_version=values["prompt_version"],
        instructions=values["instructions"],
        parts=tuple(_part_of(part) for part in values["parts"]),
        schema=values["schema"],
        max_output_tokens=values["max_output_tokens"],
        input_tokens=values["input_tokens"],
        about=tuple(values["about"]),
    )


def reply_values(reply: ModelReply) -> dict[str, object]:
    usage = reply.usage
    return {
        "content": dict(reply.content),
        "model": reply.model,
        "attempts": reply.attempts,
        "usage": {
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "cost": usage.cost,
            "cached": usage.cached,
            "saved": usage.saved,
        },
    }


def reply_of(values: Mapping[str, Any]) -> ModelReply:
    """Raises KeyError or TypeError for values that `reply_values` did not write."""
    return ModelReply(content=values["content"], model=values["model"], attempts=values["attempts"], usage=Usage(**values["usage"]))


def _part_values(part: Part) -> dict[str, object]:
    if isinstance(part, TextPart):
        return {"text": part.text, "untrusted": part.untrusted}
    return {
        "blob": part.blob,
        "media_type": part.media_type,
        "label": part.label,
        "fps": part.fps,
        "width": part.width,
        "height": part.height,
        "frames": part.frames,
        "shows": part.shows,
    }


def _part_of(values: Mapping[str, Any]) -> Part:
    return MediaPart(**values) if "blob" in values else TextPart(**values)
