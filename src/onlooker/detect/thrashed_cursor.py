"""Thrashed cursor: the pointer goes to and fro on one axis, quickly."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry

_LEAST_STEP_PX = 8
"""Smaller steps are a hand's tremor."""


def thrashed_cursor(case: Case) -> Iterator[Hit]:
    limits = case.limits
    for entry, moved in case.index.moved:
        found = [_thrash(moved.points, axis, limits.thrash_turns, limits.thrash_ms, limits.thrash_acceleration) for axis in (1, 2)]
        best = max((thrash for thrash in found if thrash is not None), default=None)
        if best is None:
            continue
        turns, start, end = best
        yield case.hit(
            "thrashed_cursor",
            _around(case, entry),
            ("thrash_turns", "thrash_ms", "thrash_acceleration"),
            end_ms=max(end, entry.at_ms),
            turns=turns,
            took_ms=end - start,
            page=entry.page,
            clicked=case.index.clicks.first(start, end + 1_000, entry.window) is not None,
        )


def _around(case: Case, entry: Entry) -> list[Entry]:
    return [entry]


def _thrash(points: tuple[tuple[int, int, int], ...], axis: int, least: int, within_ms: int, acceleration: float) -> tuple[int, int, int] | None:
    """Turns, first and last instant of the densest stretch of `within_ms` that has at least `least` turns."""
    turns: list[int] = []
    heading, anchor, speed, at = 0, None, 0.0, 0
    for point in points:
        if anchor is None:
            anchor, at = point[axis], point[0]
            continue
        step = point[axis] - anchor
        if abs(step) < _LEAST_STEP_PX:
            continue
        taken = max(1, point[0] - at)
        now = step / taken
        direction = 1 if step > 0 else -1
        if heading and direction != heading and abs(now - speed) / taken >= acceleration:
            turns.append(point[0])
        heading, anchor, speed, at = direction, point[axis], now, point[0]
    best: tuple[int, int, int] | None = None
    first = 0
    for last, end in enumerate(turns):
        while end - turns[first] > within_ms:
            first += 1
        count = last - first + 1
        if count >= least and (best is None or count > best[0]):
            best = (count, turns[first], end)
    return best
