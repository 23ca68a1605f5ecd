"""The report of a run, from what the store holds of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onlooker.app.kept import report_at
from onlooker.app.patterns_kept import kept_patterns
from onlooker.domain.catalogued import EndedRow, RunRow, SessionRow, SessionState
from onlooker.domain.read_again import HELD_UP_TO, ReadAgain
from onlooker.domain.report import FailedSession, RunReport, SessionReport, SkippedSession
from onlooker.errors import CatalogueError, InputError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs


def report_of(run_id: str, catalogue: Catalogue, blobs: Blobs, *, notes: Sequence[str] = (), seconds: float = 0.0) -> RunReport:
    """All that the store holds of a run. A report that is gone from the store is a session that failed. Of many sessions one is in memory at a time:
    CatalogueError then comes of a report that goes later on."""
    run = catalogue.run(run_id)
    if run is None:
        raise CatalogueError(f"run {run_id} is not in the catalogue")
    rows = catalogue.sessions(run_id)
    sessions, failed = _sessions([row for row in rows if row.state in (SessionState.DONE, SessionState.FAILED)], blobs)
    kept = kept_patterns(run.patterns_blob, blobs) if run.patterns_blob else None
    return RunReport(
        sessions=sessions,
        failed=tuple(failed),
        skipped=run.skipped_places,
        model=model_of(run),
        seconds=round(seconds, 1),
        stopped=run.note,
        patterns=kept.report if kept is not None else None,
        exchanges=kept.exchanges if kept is not None else (),
        skipped_sessions=tuple(_set_aside(row) for row in rows if row.state is SessionState.SKIPPED),
        notes=tuple(notes),
        focus=str(run.asked.get("focus", "")),
    )


def _sessions(rows: Sequence[SessionRow], blobs: Blobs) -> tuple[Sequence[SessionReport], Sequence[FailedSession]]:
    held: list[SessionReport] = []
    there: list[SessionRow] = []
    failed: list[FailedSession] = []
    for row in rows:
        report = _kept(row, blobs)
        if isinstance(report, FailedSession):
            failed.append(report)
        else:
            there.append(row)
            if len(rows) <= HELD_UP_TO:
                held.append(report)

    def read(place: int) -> SessionReport:
        report = _kept(there[place], blobs)
        if isinstance(report, FailedSession):
            raise CatalogueError(f"the report of session {report.session_id} was there and is gone from the store: ask again")
        return report

    return (tuple(held) if len(rows) <= HELD_UP_TO else ReadAgain(len(there), read)), failed


def report_lines(run_id: str, catalogue: Catalogue, blobs: Blobs) -> Iterator[str]:
    """The same as JSON Lines, a line each session, those that failed at the end. One report is held at a time."""
    from onlooker.sinks.json.encode import encode_session  # noqa: PLC0415

    failed: list[FailedSession] = []
    for one in catalogue.ended(run_id):
        report = _kept(one, blobs)
        if isinstance(report, FailedSession):
            failed.append(report)
        else:
            yield encode_session(report) + "\n"
    yield from (encode_session(one) + "\n" for one in failed)


def model_of(run: RunRow) -> str:
    asked = run.asked.get("settings")
    return str(asked.get("model", "none")) if isinstance(asked, dict) else "none"


def seconds_of(run: RunRow) -> float:
    """From its beginning to its end; 0 while it has none."""
    return round(max(0.0, (run.ended_at - run.started_at) / 1000), 1) if run.ended_at else 0.0


def _kept(row: SessionRow | EndedRow, blobs: Blobs) -> SessionReport | FailedSession:
    reason = "its report is no longer in the store; read it again"
    if row.state is SessionState.FAILED and not row.report_blob:  # it was never read
        reason = row.reason
    else:
        try:
            return report_at(row.report_blob, row.name, blobs)
        except (KeyError, InputError):
            pass
    return FailedSession(session_id=row.session_id or row.name, source=row.origin, reason=reason)


def _set_aside(row: SessionRow) -> SkippedSession:
    reason, _, why = row.reason.partition(": ")
    return SkippedSession(session_id=row.name, source=row.origin, reason=reason, why=why)
