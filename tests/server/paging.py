"""The app's pages over what one real run came to, on a port of the loopback."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from onlooker.app.library import Library, open_library
from onlooker.app.watching import run
from onlooker.config import load
from onlooker.domain.catalogued import SessionFilter, SessionRow
from onlooker.server.access import Access, Role, Visitor
from onlooker.server.app import App, create_app, web_app
from onlooker.server.pages.rendering import session_address
from onlooker.server.serving import listen
from tests.domain.dom import el, page
from tests.renderers.scenes import Record

SAMPLES = Path(__file__).parents[2] / "samples"
BEGAN = 1_795_000_000_000
"""UTC ms of what is written down here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """`address` of the app, without a slash at its end."""

    address: str
    app: App
    library: Library

    def session(self, name: str) -> SessionRow:
        """By a folder of the place it was read from."""
        return next(row for row in self.library.sessions.page(SessionFilter(), limit=500).rows if name in row.origin.split("/"))

    def page(self, name: str) -> str:
        return self.address + session_address(self.session(name))


def named(library: Library, name: str) -> FastAPI:
    """The app as somebody of that name sees it, who may only read."""
    app = web_app(library, Access(open=True))

    @app.middleware("http")
    async def visited(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        request.state.visitor = Visitor(name=name, role=Role.READ, csrf="token")
        return await answer(request)

    return app


@contextmanager
def paged(home: Path, places: list[Path]) -> Iterator[Paged]:
    """A real run over the places, by rules, and the pages of it."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("ONLOOKER_HOME", str(home))
        patch.setenv("ONLOOKER_ENGINE", "durable")
        patch.setenv("NO_PROXY", "127.0.0.1")
        run([str(place) for place in places])
        library = stack.enter_context(open_library(load(home=home)))
        app = create_app(library)
        yield Paged(address=stack.enter_context(at_a_port(app)), app=app, library=library)


@contextmanager
def at_a_port(app: App) -> Iterator[str]:
    """Its address, while it is served in a thread."""
    with closing(listen("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        app.leaves_when(lambda: server.should_exit)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def written(folder: Path, records: list[Record], *, events: list[dict[str, object]] | None = None) -> Path:
    """A recording in a folder of its own: rrweb's records as they are, one session. Their `timestamp` is session ms."""
    folder.mkdir(parents=True)
    told = [{**one, "timestamp": BEGAN + int(str(one["timestamp"]))} for one in records]
    (folder / "recording.json").write_bytes(orjson.dumps(told))
    if events:
        (folder / "events.json").write_bytes(orjson.dumps(events))
    return folder


def troubled(folder: Path, text: str) -> Path:
    """The folders `evil` and `again`: two sessions in which the same goes wrong. All that stands on their page is `text`: title, address, button,
    message."""
    form = el("form", el("label", text, el("input", name="x", id=20)), el("button", text, id=21), id=22)
    alert = {"parentId": 22, "nextId": None, "node": el("div", text, role="alert")}
    records = [
        at(0, {"href": f"https://app.test/{text}?q={text}", "width": 800, "height": 600}, 4),
        at(1, page(el("h1", text), form, head=(el("title", text),)), 2),
        *(at(4_000 + 400 * turn, {"source": 2, "type": 2, "id": 21, "x": 50, "y": 60}) for turn in range(6)),
        at(7_000, {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [alert]}),
        at(30_000, {"source": 1, "positions": [{"x": 1, "y": 1, "id": 22, "timeOffset": 0}]}),
    ]
    for name in ("evil", "again"):
        written(folder / name, records)
    return folder


def at(at_ms: int, data: dict[str, object], kind: int = 3) -> Record:
    return {"type": kind, "timestamp": at_ms, "data": data}
