"""Clips and frames, by the hash of their content: a key's bytes never change."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Header, Path
from starlette.responses import Response

from onlooker.server.sharing import Shared

router = APIRouter(tags=["media"])
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_FOR_EVER = "private, max-age=31536000, immutable"


@router.get(
    "/blobs/{key}",
    responses={200: {"content": {"image/*": {}, "video/*": {}}}, 206: {"content": {"video/*": {}}}, 416: {"description": "No such range."}},
    response_class=Response,
)
def blob(key: Annotated[str, Path(max_length=200)], library: Shared, range: Annotated[str, Header(max_length=200)] = "") -> Response:
    """A clip's video or a frame's picture."""
    medium = library.medium(key)
    headers = {
        "Cache-Control": _FOR_EVER,
        "Accept-Ranges": "bytes",
        "ETag": f'"{medium.key}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    size = len(medium.data)
    found = _RANGE.fullmatch(range.strip())
    if found is None or not any(found.groups()):
        return Response(medium.data, media_type=medium.media_type, headers=headers)
    first, last = (int(one) if one else None for one in found.groups())
    if first is None:
        first, last = max(0, size - (last or 0)), size - 1
    last = size - 1 if last is None else min(last, size - 1)
    if first > last:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Response(medium.data[first : last + 1], 206, media_type=medium.media_type, headers=headers)
