"""A session: the player, the summary beside it, every finding with its evidence; what a model read of it, and what was sent where."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from onlooker.app.on_page import session_on_page
from onlooker.domain.feedback import About, Feedback
from onlooker.domain.report import SessionReport
from onlooker.server.pages.rendering import blob_address, page, session_address
from onlooker.server.sharing import Asking, Shared

router = APIRouter()


@router.get("/sessions/{session_id}")
def latest(session_id: str, library: Shared) -> RedirectResponse:
    return RedirectResponse(session_address(library.sessions.latest(session_id)), status_code=307)


@router.get("/runs/{run_id}/sessions/{place}")
def session(run_id: str, place: str, request: Request, library: Shared, visitor: Asking) -> HTMLResponse:
    row = library.sessions.row(run_id, place)
    around = library.sessions.around(row)
    if not row.report_blob:
        return page(request, "unread.html.jinja", row=row, around=around, status=200)
    report = library.sessions.report(row)
    if not isinstance(report, SessionReport):
        return page(request, "unread.html.jinja", row=row, around=around, failed=report.reason)
    shown = session_on_page(report, blob_address)
    patterns = library.sessions.patterns(row)
    return page(
        request,
        "session.page.jinja",
        replaying=True,
        row=row,
        shown=shown,
        session=shown.view,
        report=report,
        around=around,
        patterns=patterns,
        of_finding={one.finding_id: one for one in patterns},
        said=said(library.feedback.of(report.session_id), visitor.name),
        replayable=any(not part.events for part in row.parts),
    )


@router.get("/runs/{run_id}/sessions/{place}/transcript")
def transcript(run_id: str, place: str, request: Request, library: Shared) -> HTMLResponse:
    row = library.sessions.row(run_id, place)
    return page(request, "transcript.html.jinja", row=row, transcript=library.sessions.transcript(row))


@router.get("/runs/{run_id}/sessions/{place}/sent")
def sent(run_id: str, place: str, request: Request, library: Shared) -> HTMLResponse:
    row = library.sessions.row(run_id, place)
    return page(request, "sent.html.jinja", row=row, calls=library.sessions.calls(row))


def said(given: Sequence[Feedback], name: str) -> dict[str, Feedback]:
    """What somebody of this name said of each finding, by its id, and of the summary, under ""; where they said nothing, the last word of others."""
    ordered = sorted(given, key=lambda one: (one.by == name, one.at))
    return {one.finding_id if one.about is About.FINDING else "": one for one in ordered}
