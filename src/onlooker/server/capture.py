"""What pages ask and send while a session is captured: the addresses of posthog-js, and those of our own recorder.

A batch is acknowledged when it is on the disk, and not before. A request without a key that somebody made is refused; a key opens nothing else.
Addresses of visitors are neither written down nor told, unless the team asks for it (senders.py).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from onlooker.app.capturing import Capturing
from onlooker.errors import CatalogueError
from onlooker.server import posthog, statics, wire
from onlooker.server.commits import Commits
from onlooker.server.receive import Hold, Holding, body_of
from onlooker.server.refused import AGAIN_S, Refused
from onlooker.server.senders import address_of

_AT_ONCE = 4
"""Large requests that are unpacked at one moment."""
_SMALL = 32_000
"""Bytes as sent up to which a body is unpacked at once, while it stays below `_SMALL_PLAIN`: a thread costs more than that."""
_SMALL_PLAIN = 500_000
_DAY_S = 86_400
_FRESH = {"Cache-Control": "public, max-age=60"}
_POSTHOG = ("/e", "/i/v0/e", "/s", "/batch", "/capture", "/track")
_Read = Callable[[bytes, int], wire.Sent]
_log = logging.getLogger(__name__)


def capture_app(capturing: Capturing) -> Starlette:
    """All of capture, to be served alone or mounted at `/` as the last route of an app."""
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"], max_age=_DAY_S)
    return Starlette(routes=_Capture(capturing).routes(), middleware=[cors])


class _Capture:
    def __init__(self, capturing: Capturing) -> None:
        self._capturing, self._limits = capturing, capturing.limits
        self._holding = Holding(self._limits.receiving)
        self._commits = Commits(capturing.append)
        self._large = asyncio.Semaphore(_AT_ONCE)

    def routes(self) -> Sequence[BaseRoute]:
        def taking(path: str, read: _Read, *methods: str) -> list[Route]:
            async def take(request: Request) -> Response:
                return await self._answered(request, lambda: self._taken(request, read))

            return [Route(path, take, methods=methods), Route(f"{path}/", take, methods=methods)]

        def ask(path: str, answer: Callable[[Request], Awaitable[Response]], method: str = "GET") -> Route:
            async def told(request: Request) -> Response:
                return await self._answered(request, lambda: answer(request))

            return Route(path, told, methods=[method])

        return [
            *(route for path in _POSTHOG for route in taking(path, wire.posthog, "POST", "GET")),
            *taking("/onlooker/batch", lambda plain, at: wire.plain_rrweb(plain), "POST"),
            ask("/array/{key}/config.js", self._config_script),
            ask("/array/{key}/config", self._config),
            *(ask(path, self._flags, "POST") for path in ("/flags", "/flags/", "/decide", "/decide/")),
            ask("/static/{path:path}", self._static),
            ask("/onlooker.js", self._recorder),
        ]

    async def _answered(self, request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
        try:
            return await answer()
        except Refused as refused:
            if refused.status == 429 and _is_posthog_js(request):
                refused.status = 503
            return refused.response()
        except ClientDisconnect:
            return Response(status_code=400)
        except CatalogueError as error:
            _log.error("%s", error)
            return JSONResponse({"error": "nothing can be kept at the moment"}, 503, headers={"Retry-After": str(AGAIN_S)})

    async def _taken(self, request: Request, read: _Read) -> Response:
        if not self._capturing.room():
            raise Refused(429, "the inbox is full: send it again later", again=True)
        async with self._holding.hold() as held:
            sent = await self._sent(request, read, held)
            project = self._project(sent.key or _key_of(request))
            if not sent.lines:
                raise Refused(400, "no event in it names a session")
            batches = sent.batches(project, _now_ms(), address_of(request, self._capturing.address))
            if not all(self._capturing.fits(batch) for batch in batches):
                raise Refused(413, f"{self._limits.session:,} bytes of one session are the most that may wait to be read")
            await self._commits.append(batches)
        return JSONResponse({"status": 1})

    async def _sent(self, request: Request, read: _Read, held: Hold) -> wire.Sent:
        address: bytes = request.scope["query_string"]
        if request.method == "POST":
            body = await body_of(request, self._limits, held)
        else:
            body = address  # of a picture, say: as long as a request's head may be
            held.more(len(body))
        if len(body) <= _SMALL:
            try:
                plain = wire.unpacked(body, min(_SMALL_PLAIN, self._limits.batch), address)
            except wire.TooLarge:
                pass  # for a thread
            else:
                held.more(len(plain))
                return read(plain, _now_ms())
        async with self._large:
            plain = await asyncio.to_thread(wire.unpacked, body, self._limits.batch, address)
            held.more(len(plain))
            return await asyncio.to_thread(read, plain, _now_ms())

    def _project(self, key: str) -> str:
        project = self._capturing.project_of(key) if key else None
        if project is None:
            raise Refused(401, "the request carries no key that is known here; `onlooker keys` lists them")
        return project

    async def _config(self, request: Request) -> Response:
        key = request.path_params["key"]
        self._project(key)
        return JSONResponse(posthog.remote_config(key), headers=_FRESH)

    async def _config_script(self, request: Request) -> Response:
        key = request.path_params["key"]
        self._project(key)
        return Response(posthog.config_script(key), media_type="text/javascript", headers=_FRESH)

    async def _flags(self, request: Request) -> Response:
        async with self._holding.hold() as held:
            sent = await self._sent(request, lambda plain, at: wire.Sent(key=wire.key_in(plain), lines=()), held)
        key = sent.key or _key_of(request)
        self._project(key)
        decide = request.url.path.startswith("/decide")
        return JSONResponse(posthog.flags(key, with_config=decide or request.query_params.get("config") == "true"))

    async def _static(self, request: Request) -> Response:
        script = statics.posthog_script(request.path_params["path"])
        if script is None:
            raise Refused(404, "no script of this name is served here")
        return script.answer(request)

    async def _recorder(self, request: Request) -> Response:
        return statics.own_recorder().answer(request)


def _is_posthog_js(request: Request) -> bool:
    """A page with posthog-js: it sends again what was answered with a 5xx, and forgets what was answered with a 429."""
    return "origin" in request.headers and not request.url.path.startswith("/onlooker/")


def _key_of(request: Request) -> str:
    asked = request.query_params
    return asked.get("token") or asked.get("api_key") or ""


def _now_ms() -> int:
    return int(time.time() * 1000)
