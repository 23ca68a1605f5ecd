"""The report of a run, from what the store holds of it."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.app.kept import kept_report
from onlooker.app.patterns_kept import kept_patterns
from onlooker.domain.catalogued import SessionRow, SessionState
from onlooker.domain.report import FailedSession, RunReport, SessionReport, SkippedSession
from onlooker.errors import CatalogueError, InputError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs


def report_of(run_id: str, catalogue: Catalogue, blobs: Blobs, *, notes: Sequence[str] = (), seconds: float = 0.0) -> RunReport:
    """All that the store holds of a run. A report that is gone from the store is a session that failed."""
    run = catalogue.run(run_id)
    if run is None:
        raise CatalogueError(f"run {run_id} is not in the catalogue")
    rows = catalogue.sessions(run_id)
    reports = [_kept(row, blobs) for row in rows if row.state in (SessionState.DONE, SessionState.FAILED)]
    kept = kept_patterns(run.patterns_blob, blobs) if run.patterns_blob else None
    asked = run.asked.get("settings")
    return RunReport(
        sessions=tuple(one for one in reports if isinstance(one, SessionReport)),
        failed=tuple(one for one in reports if isinstance(one, FailedSession)),
        skipped=run.skipped_places,
        model=str(asked.get("model", "none")) if isinstance(asked, dict) else "none",
        seconds=round(seconds, 1),
        stopped=run.note,
        patterns=kept.report if kept is not None else None,
        exchanges=kept.exchanges if kept is not None else (),
        skipped_sessions=tuple(_set_aside(row) for row in rows if row.state is SessionState.SKIPPED),
        notes=tuple(notes),
        focus=str(run.asked.get("focus", "")),
    )


def _kept(row: SessionRow, blobs: Blobs) -> SessionReport | FailedSession:
    reason = "its report is no longer in the store; read it again"
    if row.state is SessionState.FAILED and not row.report_blob:  # it was never read
        reason = row.reason
    else:
        try:
            return kept_report(row, blobs)
        except (KeyError, InputError):
            pass
    return FailedSession(session_id=row.session_id or row.name, source=row.origin, reason=reason)


def _set_aside(row: SessionRow) -> SkippedSession:
    reason, _, why = row.reason.partition(": ")
    return SkippedSession(session_id=row.name, source=row.origin, reason=reason, why=why)
