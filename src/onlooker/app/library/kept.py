"""What every part of the library looks things up in."""

from __future__ import annotations

from dataclasses import dataclass, field

from onlooker import config
from onlooker.app.kept import kept_report
from onlooker.app.library.tallies import Tallies
from onlooker.domain.catalogued import RunRow, SessionRow, SessionState
from onlooker.domain.report import FailedSession, SessionReport
from onlooker.errors import CatalogueError, InputError, MissingError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs

_GONE = "the report of session {name} is no longer in the store; read it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`catalogue` and `blobs` as the settings say."""

    settings: config.Settings
    catalogue: Catalogue
    blobs: Blobs
    tallies: Tallies = field(default_factory=Tallies)

    def run(self, run_id: str) -> RunRow:
        run = self.catalogue.run(run_id)
        if run is None:
            raise MissingError(f"there is no run {run_id!r}")
        return run

    def row(self, run_id: str, place: str) -> SessionRow:
        row = self.catalogue.session(run_id, place)
        if row is None:
            raise MissingError(f"run {run_id!r} has no session {place!r}")
        return row

    def report_json(self, row: SessionRow) -> bytes:
        if not row.report_blob:
            from onlooker.sinks.json.encode import encode_session  # noqa: PLC0415

            return encode_session(self.report(row)).encode()
        try:
            return self.blobs.get(row.report_blob)
        except KeyError:
            raise MissingError(_GONE.format(name=row.name)) from None
        except OSError as error:
            raise out_of_reach(error) from None

    def report(self, row: SessionRow) -> SessionReport | FailedSession:
        """Raises MissingError for one that was not read, or whose report is gone."""
        if row.state is SessionState.FAILED and not row.report_blob:
            return FailedSession(session_id=row.session_id or row.name, source=row.origin, reason=row.reason)
        if not row.report_blob:
            raise MissingError(f"session {row.name} was not read{f' ({row.reason})' if row.reason else ' yet'}: there is no report of it")
        try:
            return kept_report(row, self.blobs)
        except (KeyError, InputError):
            raise MissingError(_GONE.format(name=row.name)) from None
        except OSError as error:
            raise out_of_reach(error) from None


def out_of_reach(error: OSError) -> CatalogueError:
    return CatalogueError(f"what was kept cannot be read ({error.strerror or error}); see ONLOOKER_BLOBS")
