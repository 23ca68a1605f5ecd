"""The app's pages over what one real run came to, on a port of the loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from onlooker.app.library import Library, open_library
from onlooker.app.replaying import open_replays
from onlooker.app.watching import run
from onlooker.config import load
from onlooker.domain.catalogued import SessionFilter, SessionRow
from onlooker.server.access import Role, Visitor
from onlooker.server.errors import answers
from onlooker.server.pages import router, trouble
from onlooker.server.pages.rendering import session_address
from onlooker.server.serving import listen
from tests.renderers.scenes import Record

SAMPLES = Path(__file__).parents[2] / "samples"
BEGAN = 1_795_000_000_000
"""UTC ms of what is written down here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """`address` of the app, without a slash at its end."""

    address: str
    app: FastAPI
    library: Library

    def session(self, name: str) -> SessionRow:
        """By a folder of the place it was read from."""
        return next(row for row in self.library.sessions.page(SessionFilter(), limit=500).rows if name in row.origin.split("/"))

    def page(self, name: str) -> str:
        return self.address + session_address(self.session(name))


class _Visited:
    """Everybody is the same visitor, who may write."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["visitor"] = Visitor(name='<b onclick="x">Ann', role=Role.WRITE, csrf="token")
        await self._app(scope, receive, send)


def pages_app(home: Path, library: Library) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    answers(app, trouble)
    app.add_middleware(_Visited)
    app.include_router(router)
    app.state.library = library
    app.state.replays = open_replays(load(home=home))
    return app


@contextmanager
def paged(home: Path, places: list[Path]) -> Iterator[Paged]:
    """A real run over the places, by rules, and the pages of it."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("ONLOOKER_HOME", str(home))
        patch.setenv("ONLOOKER_ENGINE", "durable")
        run([str(place) for place in places])
        library = stack.enter_context(open_library(load(home=home)))
        app = pages_app(home, library)
        listening = stack.enter_context(listen("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        stack.callback(thread.join)
        stack.callback(lambda: setattr(server, "should_exit", True))
        yield Paged(address=f"http://127.0.0.1:{listening.getsockname()[1]}", app=app, library=library)


def written(folder: Path, records: list[Record], *, events: list[dict[str, object]] | None = None) -> Path:
    """A recording in a folder of its own: rrweb's records as they are, one session. Their `timestamp` is session ms."""
    folder.mkdir(parents=True)
    told = [{**one, "timestamp": BEGAN + int(str(one["timestamp"]))} for one in records]
    (folder / "recording.json").write_bytes(orjson.dumps(told))
    if events:
        (folder / "events.json").write_bytes(orjson.dumps(events))
    return folder


def at(at_ms: int, data: dict[str, object], kind: int = 3) -> Record:
    return {"type": kind, "timestamp": at_ms, "data": data}
