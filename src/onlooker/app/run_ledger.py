"""The ledger of a run from what the store holds of it, one session after the other: as many as it has, it takes the memory of a few."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.app.kept import report_at
from onlooker.app.patterns_kept import kept_patterns
from onlooker.app.run_report import model_of, seconds_of
from onlooker.domain.catalogued import RunRow
from onlooker.domain.estimate import PhaseEstimate, estimate_of, together
from onlooker.domain.ledger import Ledger, Sums
from onlooker.domain.report import SessionReport, Spent
from onlooker.errors import InputError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs


def ledger_of(run: RunRow, catalogue: Catalogue, blobs: Blobs) -> Ledger:
    """What was foreseen is what each session foresaw; what patterns take was foreseen by none of them. Raises CatalogueError or OSError where
    what was kept cannot be read."""
    sums = Sums()
    read = 0
    foreseen: tuple[PhaseEstimate, ...] = ()
    for session_id, usage in _usages(run.id, catalogue, blobs):
        sums.session(session_id, usage)
        foreseen = together((*foreseen, *usage.foreseen))
        read += 1
    if run.patterns_blob:
        kept = kept_patterns(run.patterns_blob, blobs)
        sums.of_run(kept.exchanges, kept.report.refused)
    return sums.ledger(estimate_of(read, foreseen, model=model_of(run)) if foreseen else None, seconds_of(run))


def _usages(run_id: str, catalogue: Catalogue, blobs: Blobs) -> Iterator[tuple[str, Spent]]:
    for one in catalogue.ended(run_id):
        if one.usage is not None:
            yield one.session_id, one.usage
            continue
        try:
            report = report_at(one.report_blob, one.name, blobs)
        except (KeyError, InputError):
            continue
        if isinstance(report, SessionReport):
            yield report.session_id, report.usage
