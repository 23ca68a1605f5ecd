"""The three wire formats models are spoken to in, from the server's side: what a request asked, and how a reply is put."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Json = dict[str, object]
PIECE = 30
"""Characters a streamed chunk carries."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the model says: `text`, or nothing and a refusal; `cut` when it ran out of tokens."""

    text: str
    refused: bool = False
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came; names of headers in lower case."""

    path: str
    headers: Mapping[str, str]
    body: Json

    @property
    def streamed(self) -> bool:
        return bool(self.body.get("stream")) or ":streamGenerateContent" in self.path

    @property
    def text(self) -> str:
        return json.dumps(self.body)


INPUT_TOKENS, OUTPUT_TOKENS = 120, 34


def reply_to(asked: Asked, said: Said) -> Json:
    if asked.path.endswith("/chat/completions"):
        return _openai(asked, said)
    if asked.path.endswith("/messages"):
        return _anthropic(asked, said)
    return _gemini(said.text, _gemini_reason(said))


def stream_to(asked: Asked, said: Said) -> Iterator[str]:
    """Server-sent events, as text."""
    if asked.path.endswith("/chat/completions"):
        yield from _openai_stream(asked, said)
    elif asked.path.endswith("/messages"):
        yield from _anthropic_stream(asked, said)
    else:
        pieces = _pieces(said.text)
        for at, piece in enumerate(pieces):
            yield _event(_gemini(piece, _gemini_reason(said) if at == len(pieces) - 1 else None))


def _pieces(text: str) -> list[str]:
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]


def _event(body: Json, name: str = "") -> str:
    return f"{f'event: {name}' + chr(10) if name else ''}data: {json.dumps(body)}\n\n"


# OpenAI, and everything that says it is compatible


def _tool(asked: Asked) -> str | None:
    tools = asked.body.get("tools")
    if not isinstance(tools, list) or not tools:
        return None
    tool = tools[0]
    return str(tool.get("name") or tool["function"]["name"])


def _openai_usage() -> Json:
    return {"prompt_tokens": INPUT_TOKENS, "completion_tokens": OUTPUT_TOKENS, "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS}


def _openai(asked: Asked, said: Said) -> Json:
    tool = _tool(asked)
    message: Json = {"role": "assistant", "content": said.text}
    finish = "length" if said.cut else "stop"
    if said.refused:
        message = {"role": "assistant", "content": None, "refusal": "I will not read about alice@example.com"}
    elif tool:
        call = {"id": "c1", "type": "function", "function": {"name": tool, "arguments": said.text}}
        message, finish = {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "r1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": _openai_usage()}


def _openai_stream(asked: Asked, said: Said) -> Iterator[str]:
    head: Json = {"id": "r1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    tool = _tool(asked)

    def chunk(delta: Json, finish: str | None = None) -> str:
        return _event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    yield chunk({"role": "assistant"})
    if said.refused:
        yield chunk({"refusal": "I will not"})
        yield chunk({}, "content_filter")
    else:
        for at, piece in enumerate(_pieces(said.text)):
            first: Json = {"id": "c1", "type": "function"} if at == 0 else {}
            name: Json = {"name": tool} if at == 0 else {}
            yield chunk({"tool_calls": [{"index": 0, **first, "function": {**name, "arguments": piece}}]} if tool else {"content": piece})
        yield chunk({}, "length" if said.cut else "tool_calls" if tool else "stop")
    yield _event({**head, "choices": [], "usage": _openai_usage()})
    yield "data: [DONE]\n\n"


# Gemini


def _gemini_reason(said: Said) -> str:
    return "SAFETY" if said.refused else "MAX_TOKENS" if said.cut else "STOP"


def _gemini(text: str, reason: str | None) -> Json:
    candidate: Json = {"index": 0, "content": {"role": "model", "parts": [{"text": text}]}}
    if reason:
        candidate["finishReason"] = reason
    usage = {"promptTokenCount": INPUT_TOKENS, "candidatesTokenCount": OUTPUT_TOKENS, "totalTokenCount": INPUT_TOKENS + OUTPUT_TOKENS}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m", "responseId": "r1"}


# Anthropic


def _anthropic_usage() -> Json:
    return {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS}


def _anthropic_reason(asked: Asked, said: Said) -> str:
    return "refusal" if said.refused else "max_tokens" if said.cut else "tool_use" if _tool(asked) else "end_turn"


def _anthropic(asked: Asked, said: Said) -> Json:
    tool = _tool(asked)
    block: Json = {"type": "tool_use", "id": "c1", "name": tool, "input": json.loads(said.text)} if tool else {"type": "text", "text": said.text}
    head: Json = {"id": "r1", "type": "message", "role": "assistant", "model": "m", "stop_sequence": None}
    return {**head, "content": [block], "stop_reason": _anthropic_reason(asked, said), "usage": _anthropic_usage()}


def _anthropic_stream(asked: Asked, said: Said) -> Iterator[str]:
    tool = _tool(asked)
    head: Json = {"id": "r1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None, "stop_sequence": None}
    block: Json = {"type": "tool_use", "id": "c1", "name": tool, "input": {}} if tool else {"type": "text", "text": ""}
    yield _event({"type": "message_start", "message": {**head, "usage": _anthropic_usage()}}, "message_start")
    yield _event({"type": "content_block_start", "index": 0, "content_block": block}, "content_block_start")
    for piece in _pieces(said.text):
        delta: Json = {"type": "input_json_delta", "partial_json": piece} if tool else {"type": "text_delta", "text": piece}
        yield _event({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")
    yield _event({"type": "content_block_stop", "index": 0}, "content_block_stop")
    end: Json = {"stop_reason": _anthropic_reason(asked, said), "stop_sequence": None}
    yield _event({"type": "message_delta", "delta": end, "usage": {"output_tokens": OUTPUT_TOKENS}}, "message_delta")
    yield _event({"type": "message_stop"}, "message_stop")
