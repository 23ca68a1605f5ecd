"""Domain run -> the JSON form of what it says besides sessions and patterns."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.denominators import denominators
from onlooker.domain.ledger import ledger
from onlooker.domain.report import RunReport
from onlooker.sinks.json import run_shape as shape
from onlooker.sinks.json.like import like
from onlooker.sinks.json.shape import ExchangeShape


def run_shape(run: RunReport, names: Sequence[str]) -> shape.RunShape:
    """`names` are those of the files of sessions: of the read ones, then of those that failed."""
    told = denominators(run)
    ids = [*(one.session_id for one in run.sessions), *(one.session_id for one in run.failed)]
    return shape.RunShape(
        schema=1,
        model=run.model,
        seconds=run.seconds,
        stopped=run.stopped,
        focus=run.focus,
        selected=told.selected,
        read=told.read,
        failed=told.failed,
        skipped=dict(told.skips),
        notes=run.notes,
        sessions=tuple(shape.RunSessionShape(session_id=session_id, file=name) for session_id, name in zip(ids, names, strict=True)),
        skipped_sessions=tuple(like(one, shape.SkippedSessionShape) for one in run.skipped_sessions),
        skipped_places=tuple(shape.SkippedPlaceShape(place=place, reason=reason) for place, reason in run.skipped),
        ledger=like(ledger(run), shape.LedgerShape),
        foreseen=None if run.foreseen is None else like(run.foreseen, shape.EstimateShape),
        exchanges=tuple(like(one, ExchangeShape) for one in run.exchanges),
    )
