"""The three frames that show a finding at a glance: the last one before, the one it shows in, and what came of it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onlooker.domain.clip import Clip, Frame, Moment
from onlooker.domain.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """`when` is "before", "at" or "after"."""

    when: str
    number: int
    frame: Frame


def moment_of(clip: Clip, finding: Finding) -> Moment:
    """The finding's own; where the clip names none for it, the finding's span."""
    own = next((moment for moment in clip.plan.moments if moment.finding_id == finding.id), None)
    return own or Moment(finding_id=finding.id, start_ms=finding.start_ms, end_ms=finding.end_ms, at_ms=finding.start_ms)


def stills(clip: Clip, finding: Finding) -> tuple[Still, ...]:
    """In order of time, each frame once. A change shows in the first frame that is not earlier."""
    moment = moment_of(clip, finding)
    times = [frame.at_ms for frame in clip.frames]
    if not times:
        return ()
    at = min(bisect_left(times, moment.at_ms), len(times) - 1)
    last = bisect_left(times, moment.end_ms + 1) - 1
    numbers = {"before": at - 1, "at": at, "after": last if last > at else at + 1}
    return tuple(Still(when=when, number=number, frame=clip.frames[number]) for when, number in numbers.items() if 0 <= number < len(times))
