"""Session time -> place on the time strip, in percent. Active time keeps its proportions; long idle stretches are shortened, or a
session with an hour's pause would show nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onlooker.domain.timebase import Span

IDLE_SHARE = 0.12
"""Widest an idle stretch may be, as a share of all active time."""
SHORTEST_CAP_MS = 15_000
TICK_STEPS_MS = (1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000)
LARGEST_TICK_MS = 86_400_000
TICKS = 7
TICK_APART = 12.0
"""Percent of the strip two tick labels need between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """A stretch without user activity, and whether the strip shows it shorter than it was."""

    span: Span
    shortened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """`knots` are (ms, percent), both rising, from 0 to the session's end."""

    knots: tuple[tuple[int, float], ...]
    idle: tuple[Idle, ...] = ()

    def at(self, ms: int) -> float:
        """Percent from the left; instants outside the session stand at its edges."""
        for (from_ms, from_percent), (to_ms, to_percent) in pairwise(self.knots):
            if ms <= to_ms:
                share = (max(ms, from_ms) - from_ms) / max(1, to_ms - from_ms)
                return round(from_percent + share * (to_percent - from_percent), 3)
        return 100.0

    def ticks(self) -> tuple[int, ...]:
        """Round clock times that stand far enough apart to be read; the first is the start."""
        end_ms = self.knots[-1][0]
        step = next((step for step in TICK_STEPS_MS if end_ms / step <= TICKS * 3), max(LARGEST_TICK_MS, end_ms // TICKS))
        shown = [0]
        for ms in range(step, end_ms, step):
            if self.at(ms) - self.at(shown[-1]) >= TICK_APART and self.at(ms) <= 100 - TICK_APART / 2:
                shown.append(ms)
        return tuple(shown)


def scale(duration_ms: int, active: Sequence[Span]) -> Scale:
    """Linear where nothing is known of activity."""
    end_ms = max(1, duration_ms)
    stretches = _stretches(end_ms, active)
    busy = sum(span.duration_ms for span, idle in stretches if not idle)
    cap = max(SHORTEST_CAP_MS, busy * IDLE_SHARE)
    weights = [min(span.duration_ms, cap) if idle else span.duration_ms for span, idle in stretches]
    whole = sum(weights) or 1
    knots = [(0, 0.0)]
    run = 0.0
    for (span, _), weight in zip(stretches, weights, strict=True):
        run += weight
        knots.append((span.end_ms, 100 * run / whole))
    idle = tuple(Idle(span=span, shortened=span.duration_ms > cap) for span, quiet in stretches if quiet)
    return Scale(knots=tuple(knots), idle=idle)


def _stretches(end_ms: int, active: Sequence[Span]) -> list[tuple[Span, bool]]:
    """The session cut into (stretch, idle) without holes; overlapping and outlying activity is clipped."""
    stretches: list[tuple[Span, bool]] = []
    reached = 0
    for span in sorted(active):
        start, end = max(span.start_ms, reached), min(span.end_ms, end_ms)
        if end <= start:
            continue
        if start > reached:
            stretches.append((Span(start_ms=reached, end_ms=start), True))
        stretches.append((Span(start_ms=start, end_ms=end), False))
        reached = end
    if not stretches:
        return [(Span(start_ms=0, end_ms=end_ms), False)]
    if reached < end_ms:
        stretches.append((Span(start_ms=reached, end_ms=end_ms), True))
    return stretches
