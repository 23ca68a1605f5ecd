"""Findings -> clip plans.

1. Moments near one another share a clip.
2. Every clip has a frame a second, and one at its end. Idle time is cut out and marked.
3. Of more frames than a clip may have, those farthest from anything that matters go first; their time is marked as cut too.
4. Kept whatever happens: both ends, of each moment the frame before, the one it shows in and the next, and for each text of the proof that stood
   on the screen meanwhile a frame that shows it, an extra one where the text was gone within a second.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set

from onlooker.clip.followed import follow
from onlooker.clip.group import Group, finding_ids, together
from onlooker.clip.idle import cuts, doings, happenings, left_after
from onlooker.clip.limits import DEFAULT, LookLimits
from onlooker.clip.moment import sighting
from onlooker.clip.shots import jumps, shots
from onlooker.domain.clip import STEP_MS, ClipPlan
from onlooker.domain.finding import Finding
from onlooker.domain.timeline import Timeline

_ANSWER_MS = 700
"""A frame so long after something happened shows it best: the answer is there and not yet gone."""
_BEFORE_MS = 1_000
"""A frame before it is worth as much as one so much later after it."""
_BESIDE_MS = 4_000
"""What happens besides the finding is worth as little as if it were so much farther away."""
_SHORT_JUMP_MS = 2_000
"""A jump no longer than this saves nothing."""


def plan(
    session_id: str, timeline: Timeline, chosen: Sequence[Finding], *, seen_from: Mapping[int, int], limits: LookLimits = DEFAULT
) -> tuple[ClipPlan, ...]:
    """In the order of the chosen; `seen_from` as `clip.seen_from` gives it. A finding whose window cannot be seen is in no plan's moments."""
    followed = follow(timeline, seen_from)
    sightings = [made for finding in chosen if (made := sighting(finding, timeline, followed, limits)) is not None]
    order = [made.moment.finding_id for made in sightings]
    groups = sorted(together(sightings, followed, limits), key=lambda group: min(map(order.index, finding_ids(group))))
    return tuple(_planned(session_id, timeline, group, limits) for group in groups)


def _planned(session_id: str, timeline: Timeline, group: Group, limits: LookLimits) -> ClipPlan:
    beats = sorted({beat for made in group.sightings for beat in made.beats})
    done = doings(timeline, group.window_at, group.span)
    cut = cuts(happenings(timeline, group.window_at, group.span), group.span, limits)
    far: dict[int, int] = {}
    for at_ms in left_after(group.grid, cut):
        own, beside = _distance(at_ms, beats), _distance(at_ms, done)
        if at_ms not in group.needed and (min(own, beside) <= limits.aftermath_ms or not group.aftermath(at_ms)):
            far[at_ms] = min(own, beside + _BESIDE_MS)
    nearest = sorted(far, key=lambda at_ms: (far[at_ms], at_ms))
    kept = _closed({*group.needed, *nearest[: max(0, limits.frames - len(group.needed))]}, group.grid, limits)
    windows = {at_ms: window for at_ms in kept if (window := group.window_at(at_ms)) is not None}
    return ClipPlan(
        session_id=session_id,
        shots=shots(windows, longest_jump_ms=limits.replay_ms),
        moments=tuple(sorted((made.moment for made in group.sightings), key=lambda moment: (moment.at_ms, moment.finding_id))),
        skipped=jumps(kept, STEP_MS),
    )


def _closed(kept: Set[int], grid: Sequence[int], limits: LookLimits) -> list[int]:
    """Rising, the short jumps between them closed, shortest first, as long as there are frames."""
    closed = set(kept)
    for jump in sorted(jumps(sorted(kept), STEP_MS), key=lambda jump: (jump.duration_ms, jump.start_ms)):
        inside = grid[bisect_left(grid, jump.start_ms) : bisect_left(grid, jump.end_ms)]
        if jump.duration_ms <= _SHORT_JUMP_MS and len(closed) + len(inside) <= limits.frames:
            closed.update(inside)
    return sorted(closed)


def _distance(at_ms: int, beats: Sequence[int]) -> int:
    """How far a frame is from showing the nearest of what happened."""
    best, following = bisect_left(beats, at_ms - _ANSWER_MS), bisect_left(beats, at_ms + 1)
    after = [abs(at_ms - beat - _ANSWER_MS) for beat in beats[max(0, best - 1) : best + 1] if beat <= at_ms]
    before = [beat - at_ms + _BEFORE_MS for beat in beats[following : following + 1]]
    return min([*after, *before], default=1_000_000_000)
