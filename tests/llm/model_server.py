"""A model server on the loopback that does what a test tells it, request by request."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .wire import Asked, Said, reply_to, stream_to


@dataclass(frozen=True, kw_only=True)
class Fails:
    """An HTTP error. `body` is what a provider would tell, with things in it that must not get out."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] = field(default_factory=lambda: {"error": {"message": "key sk-secret refused for alice@example.com"}})


@dataclass(frozen=True, kw_only=True)
class Hangs:
    """Takes the request and says nothing."""


@dataclass(frozen=True, kw_only=True)
class Babbles:
    """Not HTTP a client can make sense of: a body that is no JSON."""


Act = Said | Fails | Hangs | Babbles


class ModelServer:
    """`acts` are done one a request, the last one for ever. `asked` keeps the requests."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = list(acts)
        self.asked: list[Asked] = []
        self._released = threading.Event()
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def take(self, asked: Asked) -> Act:
        with self._lock:
            self.asked.append(asked)
            return self.acts[min(len(self.asked), len(self.acts)) - 1]

    def hang(self) -> None:
        self._released.wait(30)

    @contextmanager
    def running(self) -> Iterator[ModelServer]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._released.set()
            self._http.shutdown()
            self._http.server_close()


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            asked = Asked(path=self.path.partition("?")[0], headers={name.lower(): value for name, value in self.headers.items()}, body=body)
            match server.take(asked):
                case Fails() as fails:
                    self._send(fails.status, json.dumps(fails.body), fails.headers)
                case Hangs():
                    server.hang()
                    self.close_connection = True
                case Babbles():
                    self._send(200, "<html>hello</html>", {})
                case Said() as said if asked.streamed:
                    self._stream(asked, said)
                case Said() as said:
                    self._send(200, json.dumps(reply_to(asked, said)), {})

        def _send(self, status: int, text: str, headers: Mapping[str, str]) -> None:
            data = text.encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def _stream(self, asked: Asked, said: Said) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for event in stream_to(asked, said):
                self.wfile.write(event.encode())
                self.wfile.flush()
            self.close_connection = True

    return Handler
