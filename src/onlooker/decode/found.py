"""What reading a part gives: its records, and counts of what gave none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from msgspec import UNSET, Raw

from onlooker.decode.shapes import Document, EventsDocument, EventsOfWindow, OneShape, Record, RrwebEvent, Shape, WindowLine, WireEvent
from onlooker.decode.times import epoch_ms

SNAPSHOT_EVENTS = frozenset({"$snapshot", "$snapshot_items"})

MOST = 1_000_000
"""Records read of one part: hours at every move of a mouse. A hostile part holds millions of the smallest."""

_FIRST_MS, _LAST_MS = 100_000_000_000, 100_000_000_000_000
_TYPES = range(7)


@dataclass(slots=True, kw_only=True)
class Found:
    """`chunks` counts lines, documents or packed texts that could not be read, `broken` single records; `foreign` JSON that is sound and
    holds no record, such as a product event; `full`: there were more records than are read of one part."""

    records: list[Record] = field(default_factory=list)
    chunks: int = 0
    broken: int = 0
    foreign: int = 0
    truncated: bool = False
    full: bool = False

    def take(self, shape: Shape, window: str, session: str) -> None:
        if isinstance(shape, list):
            for item in shape:
                self._one(item, window, session)
        else:
            self._one(shape, window, session)

    def _one(self, shape: OneShape, window: str, session: str) -> None:
        if isinstance(shape, RrwebEvent):
            self.event(shape.type, shape.timestamp, shape.data, shape.windowId or shape.window_id or window, session)
        elif isinstance(shape, WindowLine):
            self._events(shape.data, shape.window_id or shape.windowId or window, shape.session_id or session)
        elif isinstance(shape, WireEvent):
            about = shape.properties
            told = [held for held in (about.snapshots, about.items) if held is not UNSET] if shape.event in SNAPSHOT_EVENTS else []
            for events in told:
                self._events(events, about.window_id or window, about.session_id or session)
            self.foreign += not told
        elif isinstance(shape, Document):
            for part in shape.windows:
                self._events(part.events, part.window_id or part.windowId or window, shape.session_id or session)
        elif isinstance(shape, EventsDocument):
            self._events(shape.events, shape.window_id or window, shape.session_id or session)
        elif isinstance(shape, EventsOfWindow):
            self._events(shape.events, shape.window_id or shape.windowId or window, session)
        elif isinstance(shape, tuple):
            self._events(shape[1], shape[0], session)
        else:
            assert_never(shape)

    def _events(self, events: RrwebEvent | list[RrwebEvent], window: str, session: str) -> None:
        for one in (events,) if isinstance(events, RrwebEvent) else events:
            self.event(one.type, one.timestamp, one.data, one.windowId or one.window_id or window, session)

    def event(self, kind: int, stamp: object, data: Raw, window: str, session: str) -> None:
        if kind not in _TYPES:
            self.broken += 1
            return
        if len(self.records) >= MOST:
            self.full = True
            return
        at = stamp if type(stamp) is int and _FIRST_MS <= stamp < _LAST_MS else epoch_ms(stamp)
        self.records.append(Record(kind, at, data, window, session))
