"""The JSON shapes snapshots come in, as typed envelopes: msgspec skips what they do not name, and `data` stays raw bytes."""

from __future__ import annotations

from msgspec import UNSET, Raw, Struct, UnsetType, field

NO_BYTES = Raw()


class RrwebEvent(Struct, gc=False):
    """One rrweb record; some exports put the window beside it."""

    type: int
    timestamp: int | float
    data: Raw = NO_BYTES
    windowId: str = ""
    window_id: str = ""


class WindowLine(Struct, gc=False):
    """PostHog's v1 line: a window and its record, or several."""

    data: RrwebEvent | list[RrwebEvent]
    window_id: str = ""
    windowId: str = ""
    session_id: str = ""


class WireProperties(Struct, gc=False):
    snapshots: RrwebEvent | list[RrwebEvent] | UnsetType = field(name="$snapshot_data", default=UNSET)
    items: RrwebEvent | list[RrwebEvent] | UnsetType = field(name="$snapshot_items", default=UNSET)
    session_id: str = field(name="$session_id", default="")
    window_id: str = field(name="$window_id", default="")


class WireEvent(Struct, gc=False):
    """What the browser sends, as the product event it arrives as; any other product event too."""

    event: str
    properties: WireProperties


class EventsOfWindow(Struct, gc=False):
    events: list[RrwebEvent]
    window_id: str = ""
    windowId: str = ""


class Document(Struct, gc=False):
    """Plain rrweb with windows."""

    windows: list[EventsOfWindow]
    session_id: str = ""


class EventsDocument(Struct, gc=False):
    """Plain rrweb with its events under a name."""

    events: list[RrwebEvent]
    session_id: str = ""
    window_id: str = ""


PairLine = tuple[str, RrwebEvent | list[RrwebEvent]]
"""PostHog's v2 line: a window, and its record or several."""

OneShape = WindowLine | RrwebEvent | WireEvent | Document | EventsDocument | EventsOfWindow | PairLine
Shape = OneShape | list[RrwebEvent] | list[tuple[str, RrwebEvent]] | list[WindowLine] | list[WireEvent] | list[EventsOfWindow]


class Loose(Struct, gc=False):
    """Any object that may hold snapshots: each key we know, unread."""

    type: Raw = NO_BYTES
    timestamp: Raw = NO_BYTES
    data: Raw = NO_BYTES
    event: Raw = NO_BYTES
    properties: Raw = NO_BYTES
    window_id: Raw = NO_BYTES
    windowId: Raw = NO_BYTES
    wire_window: Raw = field(name="$window_id", default=NO_BYTES)
    session_id: Raw = NO_BYTES
    sessionId: Raw = NO_BYTES
    wire_session: Raw = field(name="$session_id", default=NO_BYTES)
    windows: Raw = NO_BYTES
    events: Raw = NO_BYTES
    snapshots: Raw = NO_BYTES
    snapshot_data: Raw = NO_BYTES
    wire_data: Raw = field(name="$snapshot_data", default=NO_BYTES)
    wire_items: Raw = field(name="$snapshot_items", default=NO_BYTES)
    snapshot_data_by_window_id: Raw = NO_BYTES
    snapshotsByWindowId: Raw = NO_BYTES
    results: Raw = NO_BYTES
    batch: Raw = NO_BYTES

    def children(self) -> tuple[tuple[str, Raw], ...]:
        """Where records may be, by field; empty ones too."""
        return (
            ("properties", self.properties),
            ("windows", self.windows),
            ("events", self.events),
            ("snapshots", self.snapshots),
            ("snapshot_data", self.snapshot_data),
            ("wire_data", self.wire_data),
            ("wire_items", self.wire_items),
            ("data", self.data),
            ("results", self.results),
            ("batch", self.batch),
        )


class Record(Struct, gc=False):
    """One rrweb record as found; repair sets what is wrong in place. `at` None: its timestamp told nothing. `change` is the incremental
    source, -1 for what is none."""

    type: int
    at: int | None
    data: Raw
    window: str
    session: str
    change: int = -1
