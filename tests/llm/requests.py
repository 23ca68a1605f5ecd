"""A request like those the product makes: nested schema, a transcript, a cap."""

from __future__ import annotations

from onlooker.domain.model import ModelRequest, TextPart

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
