"""What recurs in the sessions of a run that keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker import discover
from onlooker.app.patterns_kept import Kept
from onlooker.domain.report import SessionReport
from onlooker.ports import Model


def recurring(reports: Sequence[SessionReport], *, model: Model | None, context: str, focus: str) -> Kept:
    examined = [discover.examine(report) for report in reports]
    return Kept(report=discover.measure(discover.by_signature(examined), examined))
