"""Sessions: lists of them, and all that is known of one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onlooker import pipeline
from onlooker.app.kept import kept_raw
from onlooker.app.library.calls import CallMade, calls_of
from onlooker.app.library.cursor import Cursor
from onlooker.app.library.kept import Kept
from onlooker.app.library.runs import settings_of
from onlooker.app.wiring import preset_of
from onlooker.domain.catalogued import FindingRow, SessionFilter, SessionRow, SessionState
from onlooker.domain.pattern import KnownPattern
from onlooker.domain.report import FailedSession, SessionReport
from onlooker.domain.transcript import Transcript
from onlooker.errors import DecodeError, MissingError, SettingError

MOST = 500
_READ_TWICE = 5
"""A session that so many runs read in a row still fills no page with itself alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """`next` is where the page after this one begins; empty for the last."""

    rows: tuple[SessionRow, ...]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPattern:
    """A pattern that affects the session, and the first of its findings that belongs to it."""

    pattern: KnownPattern
    finding_id: str
    at_ms: int
    blocking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    newer: SessionRow | None
    older: SessionRow | None


class Sessions:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def page(self, wanted: SessionFilter, *, after: str = "", limit: int = 50) -> SessionPage:
        """Latest first. A session that several runs have read stands once, as the latest of them came to it, unless a run is named. Raises InputError
        for an `after` that no page gave."""
        limit = max(1, min(limit, MOST))
        cursor = Cursor.read(after) if after else None
        rows: list[SessionRow] = []
        while True:
            place = cursor.place if cursor is not None else None
            found = self._kept.catalogue.find(wanted, after=place, limit=limit + 1 if wanted.run_id else limit * 2 + 1)
            for row in found:
                if len(rows) == limit and cursor is not None:
                    return SessionPage(rows=tuple(rows), next=cursor.told)
                again = not wanted.run_id and cursor is not None and cursor.met(row)
                cursor = Cursor.at(row, cursor)
                if not again:
                    rows.append(row)
            if len(found) <= limit:
                return SessionPage(rows=tuple(rows))

    def row(self, run_id: str, place: str) -> SessionRow:
        return self._kept.row(run_id, place)

    def latest(self, session_id: str) -> SessionRow:
        """As the run that read it last came to it."""
        row = self._kept.catalogue.latest(session_id)
        if row is None:
            raise MissingError(f"no run has read a session {session_id!r}")
        return row

    def report(self, row: SessionRow) -> SessionReport | FailedSession:
        return self._kept.report(row)

    def report_json(self, row: SessionRow) -> bytes:
        """The report as it is kept, in the form of `onlooker show --json`."""
        return self._kept.report_json(row)

    def findings(self, row: SessionRow) -> tuple[FindingRow, ...]:
        return tuple(self._kept.catalogue.findings(row.run_id, row.session_id)) if row.session_id else ()

    def patterns(self, row: SessionRow) -> tuple[SessionPattern, ...]:
        affected = self._kept.catalogue.patterns_of(row.run_id, row.place)
        known = {one.id: one for one in self._kept.catalogue.known_patterns()} if affected else {}
        return tuple(
            SessionPattern(pattern=known[one.pattern_id], finding_id=one.finding_id, at_ms=one.at_ms, blocking=one.blocking)
            for one in affected
            if one.pattern_id in known
        )

    def around(self, row: SessionRow, wanted: SessionFilter | None = None) -> Around:
        """The sessions before and after it in the list that `wanted` gives, by default that of its run."""
        wanted = wanted or SessionFilter(run_id=row.run_id)
        here = (row.started_at, row.run_id, row.place)
        older = next((one for one in self._kept.catalogue.find(wanted, after=here, limit=_READ_TWICE) if one.session_id != row.session_id), None)
        newer = next((one for one in self._kept.catalogue.find(wanted, before=here, limit=_READ_TWICE) if one.session_id != row.session_id), None)
        return Around(newer=newer, older=older)

    def transcript(self, row: SessionRow) -> Transcript:
        """What a model would read of it, as the run was set up. It is read again for that."""
        if row.state is SessionState.SKIPPED or not row.parts:
            raise MissingError(f"the recording of session {row.name} was not brought into the store")
        settings = settings_of(self._kept.run(row.run_id))
        try:
            preset = preset_of(str(settings.get("preset", "default")))
        except SettingError:
            preset = preset_of("default")
        reading = pipeline.Reading(preset=preset)
        try:
            return pipeline.transcript_of(pipeline.observe(kept_raw(row, self._kept.blobs), reading), replace(reading, calm_by_rules=False))
        except DecodeError as error:
            raise MissingError(f"session {row.name} cannot be read any more: {error}") from None

    def calls(self, row: SessionRow) -> tuple[CallMade, ...]:
        """In the order of their answers."""
        report = self._kept.report(row)
        return calls_of(self._kept, row, report.usage.exchanges) if isinstance(report, SessionReport) else ()
