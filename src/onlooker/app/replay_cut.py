"""Where a player's recording is cut into chunks: by time, and sooner where much happens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import orjson

from onlooker.domain.clip import Shot
from onlooker.domain.snapshot import Change, Recording, SnapshotType

CHUNK, LEAST = 40, 3
"""Pictures of a chunk, at most and at least: setting up the page anew costs as much as playing some seconds of it."""
HEAVY = 2_000_000
"""Bytes of records, unpacked, after which a chunk ends sooner: a browser takes in so much in a tenth of a second, and who seeks waits for a whole
chunk."""


SLOW = 500_000
"""Bytes of them that are worth a picture of its own while they come."""


def cut(shots: Sequence[Shot], weights: Weights) -> Iterator[Shot]:
    for shot in shots:
        begin = 0
        for place, at_ms in enumerate(shot.instants):
            pictures = place + 1 - begin
            heavy = pictures >= LEAST and weights.between(shot.window, shot.instants[begin], at_ms) > HEAVY
            if pictures == CHUNK or heavy or place + 1 == len(shot.instants):
                yield replace(shot, instants=shot.instants[begin : place + 1])
                begin = place + 1


class Weights:
    """How many bytes of records lie between two instants of a window, by the index alone."""

    def __init__(self, recording: Recording, started_at: int) -> None:
        self._times: list[list[int]] = [[] for _ in recording.windows]
        self._sums: list[list[float]] = [[0.0] for _ in recording.windows]
        self._changes: list[list[float]] = [[0.0] for _ in recording.windows]
        unpacked = unpacking(recording)
        for snapshot in recording.snapshots:
            self._times[snapshot.window].append(snapshot.at - started_at)
            weight = snapshot.size * unpacked
            changed = 0.0 if snapshot.type is SnapshotType.FULL else weight
            self._sums[snapshot.window].append(self._sums[snapshot.window][-1] + weight)
            self._changes[snapshot.window].append(self._changes[snapshot.window][-1] + changed)

    def between(self, window: int, start_ms: int, end_ms: int) -> float:
        """Later than the first, and not later than the second."""
        return self._between(self._sums[window], window, start_ms, end_ms)

    def heavy(self, shot: Shot) -> bool:
        """By what changes: the page itself is in the picture that would come alone too."""
        return self._between(self._changes[shot.window], shot.window, shot.instants[0], shot.instants[-1]) > SLOW

    def _between(self, sums: Sequence[float], window: int, start_ms: int, end_ms: int) -> float:
        times = self._times[window]
        return sums[bisect_right(times, end_ms)] - sums[bisect_right(times, start_ms)]


def unpacking(recording: Recording) -> float:
    """How many times larger records are than they are stored, 1 at least: recorders pack what is large. Judged by the largest change."""
    changes = [one for one in recording.snapshots if one.change is Change.MUTATION]
    largest = max(changes, key=lambda one: one.size, default=None)
    if largest is None or not largest.size:
        return 1.0
    return max(1.0, len(orjson.dumps(recording.data(largest), default=str)) / largest.size)
