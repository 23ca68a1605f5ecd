"""How a site sends its sessions here: the lines to put into its pages, with the keys there are."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onlooker.app.capturing import keys
from onlooker.server.pages.rendering import page

router = APIRouter()


@router.get("/send")
def send(request: Request) -> HTMLResponse:
    """Keys are public: every page that sends bears one."""
    return page(request, "send.html.jinja", keys=keys(), host=str(request.base_url).rstrip("/"))
