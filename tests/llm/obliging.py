"""A model on the loopback that answers every question of the product with something usable, about as long as a reader's answer, and counts tokens
exactly: texts by o200k_base, a picture by OpenAI's patches."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from onlooker.condense.tokens import count
from onlooker.domain.model import ModelRequest, TextPart
from tests.discover.reader import Reader

Json = dict[str, object]
_PICTURE = 648
"""A frame of 960 x 562: 30 x 18 patches, times 1.2."""
_FILLER = "The person looked at the page, pressed the control and waited for an answer, which came after a while or did not come at all. "


def answer(purpose: str, text: str) -> Json:
    """To the text of a request, by what it asks to rule on."""
    labels = _labels(text)
    if purpose in ("extract", "combine", "assign", "check"):
        parts = (TextPart(text=text, untrusted=True), TextPart(text=text))
        asked = ModelRequest(purpose=purpose, prompt_version="", instructions="", parts=parts, schema={})
        return dict(Reader(_first_said).reply(asked).content)
    if purpose == "describe":
        return {"what_happens": _FILLER * 6}
    if purpose == "verify":
        return {"what_happens": _FILLER * 6, "rulings": [_ruling(label, text) for label in labels]}
    entries = re.findall(r"Entries run from (\w+) to (\w+)", text)
    first, last = entries[-1]
    return {
        "segments": [
            {
                "name": "Went about the errand",
                "start": first,
                "end": last,
                "summary": _FILLER * 4,
                "key_actions": [{"description": _FILLER, "cites": [first], "finding": ""}, {"description": _FILLER, "cites": [last], "finding": ""}],
                "success": None,
            }
        ],
        "goal": "Get something done on the page",
        "rulings": [{"finding": label, "why": _FILLER, "cites": [first], "ruling": "real", "blocking": True} for label in labels],
        "missed": [],
        "outcome": {"description": _FILLER * 2, "cites": [last], "success": None},
    }


def _labels(text: str) -> list[str]:
    found = re.findall(r"(?:Suspicions|Suspected findings) to rule on: ([f\d, ]+)", text)
    return [label.strip() for label in found[-1].split(",") if label.strip()] if found else []


def _first_said(trouble: str) -> str:
    """What the screen said, its numbers taken out: cause enough for a double."""
    said = re.search(r'"([^"]{6,})"', trouble)
    return re.sub(r"\d+", "#", said.group(1) if said else trouble.splitlines()[0])[:60]


def _ruling(label: str, text: str) -> Json:
    """On the first frames, or the first entry where there are none to see."""
    entries = re.findall(r"Entries run from (\w+)", text)
    seen: Json = {"frames": [0, 1] if "Frames run from" in text else [], "cites": entries[-1:]}
    return {"finding": label, "what_user_saw": _FILLER, **seen, "why": _FILLER, "ruling": "confirmed", "blocking": True}


class Obliging:
    """Speaks OpenAI's chat format at `address`. `seconds` it takes for an answer; `reworded` may change what it says. `used` holds (tokens in, tokens
    out) of each call."""

    def __init__(self, *, seconds: float = 0.0, reworded: Callable[[Json], Json] = lambda said: said) -> None:
        self.seconds, self.reworded = seconds, reworded
        self.used: list[tuple[int, int]] = []
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def reply(self, body: Json) -> Json:
        time.sleep(self.seconds)
        texts, pictures = _told(body)
        tools = body.get("tools")
        said = json.dumps(self.reworded(answer(_purpose(body), "\n".join(texts))))
        schema = json.dumps(tools if tools else body.get("response_format", ""))
        given, written = sum(map(count, texts)) + count(schema) + pictures * _PICTURE + 7, count(said)
        with self._lock:
            self.used.append((given, written))
        message: Json = {"role": "assistant", "content": said}
        if isinstance(tools, list) and tools:
            call = {"id": "c1", "type": "function", "function": {"name": tools[0]["function"]["name"], "arguments": said}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        usage = {"prompt_tokens": given, "completion_tokens": written, "total_tokens": given + written}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if tools else "stop"}
        return {"id": "r", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}

    @contextmanager
    def running(self) -> Iterator[Obliging]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()


def _purpose(body: Json) -> str:
    """As the schema is named, or the tool described."""
    found = re.search(r'"json_schema": \{.*?"name": "(\w+)"|The result of: (\w+)', json.dumps(body))
    return next(filter(None, found.groups()), "") if found else ""


def _told(body: Json) -> tuple[list[str], int]:
    texts, pictures = [], 0
    messages = body.get("messages")
    for message in messages if isinstance(messages, list) else []:
        content = message.get("content")
        for part in [{"type": "text", "text": content}] if isinstance(content, str) else content or []:
            if part.get("type") == "text":
                texts.append(part["text"])
            else:
                pictures += 1
    return texts, pictures


def _handler(model: Obliging) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            streamed = bool(body.pop("stream", False))
            reply = model.reply(body)
            data = _streamed(reply) if streamed else json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream" if streamed else "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def _streamed(reply: Json) -> bytes:
    """The whole answer as one chunk, then the usage."""
    choices = reply["choices"]
    assert isinstance(choices, list)
    head: Json = {"id": "r", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    message = choices[0]["message"]
    delta = {**message, "tool_calls": [{"index": 0, **call} for call in message["tool_calls"]]} if "tool_calls" in message else message
    chunks: list[Json] = [
        {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": choices[0]["finish_reason"]}]},
        {**head, "choices": [], "usage": reply["usage"]},
    ]
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode() + b"data: [DONE]\n\n"
