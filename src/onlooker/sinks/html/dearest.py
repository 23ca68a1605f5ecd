"""The findings whose looks cost most, and where they stand in the page."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.ledger import FindingCost, Ledger
from onlooker.domain.report import RunReport
from onlooker.sinks.html.anchor import finding_anchor

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DearView:
    cost: FindingCost
    title: str
    anchor: str


def dearest(run: RunReport, spent: Ledger) -> tuple[DearView, ...]:
    found = {(report.session_id, finding.id): (report, finding) for report in run.sessions for finding in report.findings}
    return tuple(
        DearView(cost=one, title=finding.title, anchor=finding_anchor(report, finding))
        for one in [one for one in spent.findings if (one.session_id, one.finding_id) in found][:SHOWN]
        for report, finding in [found[one.session_id, one.finding_id]]
    )
