"""The parts put together: timeline -> pages -> acts -> segments."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.finding import Finding
from onlooker.domain.summary import Outcome, Reader, Summary
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Timeline
from onlooker.summarize.rules.intent import goal
from onlooker.summarize.rules.pages import Pages
from onlooker.summarize.rules.segments import told
from onlooker.summarize.rules.split import split
from onlooker.summarize.rules.weave import weave


def by_rules(timeline: Timeline, findings: Sequence[Finding], outcome: Outcome) -> Summary:
    """Never fails; an empty session is one segment that says so. The outcome is decided elsewhere and passed through."""
    pages = Pages(timeline)
    acts = weave(timeline, pages)
    runs = split(acts) or ((),)
    starts = [0, *(max(0, min(run[0].at_ms, timeline.duration_ms)) for run in runs[1:])]
    ends = [*starts[1:], timeline.duration_ms]
    reported = [finding for finding in findings if finding.reported]
    segments = []
    for index, (run, start, end) in enumerate(zip(runs, starts, ends, strict=True)):
        last = index == len(runs) - 1
        inside = [finding for finding in reported if (start <= finding.start_ms or index == 0) and (finding.start_ms < end or last)]
        segments.append(told(run, Span(start_ms=start, end_ms=max(start, end)), inside, outcome, index=index, last=last))
    return Summary(goal=goal(acts), segments=tuple(segments), outcome=outcome, reader=Reader(kind="rules"))
