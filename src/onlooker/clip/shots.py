"""Instants, each in its window, put together as shots, and the jumps between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from onlooker.domain.clip import Shot
from onlooker.domain.timebase import Span


def shots(windows: Mapping[int, int], *, longest_jump_ms: int) -> tuple[Shot, ...]:
    """`windows` maps each instant to the window it is taken in. A shot ends where the window changes or a jump is longer."""
    groups: list[tuple[int, list[int]]] = []
    for at_ms in sorted(windows):
        if groups and groups[-1][0] == windows[at_ms] and at_ms - groups[-1][1][-1] <= longest_jump_ms:
            groups[-1][1].append(at_ms)
        else:
            groups.append((windows[at_ms], [at_ms]))
    return tuple(Shot(window=window, instants=tuple(instants)) for window, instants in groups)


def jumps(instants: Sequence[int], step_ms: int) -> tuple[Span, ...]:
    """What was left out between two frames: from one step after the first of them to the instant of the second."""
    return tuple(Span(start_ms=one + step_ms, end_ms=other) for one, other in pairwise(instants) if other - one > step_ms)
