"""Requests like those the product makes: nested schema, a transcript, a cap; pictures."""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.model import MediaPart, ModelRequest, Sees, TextPart

SECRET = "alice@example.com bought a lamp"

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["goal", "segments", "outcome"],
    "properties": {
        "goal": {"type": "string"},
        "segments": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "success", "cites"],
                "properties": {
                    "name": {"type": "string"},
                    "success": {"type": ["boolean", "null"]},
                    "cites": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
        "outcome": {"type": "string", "enum": ["reached", "not_reached", "unknown"]},
    },
}

CONTENT: dict[str, object] = {
    "goal": "buy a lamp",
    "segments": [
        {"name": "Looking for a lamp", "success": True, "cites": ["e1", "e2"]},
        {"name": "Paying", "success": None, "cites": ["e7"]},
    ],
    "outcome": "unknown",
}


def request(text: str = f"e1,0:01,click,{SECRET}", purpose: str = "summarize") -> ModelRequest:
    return ModelRequest(
        purpose=purpose,
        prompt_version="1",
        instructions="Say what the user tried.",
        parts=(TextPart(text="# Product"), TextPart(text=text, untrusted=True)),
        schema=SCHEMA,
        max_output_tokens=500,
        input_tokens=80,
    )


BLOBS = {"still": b"\xff\xd8\xff\xe0 a frame", "clip": b"\x00\x00\x00\x18ftypmp42 a clip"}
"""What stands behind the blobs of the requests below."""


def shown_to(sees: Sees) -> ModelRequest:
    """The same question with what a model of that sight is shown."""
    still = MediaPart(blob="still", media_type="image/jpeg", label="frame 3, 0:27", width=960, height=622, shows="clip1 frame 3")
    clip = MediaPart(blob="clip", media_type="video/mp4", fps=8, frames=13, width=960, height=622, shows="clip1 video")
    plain = request(purpose="verify")
    return {
        Sees.TEXT: plain,
        Sees.IMAGES: replace(plain, parts=(still, *plain.parts)),
        Sees.VIDEO: replace(plain, parts=(clip, *plain.parts)),
    }[sees]
