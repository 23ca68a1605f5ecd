"""The parts put together: timeline -> pages -> acts -> segments."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.finding import Finding
from onlooker.domain.summary import Outcome, Reader, Summary
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Timeline
from onlooker.summarize.rules.acts import Act, Doing
from onlooker.summarize.rules.intent import goal, leading
from onlooker.summarize.rules.pages import Pages
from onlooker.summarize.rules.retries import fold_retries
from onlooker.summarize.rules.segments import told
from onlooker.summarize.rules.split import split
from onlooker.summarize.rules.weave import weave


def by_rules(timeline: Timeline, findings: Sequence[Finding], outcome: Outcome) -> Summary:
    """Never fails; an empty session is one segment that says so. The outcome is decided elsewhere and passed through."""
    pages = Pages(timeline)
    acts = fold_retries(weave(timeline, pages))
    runs = _joined(split(acts)) or [()]
    starts = [0, *(max(0, min(run[0].at_ms, timeline.duration_ms)) for run in runs[1:])]
    ends = [*starts[1:], timeline.duration_ms]
    reported = [finding for finding in findings if finding.reported]
    segments = [
        told(run, Span(start_ms=start, end_ms=max(start, end)), reported, outcome, index=index, last=index == len(runs) - 1)
        for index, (run, start, end) in enumerate(zip(runs, starts, ends, strict=True))
    ]
    return Summary(goal=goal(acts), segments=tuple(segments), outcome=outcome, reader=Reader(kind="rules"))


def _joined(runs: Sequence[tuple[Act, ...]]) -> list[tuple[Act, ...]]:
    """Neighbours that come down to the same thing, done again, are one."""
    joined: list[tuple[Act, ...]] = []
    for run in runs:
        before = leading(joined[-1]) if joined else None
        main = leading(run)
        if before is not None and main is not None and _alike(before, main):
            joined[-1] = (*joined[-1], *run)
        else:
            joined.append(run)
    return joined


def _alike(one: Act, other: Act) -> bool:
    return other.doing >= Doing.PRESSED and other.thing != "" and (one.thing, one.place) == (other.thing, other.place)
