"""What recurs: the list, and each pattern with its history over runs; renamed, muted and merged through the API."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onlooker.app.library import Library
from onlooker.app.on_page import pattern_on_page, spark
from onlooker.domain.catalogued import SessionFilter
from onlooker.domain.pattern import Pattern
from onlooker.domain.report import SessionReport
from onlooker.errors import InputError
from onlooker.server.pages.rendering import blob_address, page
from onlooker.server.sharing import Shared

router = APIRouter()

MEMBERS = 50
_OTHERS = 500
"""To merge it into."""


@router.get("/patterns")
def patterns(request: Request, library: Shared, show: str = "") -> HTMLResponse:
    lines = library.patterns.all()
    resolved = [one for one in lines if one.known.resolved_at and not one.known.muted]
    return page(
        request,
        "patterns.page.jinja",
        shown=[one for one in lines if not one.known.muted and not one.known.resolved_at],
        muted=[one for one in lines if one.known.muted],
        resolved=resolved,
        show=show,
        begun=bool(lines or library.runs.latest(1)),
        spark=spark,
    )


@router.get("/patterns/{pattern_id}")
def pattern(pattern_id: str, request: Request, library: Shared) -> HTMLResponse:
    found = library.patterns.one(pattern_id)
    told = found.pattern
    runs_patterns = library.runs.patterns(found.run_id) if told is not None else None
    shown = None
    if told is not None:
        examined, users = (runs_patterns.examined, runs_patterns.users) if runs_patterns is not None else (0, 0)
        shown = pattern_on_page(told, examined, users, _examples(library, found.run_id, told), blob_address)
    return page(
        request,
        "pattern.page.jinja",
        found=found,
        known=found.known,
        item=shown,
        users=runs_patterns.users if runs_patterns is not None else 0,
        members=library.sessions.page(SessionFilter(pattern_id=found.known.id), limit=MEMBERS),
        others=[one for one in library.patterns.known() if one.id != found.known.id][:_OTHERS],
    )


def _examples(library: Library, run_id: str, found: Pattern) -> tuple[SessionReport, ...]:
    """Reports of its examples, as far as they are kept."""
    reports: list[SessionReport] = []
    for session_id in dict.fromkeys(_named(found)):
        try:
            report = library.sessions.report(library.sessions.latest(session_id))
        except InputError:
            continue
        if isinstance(report, SessionReport):
            reports.append(report)
    return tuple(reports)


def _named(found: Pattern) -> Sequence[str]:
    return [one.session_id for one in found.examples] + ([found.instead.example] if found.instead is not None else [])
