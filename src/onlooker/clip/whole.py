"""A session, or a span of it, step by step: what a recording-to-video tool shows."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.clip.followed import follow
from onlooker.clip.idle import cuts, happenings, left_after
from onlooker.clip.limits import DEFAULT, LookLimits
from onlooker.clip.shots import jumps, shots
from onlooker.domain.clip import FPS, STEP_MS, ClipPlan
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Timeline


def whole(
    session_id: str,
    timeline: Timeline,
    *,
    seen_from: Mapping[int, int],
    start_ms: int | None = None,
    end_ms: int | None = None,
    step_ms: int = STEP_MS,
    fps: int = FPS,
    cut_idle: bool = False,
    limits: LookLimits = DEFAULT,
) -> ClipPlan | None:
    """Every `step_ms` from start to end, and the end itself, following the user from window to window. None when no window can be seen by then.
    With `cut_idle` an idle stretch becomes one marked jump. A speed of n is a step of n * 1000 / fps."""
    start = max(0, start_ms or 0, min(seen_from.values(), default=0))
    end = timeline.duration_ms if end_ms is None else min(end_ms, timeline.duration_ms)
    if end < start:
        return None
    span = Span(start_ms=start, end_ms=end)
    followed = follow(timeline, seen_from)
    instants = [*range(start, end, max(1, step_ms)), end]
    if cut_idle:
        instants = left_after(instants, cuts(happenings(timeline, followed.at, span), span, limits))
    windows = {at_ms: window for at_ms in instants if (window := followed.at(at_ms)) is not None}
    if not windows:
        return None
    taken = shots(windows, longest_jump_ms=max(limits.replay_ms, step_ms))
    return ClipPlan(session_id=session_id, shots=taken, skipped=jumps(sorted(windows), step_ms), fps=fps)
