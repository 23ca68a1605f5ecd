"""The one page for those who are nobody yet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onlooker.server.pages.rendering import page

router = APIRouter()


@router.get("/login")
def login(request: Request, next: str = "/", refused: str = "") -> HTMLResponse:
    """`next` is where they wanted to go; only a path of this host."""
    going = next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/"
    return page(request, "login.html.jinja", going=going, refused=bool(refused))
