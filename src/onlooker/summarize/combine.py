"""The summaries of a session's parts, put together in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from onlooker.domain.summary import Segment, Summary, Suspicion

_MOST_KEY_ACTIONS = 8


def combine(summaries: Sequence[Summary]) -> Summary:
    """At least one, in session order. The last part has read the story of those before it: its goal and outcome stand, and its ruling on a
    finding replaces an earlier one. A segment told on in the next part under the same name is one segment."""
    last = summaries[-1]
    segments: list[Segment] = []
    for segment in chain.from_iterable(summary.segments for summary in summaries):
        if segments and segments[-1].name.casefold() == segment.name.casefold():
            segments[-1] = _joined(segments[-1], segment)
        else:
            segments.append(segment)
    return replace(
        last,
        goal=next((summary.goal for summary in reversed(summaries) if summary.goal), ""),
        segments=tuple(replace(segment, index=index) for index, segment in enumerate(segments)),
        suspicions=_once(list(chain.from_iterable(summary.suspicions for summary in summaries))),
        invented=sum(summary.invented for summary in summaries),
        unsupported=tuple(chain.from_iterable(summary.unsupported for summary in summaries)),
    )


def _joined(first: Segment, second: Segment) -> Segment:
    return replace(
        first,
        end_ms=max(first.end_ms, second.end_ms),
        success=second.success,
        summary=" ".join(part for part in (first.summary, second.summary) if part),
        key_actions=(*first.key_actions, *second.key_actions)[-_MOST_KEY_ACTIONS:],
    )


def _once(suspicions: Sequence[Suspicion]) -> tuple[Suspicion, ...]:
    """In the order of first mention. New ones are the same when they cite the same entries (what overlaps is read twice)."""
    found: dict[object, Suspicion] = {}
    for suspicion in suspicions:
        found[suspicion.about or (suspicion.kind, suspicion.cites)] = suspicion
    return tuple(found.values())
