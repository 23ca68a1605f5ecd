"""One rrweb record and the recording it belongs to.

A recording is an index first: type, time, window and size of every snapshot, in time order. Contents are decoded when asked
for, one snapshot at a time, by the `Contents` the decoder supplies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol


class SnapshotType(IntEnum):
    """rrweb's `EventType`."""

    DOM_CONTENT_LOADED = 0
    LOAD = 1
    FULL = 2
    INCREMENTAL = 3
    META = 4
    CUSTOM = 5
    PLUGIN = 6


class Change(IntEnum):
    """rrweb's `IncrementalSource`: what an incremental snapshot tells."""

    MUTATION = 0
    MOUSE_MOVE = 1
    MOUSE_INTERACTION = 2
    SCROLL = 3
    VIEWPORT_RESIZE = 4
    INPUT = 5
    TOUCH_MOVE = 6
    MEDIA_INTERACTION = 7
    STYLE_SHEET_RULE = 8
    CANVAS_MUTATION = 9
    FONT = 10
    LOG = 11
    DRAG = 12
    STYLE_DECLARATION = 13
    SELECTION = 14
    ADOPTED_STYLE_SHEET = 15
    CUSTOM_ELEMENT = 16


class MouseAct(IntEnum):
    """rrweb's `MouseInteractions`."""

    MOUSE_UP = 0
    MOUSE_DOWN = 1
    CLICK = 2
    CONTEXT_MENU = 3
    DOUBLE_CLICK = 4
    FOCUS = 5
    BLUR = 6
    TOUCH_START = 7
    TOUCH_MOVE_DEPARTED = 8
    TOUCH_END = 9
    TOUCH_CANCEL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The index line of one rrweb record. `at` is the recorder's epoch in ms, after repair; `window` indexes
    `Recording.windows`; `change` is set for incremental ones only; `size` is bytes of its JSON as stored."""

    index: int
    at: int
    window: int
    type: SnapshotType
    change: Change | None
    size: int


SnapshotData = Mapping[str, object]
"""rrweb's `data` object, with `cv` compression undone. Untrusted: any key may be missing or of another type."""


class Contents(Protocol):
    """Decodes one snapshot's `data` on demand. Never raises: what cannot be decoded is `{}` and counted in
    `unreadable()`. Holds no more than a small cache."""

    def data(self, index: int) -> SnapshotData: ...

    def unreadable(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLosses:
    """What repair did and what could not be read, in counts."""

    unreadable_chunks: int = 0
    unreadable_snapshots: int = 0
    reordered: int = 0
    duplicates: int = 0
    windows_without_full: int = 0
    gaps: int = 0
    gap_ms: int = 0
    truncated: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The captured rrweb data of a session, in time order over all its windows.

    `windows` holds the recorder's window ids in order of first appearance; `session_id` is None where the bytes do not
    carry one (then the events, or the name of the place, give it)."""

    session_id: str | None
    windows: tuple[str, ...]
    snapshots: Sequence[Snapshot]
    contents: Contents
    losses: RecordingLosses = field(default_factory=RecordingLosses)

    def data(self, snapshot: Snapshot) -> SnapshotData:
        return self.contents.data(snapshot.index)
