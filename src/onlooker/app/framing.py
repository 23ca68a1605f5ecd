"""Which frames a film has."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from onlooker import clip
from onlooker.domain.clip import FPS, STEP_MS, ClipPlan
from onlooker.domain.snapshot import Recording
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Timeline
from onlooker.errors import InputError, SettingError

SPEED = STEP_MS * FPS / 1000
BEFORE_MS, AFTER_MS = 7_000, 5_000
"""Of an instant: 12 s, what people who judge replays by eye ask for."""
MOST_FRAMES = 100_000
"""About an hour of rendering on one core."""
_LOOKED_THROUGH = 50
"""For idle time so many times more may be looked through: a month at the usual speed."""
FASTEST, MOST_FPS = 1_000.0, 60

Tell = Callable[[int, int], None]
"""Frames done, frames in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Around `at_ms`; or from `start_ms` to `end_ms`, from end to end where they are None. `window` counts from 0, None follows the user."""

    at_ms: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    window: int | None = None
    speed: float = SPEED
    fps: int = FPS
    cut_idle: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.speed) and 0 < self.speed <= FASTEST):
            raise SettingError(f"--speed {self.speed:g}: give how many times faster than the session, up to {FASTEST:g}; 1 is real time")
        if not 1 <= self.fps <= MOST_FPS:
            raise SettingError(f"--fps {self.fps}: give frames a second of video, 1 to {MOST_FPS}")
        if self.at_ms is not None and (self.start_ms is not None or self.end_ms is not None):
            raise SettingError("--at gives the span by itself; leave out --from and --to")
        if self.start_ms is not None and self.end_ms is not None and self.end_ms < self.start_ms:
            raise SettingError(f"--to {clock(self.end_ms)} comes before --from {clock(self.start_ms)}")

    @property
    def step_ms(self) -> int:
        """Session time from one frame to the next."""
        return max(1, round(1000 * self.speed / self.fps))


def framed(wanted: Wanted, recording: Recording, timeline: Timeline) -> ClipPlan:
    """Raises InputError when there is nothing to film there."""
    seen_from = clip.seen_from(recording, started_at=timeline.started_at)
    if wanted.window is not None:
        if not 0 <= wanted.window < len(recording.windows):
            raise InputError(f"there is no window {wanted.window + 1}; this session has {len(recording.windows)}")
        seen_from = {window: first for window, first in seen_from.items() if window == wanted.window}
    if not seen_from:
        raise InputError("the recording has no full snapshot, so there is no page to show")
    start, end = _span(wanted, min(seen_from.values()), timeline.duration_ms)
    _check(1 + (end - start) // wanted.step_ms, MOST_FRAMES * (_LOOKED_THROUGH if wanted.cut_idle else 1))
    plan = clip.whole(
        timeline.session_id,
        timeline,
        seen_from=seen_from,
        start_ms=start,
        end_ms=end,
        step_ms=wanted.step_ms,
        fps=wanted.fps,
        cut_idle=wanted.cut_idle,
    )
    if plan is None:
        raise InputError("there is no page to show in that span")
    _check(len(plan.instants), MOST_FRAMES)
    return plan


def _span(wanted: Wanted, first: int, last: int) -> tuple[int, int]:
    """`first`: when the page can be seen first. An instant that was asked for has a frame of its own."""
    at = wanted.at_ms
    for option, given in (("--at", at), ("--from", wanted.start_ms)):
        if given is not None and given > last:
            raise InputError(f"the session is over after {last / 1000:.1f} s; give an earlier {option}")
    for option, given in (("--at", at), ("--to", wanted.end_ms)):
        if given is not None and given < first:
            raise InputError(f"the recording has no full snapshot before {first / 1000:.3f} s; give a later {option}")
    if at is None:
        return max(first, wanted.start_ms or 0), min(last, last if wanted.end_ms is None else wanted.end_ms)
    return at - min(BEFORE_MS, at - first) // wanted.step_ms * wanted.step_ms, min(at + AFTER_MS, last)


def _check(frames: int, most: int) -> None:
    if frames > most:
        raise InputError(f"that would be {frames:,} frames, and {MOST_FRAMES:,} are the most; give --from and --to, or a higher --speed")
