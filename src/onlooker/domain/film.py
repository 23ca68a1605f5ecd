"""A session, or a span of it, written as a video: what `render` tells when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.clip import ClipPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """`video` and `stills` are paths, "" for what was not asked for; `size` is the video's, in bytes. `notes` tell what a viewer should not take
    for a fault of the page."""

    plan: ClipPlan
    video: str = ""
    stills: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    step_ms: int = 0
    """Session time from one frame to the next."""
    notes: tuple[str, ...] = ()

    @property
    def speed(self) -> float:
        """How many times faster than the session."""
        return self.step_ms * self.plan.fps / 1000

    @property
    def skipped_ms(self) -> int:
        return sum(span.duration_ms for span in self.plan.skipped)
