"""Sessions: lists, and all that is known of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query
from starlette.responses import Response, StreamingResponse

from onlooker.app.library import CallMade, Outline, SessionPattern
from onlooker.domain.catalogued import FindingRow
from onlooker.domain.transcript import Transcript
from onlooker.server.api.fields import After, Limit, PlaceId, ReadBody, RunId, Wanted
from onlooker.server.api.views import RunShown, SessionShown, SessionsShown, run_shown, session_shown
from onlooker.server.sharing import Shared

router = APIRouter(tags=["sessions"])
_NDJSON = "application/x-ndjson"
_FOR_EVER = "private, max-age=31536000, immutable"
_OF = "/runs/{run_id}/sessions/{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundShown:
    newer: SessionShown | None
    older: SessionShown | None


@router.get("/sessions")
def sessions(library: Shared, wanted: Wanted, after: After = "", limit: Limit = 50) -> SessionsShown:
    """Latest first. A session that several runs have read stands once, as the latest of them came to it, unless a run is named."""
    page = library.sessions.page(wanted, after=after, limit=limit)
    return SessionsShown(rows=tuple(map(session_shown, page.rows)), next=page.next)


@router.get("/sessions/{session_id}")
def latest(session_id: Annotated[str, Path(max_length=2_000)], library: Shared) -> SessionShown:
    """By its own id, as the run that read it last came to it."""
    return session_shown(library.sessions.latest(session_id))


@router.get(_OF)
def session(run_id: RunId, place: PlaceId, library: Shared) -> SessionShown:
    return session_shown(library.sessions.row(run_id, place))


@router.get(f"{_OF}/report", responses={200: {"content": {"application/json": {}}}}, response_class=Response)
def report(run_id: RunId, place: PlaceId, library: Shared) -> Response:
    """As `onlooker show --json` writes it; docs/report.md tells each field."""
    return Response(library.sessions.report_json(library.sessions.row(run_id, place)), media_type="application/json")


@router.get(f"{_OF}/findings")
def findings(run_id: RunId, place: PlaceId, library: Shared) -> tuple[FindingRow, ...]:
    """In short, refuted ones too; the report has the whole of them."""
    return library.sessions.findings(library.sessions.row(run_id, place))


@router.get(f"{_OF}/patterns")
def patterns(run_id: RunId, place: PlaceId, library: Shared) -> tuple[SessionPattern, ...]:
    return library.sessions.patterns(library.sessions.row(run_id, place))


@router.get(f"{_OF}/around")
def around(run_id: RunId, place: PlaceId, library: Shared, wanted: Wanted) -> AroundShown:
    """Its neighbours in the list that the filters give."""
    found = library.sessions.around(library.sessions.row(run_id, place), wanted)
    return AroundShown(
        newer=session_shown(found.newer) if found.newer is not None else None, older=session_shown(found.older) if found.older is not None else None
    )


@router.get(f"{_OF}/transcript")
def transcript(run_id: RunId, place: PlaceId, library: Shared) -> Transcript:
    """What a model reads of it. The recording is read once more for that."""
    return library.sessions.transcript(library.sessions.row(run_id, place))


@router.get(f"{_OF}/calls")
def calls(run_id: RunId, place: PlaceId, library: Shared) -> tuple[CallMade, ...]:
    """What was sent where for it, and what came back, as far as it is kept."""
    return library.sessions.calls(library.sessions.row(run_id, place))


@router.post(f"{_OF}/summary", status_code=202)
def summarize(run_id: RunId, place: PlaceId, library: Shared, body: ReadBody | None = None) -> RunShown:
    """Begins a run that reads this one session once more, such as with a model; its `summary` events tell the segments as they come."""
    return run_shown(library.running.again(library.sessions.row(run_id, place), (body or ReadBody()).asked()))


@router.get(f"{_OF}/recording/outline")
def outline(run_id: RunId, place: PlaceId, library: Shared) -> Outline:
    """How the recording is cut into chunks."""
    return library.recordings.outline(library.sessions.row(run_id, place))


@router.get(f"{_OF}/recording/chunks/{{number}}", responses={200: {"content": {_NDJSON: {}}}}, response_class=Response)
def chunk(
    run_id: RunId, place: PlaceId, number: Annotated[int, Path(ge=0, le=10_000_000)], library: Shared, accept_encoding: Annotated[str, Header()] = ""
) -> Response:
    """One chunk: a line of JSON each rrweb record, with `window` (its number) and `at` (session ms)."""
    row = library.sessions.row(run_id, place)
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in accept_encoding.lower():
        return Response(library.recordings.chunk(row, number), media_type=_NDJSON, headers=headers | {"Content-Encoding": "gzip"})
    return Response(b"".join(library.recordings.lines(row, chunk=number)), media_type=_NDJSON, headers=headers)


@router.get(f"{_OF}/recording", responses={200: {"content": {_NDJSON: {}}}}, response_class=StreamingResponse)
def recording(
    *,
    run_id: RunId,
    place: PlaceId,
    library: Shared,
    window: Annotated[int | None, Query(ge=0, le=100_000)] = None,
    from_ms: Annotated[int, Query(ge=0, le=2**53)] = 0,
    to_ms: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> StreamingResponse:
    """The recording decoded and repaired, window by window, as a stream of JSON lines; from the last full snapshot at or before `from_ms`."""
    lines = library.recordings.lines(library.sessions.row(run_id, place), window=window, from_ms=from_ms, to_ms=to_ms)
    return StreamingResponse(lines, media_type=_NDJSON)
