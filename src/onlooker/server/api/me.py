"""Who asks, and how they come in and go."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import parse_qs

import orjson
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from onlooker.server.access import Access, Role
from onlooker.server.api.fields import Instant
from onlooker.server.api.views import TodayShown, today_shown
from onlooker.server.doors import SESSION, Doors, cookie, is_secure, refusal
from onlooker.server.sharing import Asking, Shared

router = APIRouter(tags=["you"])
_WEEK_MS = 7 * 86_400_000
_STAYS_S = 14 * 86_400
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """`csrf` goes along as X-CSRF-Token with whatever changes something, unless a token does."""

    name: str
    role: Role
    csrf: str


@router.get("/me")
def me(visitor: Asking) -> Me:
    return Me(name=visitor.name, role=visitor.role, csrf=visitor.csrf)


@router.get("/today")
def today(library: Shared, since: Instant | None = None) -> TodayShown:
    """What is new; by default since a week ago."""
    return today_shown(library.today(since if since is not None else int(time.time() * 1000) - _WEEK_MS))


@router.post(
    "/login",
    responses={200: {"model": Me}, 303: {"description": "A form was sent: on to where it says."}, 401: {"description": "No such token."}},
    response_class=JSONResponse,
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"token": {"type": "string"}}}}}}},
)
async def login(request: Request) -> Response:
    """A token for a cookie: as JSON `{"token": …}`, or as a form with `token` and `next`."""
    body = await request.body()
    by_form = request.headers.get("content-type", "").startswith(_FORM)
    given, going = _form(body) if by_form else (_json(body), "/")
    access: Access = request.app.state.access
    doors: Doors = request.state.doors
    token = access.token(given) if given else None
    if token is None:
        return RedirectResponse("/login?refused=1", 303) if by_form else refusal(401, "login", "no such token")
    answer: Response = RedirectResponse(going, 303) if by_form else JSONResponse({"name": token.name, "role": token.role.value})
    answer.headers.append("Set-Cookie", cookie(SESSION, doors.session(token.name), secure=is_secure(request, access), age_s=_STAYS_S))
    return answer


@router.post("/logout", responses={303: {"description": "To the login page."}}, response_class=RedirectResponse)
async def logout(request: Request) -> Response:
    answer = RedirectResponse("/login", 303)
    answer.headers.append("Set-Cookie", cookie(SESSION, "", secure=is_secure(request, request.app.state.access), age_s=0))
    return answer


def _json(body: bytes) -> str:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    token = told.get("token") if isinstance(told, dict) else None
    return token if isinstance(token, str) else ""


def _form(body: bytes) -> tuple[str, str]:
    told = parse_qs(body.decode(errors="replace"))
    going = told.get("next", ["/"])[0]
    here = going.startswith("/") and not going.startswith(("//", "/\\")) and going.isprintable()
    return told.get("token", [""])[0].strip(), going if here else "/"
