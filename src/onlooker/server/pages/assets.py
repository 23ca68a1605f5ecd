"""What pages load: our style and scripts, the report's style, and what the replay frame runs, which is the renderer's own."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources

from fastapi import APIRouter, HTTPException, Request, Response

from onlooker.app import on_page

router = APIRouter()

_TYPES = {"css": "text/css", "js": "text/javascript", "html": "text/html"}
_REPLAYED_WITH = ("page.html", "guard.js", "dress.js", "still.js", "page.js")
_OWN = (
    "app.css",
    "app.js",
    "blips.js",
    "feedback.js",
    "film.js",
    "patterns.js",
    "player.js",
    "runs.js",
    "screen.js",
    "session.js",
    "strip.js",
    "summary.js",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    plain: bytes
    packed: bytes
    tag: str
    media_type: str


def _read(package: str, path: str) -> bytes:
    return resources.files(package).joinpath(*path.split("/")).read_bytes()


_PLACES: dict[str, Callable[[], bytes]] = {
    "report.css": lambda: on_page.style().encode(),
    **{name: partial(_read, "onlooker.server", f"static/{name}") for name in _OWN},
    **{name: partial(_read, "onlooker.server", f"static/{name}") for name in ("player/bridge.js", "player/quiet.js")},
    "player/replay.min.js": partial(_read, "onlooker.renderers", "vendor/replay.min.js"),
    **{f"player/{name}": partial(_read, "onlooker.renderers", name) for name in _REPLAYED_WITH},
}


@cache
def asset(name: str) -> Served:
    """Raises KeyError for a name that is none of ours."""
    plain = _PLACES[name]()
    return Served(
        plain=plain,
        packed=gzip.compress(plain, 9, mtime=0),
        tag=f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"',
        media_type=_TYPES[name.rpartition(".")[2]],
    )


@router.get("/static/{name:path}")
def static(name: str, request: Request) -> Response:
    try:
        found = asset(name)
    except KeyError:
        raise HTTPException(404) from None
    headers = {"Cache-Control": "no-cache", "ETag": found.tag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if name.startswith("player/"):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the replay frame's origin is equal to none, ours included
    if name.endswith(".html"):
        headers["Content-Security-Policy"] = "sandbox"  # read by the player, not opened
    if request.headers.get("if-none-match") == found.tag:
        return Response(status_code=304, headers=headers)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers |= {"Content-Encoding": "gzip"} if packed else {}
    return Response(found.packed if packed else found.plain, media_type=found.media_type, headers=headers)
