"""Today: what is new since the last visit, what hurts most, which sessions need a look, how runs stand."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onlooker.app.on_page import spark
from onlooker.domain.catalogued import SessionFilter
from onlooker.server.pages.rendering import page
from onlooker.server.pages.sessions import goal_of, worst_of
from onlooker.server.sharing import Shared

router = APIRouter()

SEEN = "onlooker_seen"
"""Cookie: when the last visit ended, then when this one began; UTC ms."""
_VISIT_MS = 1_800_000
"""Looks closer together than this are one visit, so that a reload does not make everything old."""
_DAY_MS = 86_400_000
_LOOK = 12
_KEPT_S = 90 * 86_400


@router.get("/")
def today(request: Request, library: Shared, since: int | None = None) -> HTMLResponse:
    now = int(time.time() * 1000)
    before, latest = seen(request.cookies.get(SEEN, ""), now)
    asked = since if since is not None else before
    told = library.today(asked)
    fresh = {one.known.id for one in (*told.new, *told.back)}
    answer = page(
        request,
        "today.html.jinja",
        today=told,
        lasting=[one for one in told.patterns if one.known.id not in fresh],
        look=told.look or library.sessions.page(SessionFilter(blocking=True), limit=_LOOK).rows,
        since=asked,
        now=now,
        spark=spark,
        goal_of=goal_of,
        worst_of=worst_of,
    )
    answer.set_cookie(SEEN, f"{before}.{latest}", max_age=_KEPT_S, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


def seen(cookie: str, now: int) -> tuple[int, int]:
    """When the visit before this one ended, and the latest look; a day ago for whoever comes for the first time."""
    first, _, last = cookie.partition(".")
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last) <= now):
        return now - _DAY_MS, now
    return (int(first), now) if now - int(last) < _VISIT_MS else (int(last), now)
