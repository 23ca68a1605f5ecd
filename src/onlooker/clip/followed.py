"""Which window to film: the one the user is in, as far as its recording reaches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from onlooker.domain.snapshot import Recording, SnapshotType
from onlooker.domain.timeline import Click, Submitted, Switched, Timeline, Typed


def seen_from(recording: Recording, started_at: int) -> dict[int, int]:
    """When each window can first be seen: its first full snapshot, ms since the session's start (epoch ms `started_at`). A window without one
    is missing."""
    first: dict[int, int] = {}
    for snapshot in recording.snapshots:
        if snapshot.type is SnapshotType.FULL:
            first.setdefault(snapshot.window, max(0, snapshot.at - started_at))
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The user's way through the windows. `turns` are (from when, window), rising."""

    turns: tuple[tuple[int, int], ...]
    seen_from: Mapping[int, int]

    def sees(self, window: int, at_ms: int) -> bool:
        first = self.seen_from.get(window)
        return first is not None and first <= at_ms

    def at(self, at_ms: int) -> int | None:
        """The user's window; where it cannot be seen yet the one they came from, or any; None where none can."""
        for place in range(bisect_right(self.turns, at_ms, key=lambda turn: turn[0]) - 1, -1, -1):
            if self.sees(self.turns[place][1], at_ms):
                return self.turns[place][1]
        return min(
            (window for window in self.seen_from if self.sees(window, at_ms)), key=lambda window: (self.seen_from[window], window), default=None
        )

    def left(self, window: int, since_ms: int) -> int | None:
        """When the user next went on in another window."""
        return next((at_ms for at_ms, turned in self.turns if at_ms > since_ms and turned != window), None)


def follow(timeline: Timeline, seen_from: Mapping[int, int]) -> Followed:
    switched = [(entry.at_ms, entry.window) for entry in timeline.entries if isinstance(entry.detail, Switched)]
    turns = [(at_ms, window) for at_ms, window in [(-1, _first(timeline)), *switched] if window in seen_from]
    return Followed(turns=tuple(turns), seen_from=seen_from)


def _first(timeline: Timeline) -> int:
    for entry in timeline.entries:
        match entry.detail:
            case Switched(previous=previous):
                return previous
            case Click() | Typed() | Submitted():
                return entry.window
    return 0
