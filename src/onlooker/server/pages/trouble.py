"""What could not be shown, told as a page."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from onlooker.server.pages.rendering import page

_TITLES = {404: "There is no such page", 503: "The store cannot be read"}


def trouble(request: Request, status: int, message: str) -> HTMLResponse:
    return page(request, "trouble.html.jinja", status=status, title=_TITLES.get(status, "That did not work"), message=message)
