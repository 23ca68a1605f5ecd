"""What recurs in the sessions of a run that keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker import discover
from onlooker.app.patterns_kept import Kept
from onlooker.domain.report import SessionReport
from onlooker.pipeline import discover_patterns
from onlooker.ports import Model


def recurring(reports: Sequence[SessionReport], *, model: Model | None, context: str, focus: str) -> Kept:
    examined = [discover.examine(report) for report in reports]
    report, exchanges = discover_patterns(examined, model=model, context=context, focus=focus)
    return Kept(report=report, exchanges=exchanges)
