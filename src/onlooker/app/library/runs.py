"""Runs: what was asked, how far they are, what they came to and cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from onlooker.app.library.kept import Kept, out_of_reach
from onlooker.app.patterns_kept import kept_patterns
from onlooker.app.run_ledger import ledger_of
from onlooker.app.run_report import report_lines, report_of, seconds_of
from onlooker.app.steps import now_ms
from onlooker.domain.catalogued import RunRow, RunState, SessionRow, Tally
from onlooker.domain.estimate import Estimate, estimate_of
from onlooker.domain.ledger import Ledger
from onlooker.domain.pattern import PatternReport
from onlooker.domain.report import RunReport
from onlooker.errors import CatalogueError, MissingError

_UNDER_WAY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """`under_way`: sessions that something is being done to now, of a run that still runs."""

    row: RunRow
    tally: Tally
    under_way: tuple[SessionRow, ...] = ()

    @property
    def ending(self) -> bool:
        """It was called off, and what is under way is still read."""
        return self.row.state is RunState.RUNNING and self.row.called_off > 0


class Runs:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def latest(self, limit: int = 50) -> tuple[RunLine, ...]:
        return tuple(self._line(row) for row in self._kept.catalogue.runs(limit=limit))

    def one(self, run_id: str) -> RunLine:
        return self._line(self._kept.run(run_id))

    def report(self, run_id: str) -> RunReport:
        """Of all its sessions: it holds as many reports. `lines` and `ledger` do not."""
        run = self._kept.run(run_id)
        with self._told(run_id):
            report = report_of(run_id, self._kept.catalogue, self._kept.blobs, seconds=seconds_of(run))
        return replace(report, foreseen=_foreseen(report))

    def lines(self, run_id: str) -> Iterator[str]:
        """The reports of its sessions as JSON Lines, one after the other."""
        self._kept.run(run_id)
        return self._lines(run_id)

    def ledger(self, run_id: str) -> Ledger:
        run = self._kept.run(run_id)
        with self._told(run_id):
            return ledger_of(run, self._kept.catalogue, self._kept.blobs)

    def patterns(self, run_id: str) -> PatternReport | None:
        """None where nobody has looked for any yet."""
        run = self._kept.run(run_id)
        if not run.patterns_blob:
            return None
        try:
            return kept_patterns(run.patterns_blob, self._kept.blobs).report
        except CatalogueError as gone:
            raise MissingError(str(gone)) from None
        except OSError as error:
            raise out_of_reach(error) from None

    def _lines(self, run_id: str) -> Iterator[str]:
        with self._told(run_id):
            yield from report_lines(run_id, self._kept.catalogue, self._kept.blobs)

    @contextmanager
    def _told(self, run_id: str) -> Iterator[None]:
        try:
            yield
        except CatalogueError:
            self.patterns(run_id)  # where it is they that are gone, that is what is told
            raise
        except OSError as error:
            raise out_of_reach(error) from None

    def _line(self, row: RunRow) -> RunLine:
        catalogue = self._kept.catalogue
        running = row.state is RunState.RUNNING
        return RunLine(
            row=row,
            tally=self._kept.tallies.of(row, catalogue, now_ms()),
            under_way=tuple(catalogue.under_way(row.id, limit=_UNDER_WAY)) if running else (),
        )


def settings_of(run: RunRow) -> Mapping[str, object]:
    """Those that the run was begun with."""
    given = run.asked.get("settings")
    return given if isinstance(given, Mapping) else {}


def _foreseen(report: RunReport) -> Estimate | None:
    """As each session foresaw it; what patterns take was foreseen by none of them."""
    parts = [part for session in report.sessions for part in session.usage.foreseen]
    return estimate_of(len(report.sessions), parts, model=report.model) if parts else None
