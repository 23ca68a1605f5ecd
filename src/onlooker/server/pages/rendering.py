"""Templates to answers. Everything is escaped; no page has a script or a handler of its own inside, so that its policy can forbid all."""

from __future__ import annotations

import json
from functools import cache
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader

from onlooker.app import on_page
from onlooker.domain import estimate, timebase
from onlooker.domain.catalogued import SessionRow

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "data:",
    "connect-src": "'self'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Inline style is for recorded pages: the replay frame inherits what the page around it forbids. Ours has none."""
REPLAYING = {"frame-src": "data:"}
"""The one frame of a session's page: a `data:` page, whose origin is equal to none."""


def page(request: Request, template: str, *, replaying: bool = False, status: int = 200, **shown: object) -> HTMLResponse:
    policy = _POLICY | (REPLAYING if replaying else {})
    visitor = getattr(request.state, "visitor", None)
    given = {
        "visitor": visitor,
        "may_write": getattr(visitor, "role", "write") == "write",
        "path": request.url.path,
        "view": {"opened": False},
        **shown,
    }
    text = _templates().get_template(template).render(given)
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, status_code=status, headers=headers)


def session_address(row: SessionRow) -> str:
    return f"/runs/{quote(row.run_id, safe='')}/sessions/{quote(row.place, safe='')}"


def blob_address(key: str) -> str:
    return f"/api/blobs/{quote(key, safe='')}"


def query(**values: object) -> str:
    """`?a=1&b=2` of what is not empty; empty where nothing is."""
    told = {name: str(value) for name, value in values.items() if value not in (None, "", False)}
    return f"?{urlencode(told)}" if told else ""


@cache
def _templates() -> Environment:
    made = on_page.templates(PackageLoader("onlooker.server", "templates"))
    made.filters.update(
        minute=timebase.minute,
        plainly=lambda value: json.dumps(value, ensure_ascii=False, indent=1, default=str),
        path=lambda text: quote(str(text), safe=""),
    )
    made.globals.update(session_address=session_address, blob_address=blob_address, query=query, phase_words=estimate.phase_words)
    return made
