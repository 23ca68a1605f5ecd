"""Sessions in the store: their raw bytes as blobs, and their reports, so that any worker can read the one and write the other."""

from __future__ import annotations

from dataclasses import replace

from onlooker.discover import examine, examined_values
from onlooker.domain.catalogued import FindingRow, KeptPart, SessionRow, SessionState
from onlooker.domain.finding import Finding
from onlooker.domain.ids import content_id
from onlooker.domain.report import FailedSession, SessionReport
from onlooker.engines import keep
from onlooker.errors import CatalogueError
from onlooker.ports import BlobStore, NoteStore, RawPart, RawSession

_RAW = "application/octet-stream"
_REPORT = "application/json"


def place_of(raw: RawSession) -> str:
    """The session's name inside a run: the same when the selection is made again."""
    return content_id(raw.origin, raw.name)


def keep_raw(run_id: str, order: int, raw: RawSession, blobs: BlobStore) -> SessionRow:
    """Raises OSError when a part cannot be read or kept."""
    parts = []
    for part, events in (*((one, False) for one in raw.recording), *((one, True) for one in raw.events)):
        data = part.read()
        parts.append(KeptPart(name=part.name, blob=blobs.put(data, _RAW), events=events, size=len(data)))
    return SessionRow(run_id=run_id, place=place_of(raw), order=order, origin=raw.origin, name=raw.name, parts=tuple(parts))


def mark_all_kept(run_id: str, notes: NoteStore) -> None:
    """From here on the run is about what is in the store. Raises CatalogueError when that cannot be written down."""
    keep(notes, f"all kept {run_id}", b"all")


def all_kept(run_id: str, notes: NoteStore) -> bool:
    return notes.noted(f"all kept {run_id}") is not None


def mark_told(run_id: str, notes: NoteStore) -> None:
    """The run's report is out: the same order begins another run. Where that cannot be written down, it is told once more."""
    notes.note(f"told {run_id}", b"told")


def is_told(run_id: str, notes: NoteStore) -> bool:
    return notes.noted(f"told {run_id}") is not None


def kept_raw(row: SessionRow, blobs: BlobStore) -> RawSession:
    """Its parts raise CatalogueError when it is the store that fails."""

    def opened(part: KeptPart) -> RawPart:
        def read() -> bytes:
            try:
                return blobs.get(part.blob)
            except KeyError:
                raise OSError(f"{part.name} is no longer in the store") from None
            except OSError as error:
                raise CatalogueError(f"what was kept cannot be read ({error.strerror or error})") from None

        return RawPart(name=part.name, read=read)

    return RawSession(
        origin=row.origin,
        name=row.name,
        recording=tuple(opened(part) for part in row.parts if not part.events),
        events=tuple(opened(part) for part in row.parts if part.events),
    )


def ended_row(row: SessionRow, report: SessionReport | FailedSession, blobs: BlobStore) -> tuple[SessionRow, tuple[FindingRow, ...]]:
    """What the catalogue keeps of a read session; the whole report goes to the store. Raises OSError when it cannot."""
    from onlooker.sinks.json.encode import encode_session  # noqa: PLC0415

    blob = blobs.put(encode_session(report).encode(), _REPORT)
    if isinstance(report, FailedSession):
        return replace(row, state=SessionState.FAILED, phase="", reason=report.reason, session_id=report.session_id, report_blob=blob), ()
    told = [finding for finding in report.findings if finding.reported]
    ended = replace(
        row,
        state=SessionState.DONE,
        phase="",
        session_id=report.session_id,
        user=report.user,
        release=report.release,
        started_at=report.started_at,
        duration_ms=report.duration_ms,
        active_ms=report.active_ms,
        page=report.pages[0] if report.pages else "",
        success=report.outcome.success,
        findings=len(told),
        blocking=sum(finding.blocking for finding in told),
        calls=report.usage.calls,
        cost=report.usage.cost,
        seconds=report.usage.seconds,
        report_blob=blob,
        examined=examined_values(examine(report)),
    )
    return ended, tuple(_finding_row(row.run_id, report, finding) for finding in report.findings)


def kept_report(row: SessionRow, blobs: BlobStore) -> SessionReport | FailedSession:
    """Raises KeyError or InputError when the report is gone or damaged."""
    return report_at(row.report_blob, row.name, blobs)


def report_at(blob: str, name: str, blobs: BlobStore) -> SessionReport | FailedSession:
    """`name` is for messages; raises as above."""
    from onlooker.sinks.json.decode import decode_reports  # noqa: PLC0415

    [report] = decode_reports(blobs.get(blob), name)
    return report


def _finding_row(run_id: str, report: SessionReport, finding: Finding) -> FindingRow:
    verdict = finding.evidence.verdict
    screen = finding.evidence.screen
    return FindingRow(
        run_id=run_id,
        session_id=report.session_id,
        finding_id=finding.id,
        kind=finding.kind.value,
        symptom=finding.symptom,
        title=finding.title,
        page=screen.page if screen is not None else "",
        blocking=finding.blocking,
        status=finding.status.value,
        at_ms=finding.start_ms,
        verdict_by=verdict.by if verdict is not None else "",
        verdict_basis=verdict.basis if verdict is not None else "",
        reason=verdict.reason if verdict is not None else "",
    )
