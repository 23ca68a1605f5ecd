"""The findings whose looks cost most, and where they stand in the page."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.ledger import FindingCost, Ledger
from onlooker.sinks.html.anchor import finding_anchor
from onlooker.sinks.html.chosen import Chosen

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DearView:
    """`anchor` is empty where the page does not tell its session whole."""

    cost: FindingCost
    title: str
    anchor: str


def dearest(told: Chosen, spent: Ledger) -> tuple[DearView, ...]:
    if not spent.findings:
        return ()
    asked = {(one.session_id, one.finding_id) for one in spent.findings}
    found = {
        (report.session_id, finding.id): (finding.title, finding_anchor(report, finding) if line.anchor else "")
        for report, line in zip(told.run.sessions, told.lines, strict=True)
        for finding in report.findings
        if (report.session_id, finding.id) in asked
    }
    there = [(one, found[one.session_id, one.finding_id]) for one in spent.findings if (one.session_id, one.finding_id) in found]
    return tuple(DearView(cost=one, title=title, anchor=anchor) for one, (title, anchor) in there[:SHOWN])
