"""The app: API and pages behind their doors, and capture beside them, which has keys of its own and shares none of theirs."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from onlooker.app.library import Library
from onlooker.server import api, errors, pages, statics
from onlooker.server.access import Access
from onlooker.server.api.live import Pace
from onlooker.server.doors import Doors

_ABOUT = """All that the pages show, as JSON. Instants are UTC in milliseconds, moments of a session milliseconds since its start, money USD.
Long work answers 202 with a run or an estimate, which is then looked at. Errors are `{"error": word, "message": sentence}`.

Off the loopback every request needs `Authorization: Bearer TOKEN`, the cookie that `/api/login` gives, or the header of a proxy that the server was
told of. What changes something needs the role `write`, and `X-CSRF-Token` as `/api/me` tells it where a cookie or a proxy says who asks."""


def create_app(library: Library, *, access: Access | None = None, capture: Starlette | None = None) -> App:
    """`access` None: whoever reaches it may do everything. `capture` is served on its own paths."""
    return App(web_app(library, access or Access(open=True)), capture)


def web_app(library: Library, access: Access) -> FastAPI:
    """Without its doors: nothing but `Doors` may serve it."""
    app = FastAPI(
        title="Onlooker",
        version=version("onlooker"),
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.library, app.state.access = library, access
    app.state.leaving = lambda: False
    app.state.held = 0
    app.state.pace = Pace()
    app.include_router(api.router, responses=_REFUSALS)
    app.include_router(pages.router)
    errors.answers(app, pages.trouble)
    return app


_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"description": "What was asked for cannot be done; the message says why."},
    401: {"description": "Nobody is logged in."},
    403: {"description": "The role may not do it, or it did not come from a page of this app."},
    404: {"description": "It is not there."},
    503: {"description": "The store cannot be used at the moment."},
}


class App:
    """Capture's own addresses to capture, everything else to the app. Both have files under /static; capture's are known by name."""

    def __init__(self, web: FastAPI, capture: Starlette | None) -> None:
        self.web, self._capture = web, capture
        self._guarded: ASGIApp = Doors(web, web.state.access)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        capture = self._capture
        await (capture if capture is not None and _captures(capture, scope) else self._guarded)(scope, receive, send)

    def leaves_when(self, leaving: Callable[[], bool]) -> None:
        """Connections that are held end once this is true, rather than keep the process."""
        self.web.state.leaving = leaving


def _captures(capture: Starlette, scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    path: str = scope["path"]
    if path.startswith("/static/"):
        return statics.posthog_script(path.removeprefix("/static/")) is not None
    return any(route.matches(scope)[0] is not Match.NONE for route in capture.routes)
