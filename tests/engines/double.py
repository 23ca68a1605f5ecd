"""A model on the loopback that answers whatever it is asked: with the smallest reply of the schema sent along, and a summary with one that stands.

Each answer carries a word of its own, so that one can see which answers were kept; each request is logged, when it came and when it was answered.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.llm.wire import Asked, Said, reply_to, stream_to

_ENTRIES = re.compile(r"Entries run from (\S+) to (\S+)\.")
_SUSPECTS = re.compile(r"Suspected findings to rule on: ([^.]*)\.")


@dataclass(kw_only=True)
class Call:
    """One request as it came. `purpose` is summary, look or patterns. `ended` is None while it is not answered; an answer may have found nobody
    there to take it."""

    word: str
    purpose: str
    began: float
    ended: float | None = None


@dataclass(kw_only=True)
class Double:
    """`latency_s` is how long each answer takes, and may be changed at any time. While it is held no answer goes out."""

    latency_s: float = 0.0
    calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _held: Callable[[Call], bool] | None = None
    _closed: bool = False
    _port: int = 0

    @property
    def model(self) -> str:
        return f"openai-compatible:double@http://127.0.0.1:{self._port}/v1"

    def hold(self, which: Callable[[Call], bool] = lambda call: True) -> None:
        self._held = which

    def release(self) -> None:
        with self._changed:
            self._held = None
            self._changed.notify_all()

    def wait_for(self, count: int, timeout_s: float = 80.0) -> None:
        """Until so many requests have come."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.calls) >= count, timeout_s), f"{len(self.calls)} requests came, not {count}"

    def words(self) -> list[str]:
        return [call.word for call in self.calls]

    def most_at_once(self) -> int:
        changes = sorted([(call.began, 1) for call in self.calls] + [(call.ended, -1) for call in self.calls if call.ended is not None])
        most = now = 0
        for _, change in changes:
            now += change
            most = max(most, now)
        return most

    def most_begun_in(self, seconds: float) -> int:
        began = sorted(call.began for call in self.calls)
        return max((sum(start <= other < start + seconds for other in began) for start in began), default=0)

    @contextmanager
    def running(self) -> Iterator[Double]:
        http = _Server(("127.0.0.1", 0), _handler(self))
        http.daemon_threads = True
        self._port = http.server_port
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            with self._changed:
                self._closed = True
                self._changed.notify_all()
            http.shutdown()
            http.server_close()

    def answer(self, asked: Asked) -> tuple[Call, Said]:
        text = "\n".join(_texts(asked.body.get("messages")))
        word = f"w{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        schema = _schema(asked.body)
        fields = set(schema.get("properties", {}))
        summary = "segments" in fields
        call = Call(word=word, purpose="summary" if summary else "look" if "rulings" in fields else "patterns", began=time.monotonic())
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or self._held is None or not self._held(call))
        threading.Event().wait(self.latency_s)
        return call, Said(text=json.dumps(_summary(text, word) if summary else smallest(schema, word)))


def smallest(schema: Mapping[str, Any], word: str, defs: Mapping[str, Any] | None = None) -> object:
    """A value of the schema with as little in it as it allows."""
    defs = {**(defs or {}), **schema.get("$defs", {})}
    if "$ref" in schema:
        return smallest(defs[schema["$ref"].rpartition("/")[2]], word, defs)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return smallest(schema[several][0], word, defs)
    match schema.get("type"):
        case "object":
            return {name: smallest(inner, word, defs) for name, inner in schema.get("properties", {}).items()}
        case "array":
            return [smallest(schema.get("items", {}), word, defs)] * int(schema.get("minItems", 0))
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "null":
            return None
        case _:
            return word


def _summary(text: str, word: str) -> object:
    entries, suspects = _ENTRIES.search(text), _SUSPECTS.search(text)
    first, last = entries.groups() if entries else ("", "")
    named = [name.strip() for name in suspects[1].split(",")] if suspects else []
    return {
        "segments": [{"name": "All of it", "start": first, "end": last, "summary": "They did this and that.", "key_actions": [], "success": True}],
        "goal": f"Wanted {word}",
        "rulings": [{"finding": name, "why": "It shows.", "cites": [last], "ruling": "real", "blocking": False} for name in named],
        "missed": [],
        "outcome": {"description": "They got it.", "cites": [last], "success": True},
    }


def _schema(body: Mapping[str, Any]) -> Mapping[str, Any]:
    form = body.get("response_format") or {}
    if "json_schema" in form:
        return dict(form["json_schema"]["schema"])
    tools = body.get("tools") or []
    return dict(tools[0]["function"]["parameters"]) if tools else {}


def _texts(messages: object) -> Iterator[str]:
    for message in messages if isinstance(messages, list) else []:
        content = message.get("content")
        yield from [content] if isinstance(content, str) else [str(part.get("text", "")) for part in content or []]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked was killed."""


def _handler(double: Double) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            asked = Asked(path=self.path.partition("?")[0], headers={}, body=body)
            call, said = double.answer(asked)
            text = "".join(stream_to(asked, said)) if asked.streamed else json.dumps(reply_to(asked, said))
            try:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream" if asked.streamed else "application/json")
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())
                self.wfile.flush()
            except OSError:  # whoever asked was killed
                self.close_connection = True
            call.ended = time.monotonic()

    return Handler
