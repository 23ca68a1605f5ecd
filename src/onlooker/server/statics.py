"""The scripts that pages load, from the vendored packages: each in memory once, packed and plain."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_HERE = Path(__file__).parent
_VENDOR = _HERE / "vendor"
_POSTHOG = ("array", "lazy-recorder", "recorder", "exception-autocapture", "dead-clicks-autocapture")
_OTHER_NAMES = {"posthog-recorder": "lazy-recorder", "recorder-v2": "recorder"}
_NOT_HERE = ("surveys", "web-vitals", "product-tours", "conversations", "logs", "tracing-headers", "toolbar")
"""Asked for by the library whatever its configuration says: nothing is better than an error in the page's console."""
_KEPT = "public, max-age=3600"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    plain: bytes
    packed: bytes
    tag: str

    def answer(self, request: Request) -> Response:
        headers = {
            "Cache-Control": _KEPT,
            "ETag": self.tag,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        headers |= {"Content-Encoding": "gzip"} if packed else {}
        return Response(self.packed if packed else self.plain, media_type="text/javascript", headers=headers)


def posthog_script(path: str) -> Script | None:
    """By the name a page asks for, whatever version stands before it: `1.449.2/lazy-recorder.js`."""
    name = path.rpartition("/")[2].removesuffix(".js")
    name = _OTHER_NAMES.get(name, name)
    if name in _NOT_HERE:
        return _script()
    return _script(_VENDOR / "posthog-js" / f"{name}.js") if name in _POSTHOG else None


def own_recorder() -> Script:
    """rrweb's recorder with what sends its records."""
    return _script(_VENDOR / "rrweb-record" / "record.min.js", _HERE / "recorder.js")


@cache
def _script(*files: Path) -> Script:
    plain = b"\n;\n".join(file.read_bytes() for file in files)
    return Script(plain=plain, packed=gzip.compress(plain, 9, mtime=0), tag=f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"')
