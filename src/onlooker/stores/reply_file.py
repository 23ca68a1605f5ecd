"""A kept reply as JSON text. The question is not kept, only its purpose and prompt version: it holds what users did."""

from __future__ import annotations

import json

from onlooker.domain.model import ModelReply, ModelRequest, Usage

_SHAPE = 1
UNREADABLE = (ValueError, TypeError, KeyError, RecursionError)
"""What `read` raises for bytes that are no such file."""
UNWRITABLE = (TypeError, ValueError, RecursionError)
"""What `written` raises for a reply that is no JSON."""


def written(request: ModelRequest, reply: ModelReply) -> bytes:
    body = {
        "shape": _SHAPE,
        "purpose": request.purpose,
        "prompt_version": request.prompt_version,
        "model": reply.model,
        "input_tokens": reply.usage.input_tokens,
        "output_tokens": reply.usage.output_tokens,
        "content": reply.content,
    }
    return json.dumps(body, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(data: bytes) -> ModelReply:
    body = json.loads(data)
    content, model, given, told = body["content"], body["model"], body["input_tokens"], body["output_tokens"]
    if body["shape"] != _SHAPE or not isinstance(content, dict) or not isinstance(model, str):
        raise ValueError("not a reply of this shape")
    if not isinstance(given, int) or not isinstance(told, int):
        raise TypeError("tokens are whole numbers")
    return ModelReply(content=content, model=model, usage=Usage(input_tokens=given, output_tokens=told))
