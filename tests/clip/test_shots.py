"""Instants put together as shots."""

from __future__ import annotations

from onlooker.clip.shots import jumps, shots
from onlooker.domain.clip import Shot
from onlooker.domain.timebase import Span


def test_a_shot_ends_where_the_window_changes_or_the_jump_is_long() -> None:
    windows = {4_000: 1, 1_000: 0, 2_000: 0, 3_000: 1, 9_000: 1, 9_001: 0}
    assert shots(windows, longest_jump_ms=4_999) == (
        Shot(window=0, instants=(1_000, 2_000)),
        Shot(window=1, instants=(3_000, 4_000)),
        Shot(window=1, instants=(9_000,)),
        Shot(window=0, instants=(9_001,)),
    )
    assert shots({}, longest_jump_ms=1) == ()


def test_more_than_a_step_is_a_jump_from_one_step_on() -> None:
    assert jumps([0, 1_000, 1_001, 2_002, 9_000], 1_000) == (Span(start_ms=2_001, end_ms=2_002), Span(start_ms=3_002, end_ms=9_000))
