"""JSON form -> what a run says besides sessions and patterns."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.estimate import Estimate
from onlooker.domain.model import Exchange
from onlooker.domain.report import RunReport, SkippedSession
from onlooker.sinks.json.like import like
from onlooker.sinks.json.run_shape import RunShape


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """A run without its sessions, and the names of the files they lie in."""

    run: RunReport
    files: tuple[str, ...]


def restored_facts(facts: RunShape) -> RunFacts:
    run = RunReport(
        sessions=(),
        skipped=tuple((one.place, one.reason) for one in facts.skipped_places),
        model=facts.model,
        seconds=facts.seconds,
        stopped=facts.stopped,
        skipped_sessions=tuple(like(one, SkippedSession) for one in facts.skipped_sessions),
        exchanges=tuple(like(one, Exchange) for one in facts.exchanges),
        foreseen=None if facts.foreseen is None else like(facts.foreseen, Estimate),
        notes=facts.notes,
        focus=facts.focus,
    )
    return RunFacts(run=run, files=tuple(one.file for one in facts.sessions))
