"""Where a recording is cut: by its index alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onlooker.domain.snapshot import Recording, Snapshot, SnapshotType

MOST = 1_000_000
"""Bytes of JSON, as stored, after which a chunk ends; one record may be larger."""
LEAST = 250_000
"""Bytes before which a full snapshot begins no chunk of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Records of one window in time order; `bytes` as stored. `full`: it begins with a full snapshot (and the record that tells the page's size), so
    that a player may begin here."""

    number: int
    window: int
    from_ms: int
    to_ms: int
    records: int
    bytes: int
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """`records` are the snapshots' indexes of each chunk. Chunks stand in the order of their first record."""

    chunks: tuple[Chunk, ...]
    records: tuple[Sequence[int], ...]


@dataclass(kw_only=True)
class _Filling:
    indexes: list[int] = field(default_factory=list)
    size: int = 0
    full: bool = False


def cut_up(recording: Recording, started_at: int) -> Cut:
    snapshots = recording.snapshots
    done: list[_Filling] = []
    filling: dict[int, _Filling] = {}
    follows = _following(snapshots, len(recording.windows))
    for snapshot in snapshots:
        starts = _starts(snapshot, follows[snapshot.index])
        now = filling.get(snapshot.window)
        if now is None or now.size >= MOST or (starts and now.size >= LEAST):
            now = filling[snapshot.window] = _Filling(full=starts)
            done.append(now)
        now.indexes.append(snapshot.index)
        now.size += snapshot.size
    done.sort(key=lambda one: one.indexes[0])
    chunks = [
        Chunk(
            number=number,
            window=snapshots[one.indexes[0]].window,
            from_ms=snapshots[one.indexes[0]].at - started_at,
            to_ms=snapshots[one.indexes[-1]].at - started_at,
            records=len(one.indexes),
            bytes=one.size,
            full=one.full,
        )
        for number, one in enumerate(done)
    ]
    return Cut(chunks=tuple(chunks), records=tuple(one.indexes for one in done))


def _starts(snapshot: Snapshot, following: SnapshotType | None) -> bool:
    """rrweb tells the page's size just before its content."""
    return snapshot.type is SnapshotType.FULL or (snapshot.type is SnapshotType.META and following is SnapshotType.FULL)


def _following(snapshots: Sequence[Snapshot], windows: int) -> list[SnapshotType | None]:
    """Of each snapshot the type of the next in its window."""
    next_of: list[SnapshotType | None] = [None] * windows
    follows: list[SnapshotType | None] = [None] * len(snapshots)
    for snapshot in reversed(snapshots):
        follows[snapshot.index] = next_of[snapshot.window]
        next_of[snapshot.window] = snapshot.type
    return follows
