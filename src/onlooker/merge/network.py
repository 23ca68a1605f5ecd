"""Requests of the page, from `rrweb/network@1`.

1. A request is dated by its own `timestamp`, else by `timeOrigin` and `startTime`, else back from the record that reports it.
2. A browser gives status 0 for "no answer", and also for answers of another origin it may not tell about: the second is unknown, not
   failed. So is a request given up because the same one was asked anew (a search while typing).
3. Files that came well are counted, not told. What failed is told whatever it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from onlooker.domain.snapshot import SnapshotType
from onlooker.domain.timeline import Requested
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.material import Material, Record
from onlooker.merge.pages import PageLog
from onlooker.merge.untrusted import fields, items, text, whole

_PLUGIN = "rrweb/network@1"
_TOLD = frozenset({"fetch", "xmlhttprequest", "navigation"})
_FILE_TYPES = ("font/", "image/", "video/", "audio/", "text/css", "text/javascript", "application/javascript", "application/wasm")
_FILE_ENDINGS = (".js", ".mjs", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".map", ".wasm")
_SAME_MS = 20
_SUCCESSOR_MS = 30
_LATEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    at_ms: int
    window: int
    snapshots: tuple[int, ...]
    method: str
    url: str
    status: int | None
    said: bool
    """Whether a wrapped call gave the status; otherwise it is the browser's timing entry."""
    duration_ms: int
    kind: str
    file: bool

    @property
    def end_ms(self) -> int:
        return self.at_ms + self.duration_ms


def requests(material: Material, log: PageLog) -> Strand:
    drafts: list[Draft] = []
    dropped: Counter[str] = Counter()
    for request in _judged(_woven(_read(material)), log):
        failed = request.status is not None and (request.status >= 400 or request.status == 0)
        if request.file and not failed:
            dropped["file loaded"] += 1
        else:
            drafts.append(_draft(request))
    return Strand(drafts=tuple(drafts), dropped=dropped)


def _read(material: Material) -> Iterator[_Request]:
    for record in material.of_type(SnapshotType.PLUGIN):
        if record.data.get("plugin") == _PLUGIN:
            for item in items(fields(record.data.get("payload")).get("requests")):
                request = _request(record, fields(item), material.started_at)
                if request is not None:
                    yield request


def _request(record: Record, told: Mapping[str, object], started_at: int) -> _Request | None:
    """None for what never went over the network: data, blobs, and entries without a name."""
    url = text(told.get("name")) or text(told.get("url"))
    if not url.startswith(("http:", "https:", "/")):
        return None
    kind = text(told.get("initiatorType"), 40) or "other"
    start, origin = whole(told.get("startTime")), whole(told.get("timeOrigin"))
    duration = max(0, whole(told.get("duration")) or 0)
    answered = whole(told.get("endTime")) or whole(told.get("responseEnd"))
    if kind == "navigation" and answered is not None and start is not None and answered > start:
        duration = min(duration, answered - start) if duration else answered - start
    at = whole(told.get("timestamp")) or (origin + start if origin is not None and start is not None else None)
    at_ms = record.at_ms - duration if at is None else min(at - started_at, record.at_ms)
    said = whole(told.get("status"))
    return _Request(
        at_ms=at_ms,
        window=record.window,
        snapshots=(record.index,),
        method=text(told.get("method"), 10).upper(),
        url=url,
        status=whole(told.get("responseStatus")) if said is None else said,
        said=said is not None,
        duration_ms=duration,
        kind=kind,
        file=_is_file(kind, url, text(told.get("contentType"), 80)),
    )


def _is_file(kind: str, url: str, content_type: str) -> bool:
    if kind not in _TOLD:
        return True
    path = url.partition("#")[0].partition("?")[0].lower()
    return kind != "navigation" and (content_type.startswith(_FILE_TYPES) or path.endswith(_FILE_ENDINGS))


def _woven(told: Iterator[_Request]) -> list[_Request]:
    """The same request reported again (by a wrapped call and by the browser, or at the start and later) is one."""
    found: list[_Request] = []
    latest: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for request in told:
        places = latest[request.window, request.url]
        for place in places[-_LATEST:]:
            known = found[place]
            if abs(known.at_ms - request.at_ms) <= _SAME_MS and abs(known.duration_ms - request.duration_ms) <= _SAME_MS:
                found[place] = _joined(known, request)
                break
        else:
            places.append(len(found))
            found.append(request)
    return found


def _joined(one: _Request, other: _Request) -> _Request:
    better = other if other.said and not one.said else one
    snapshots = one.snapshots if other.snapshots[0] in one.snapshots else one.snapshots + other.snapshots
    return replace(better, method=one.method or other.method, snapshots=snapshots, file=one.file and other.file)


def _judged(found: Sequence[_Request], log: PageLog) -> Iterator[_Request]:
    """With a status of 0 turned into "unknown" where it need not mean a failure."""
    starts: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for request in found:
        if not request.file:
            starts[request.window, _path(request.url)].add(request.at_ms)
    for request in found:
        if request.status != 0 or request.said:
            yield request
        elif request.kind == "navigation" or _hidden(request, log) or _succeeded(request, starts[request.window, _path(request.url)]):
            yield replace(request, status=None)
        else:
            yield request


def _hidden(request: _Request, log: PageLog) -> bool:
    """Whether the browser may not tell the status: another origin's, or nothing is known of the page's own."""
    page = _origin(log.url(request.window, max(0, request.at_ms)))
    return not page or (not request.url.startswith("/") and _origin(request.url) != page)


def _succeeded(request: _Request, starts: set[int]) -> bool:
    return any(request.end_ms + step in starts for step in range(-_SUCCESSOR_MS, _SUCCESSOR_MS + 1) if request.end_ms + step != request.at_ms)


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _path(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _draft(request: _Request) -> Draft:
    detail = Requested(method=request.method, url=request.url, status=request.status, duration_ms=request.duration_ms, kind_of=request.kind)
    return Draft(
        at_ms=max(0, request.at_ms),
        end_ms=max(0, request.at_ms, request.end_ms),
        window=request.window,
        detail=detail,
        snapshots=request.snapshots,
    )
