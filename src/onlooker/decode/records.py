"""Plain bytes of one part -> its rrweb records, in the order they stand, whatever shape they come in.

Typed shapes first, in one pass; what fits none is opened key by key; what no strict parser takes is opened by its brackets.
Nothing is decoded beyond the envelope: each record's `data` stays a view of the part's bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

import msgspec
from msgspec import Raw
from msgspec.json import Decoder

from onlooker.decode import loose, packed
from onlooker.decode.lines import documents, first_byte
from onlooker.decode.shapes import Document, EventsDocument, EventsOfWindow, Record, RrwebEvent, WindowLine, WireEvent
from onlooker.decode.times import epoch_ms
from onlooker.errors import DecodeError

SNAPSHOT_EVENTS = frozenset({"$snapshot", "$snapshot_items"})

NESTING = 12
"""Deepest container in which records are looked for; the deepest form known has six."""

UNPACKED_LIMIT = 1 << 30
"""Most bytes that packed texts inside one part may unpack to, all together."""

_ERRORS = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_FIRST_MS, _LAST_MS = 100_000_000_000, 100_000_000_000_000
_TYPES = range(7)

_Pair = tuple[str, RrwebEvent | list[RrwebEvent]]
_One = WindowLine | RrwebEvent | WireEvent | Document | EventsDocument | EventsOfWindow | _Pair
_Shape = _One | list[RrwebEvent] | list[tuple[str, RrwebEvent]] | list[WindowLine] | list[WireEvent] | list[EventsOfWindow]
_OBJECTS = (Decoder(WindowLine), Decoder(RrwebEvent), Decoder(WireEvent), Decoder(Document), Decoder(EventsDocument))
_LISTS = (
    Decoder(_Pair),
    Decoder(list[RrwebEvent]),
    Decoder(list[tuple[str, RrwebEvent]]),
    Decoder(list[WindowLine]),
    Decoder(list[WireEvent]),
    Decoder(list[EventsOfWindow]),
)


@dataclass(slots=True, kw_only=True)
class Found:
    """What reading a part gave. `chunks` counts lines, documents or packed texts that could not be read, `broken` single records;
    `foreign` JSON that is sound and holds no record, such as a product event."""

    records: list[Record] = field(default_factory=list)
    chunks: int = 0
    broken: int = 0
    foreign: int = 0
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A value still to be opened, and what its surroundings say of it."""

    raw: Raw | memoryview | bytes
    window: str = ""
    session: str = ""
    depth: int = 0
    whole: bool = True


def find(data: bytes) -> Found:
    """Never raises; what cannot be read is counted."""
    reader = _Reader()
    for line in documents(data):
        reader.open(_Place(raw=line.text, whole=line.whole))
    return reader.found


class _Reader:
    """Goes through one part. Remembers which shape fitted last, since the next line is most likely of the same."""

    def __init__(self) -> None:
        self.found = Found()
        self._room = UNPACKED_LIMIT
        self._object = 0
        self._list = 0

    def open(self, place: _Place) -> None:
        """Collects the records in a value and all below it, in order, without recursion."""
        stack = [place]
        while stack:
            here = stack.pop()
            first = first_byte(memoryview(here.raw))
            if first == 0:
                continue
            if first in b"{[":
                shape = self._typed(here.raw, first)
                if shape is not None:
                    self._take(shape, here)
                else:
                    stack.extend(reversed(self._loosely(here, first)))
                continue
            unpacked = self._unpacked(here, first)
            if unpacked is not None:
                stack.append(unpacked)

    def _typed(self, raw: Raw | memoryview | bytes, first: int) -> _Shape | None:
        is_list = first == 0x5B
        decoders: tuple[Decoder[_Shape], ...] = _LISTS if is_list else _OBJECTS  # type: ignore[assignment]
        likely = self._list if is_list else self._object
        try:
            return decoders[likely].decode(raw)
        except _ERRORS:
            pass
        for index, decoder in enumerate(decoders):
            if index == likely:
                continue
            try:
                shape = decoder.decode(raw)
            except _ERRORS:
                continue
            if is_list:
                self._list = index
            else:
                self._object = index
            return shape
        return None

    def _take(self, shape: _Shape, place: _Place) -> None:
        if isinstance(shape, list):
            for item in shape:
                self._take_one(item, place)
        else:
            self._take_one(shape, place)

    def _take_one(self, shape: _One, place: _Place) -> None:
        if isinstance(shape, RrwebEvent):
            self._event(shape, place.window, place.session)
        elif isinstance(shape, WindowLine):
            self._events(shape.data, shape.window_id or shape.windowId or place.window, shape.session_id or place.session)
        elif isinstance(shape, WireEvent):
            if shape.event in SNAPSHOT_EVENTS:
                about = shape.properties
                self._events(about.snapshots, about.window_id or place.window, about.session_id or place.session)
        elif isinstance(shape, Document):
            for part in shape.windows:
                self._events(part.events, part.window_id or part.windowId or place.window, shape.session_id or place.session)
        elif isinstance(shape, EventsDocument):
            self._events(shape.events, shape.window_id or place.window, shape.session_id or place.session)
        elif isinstance(shape, EventsOfWindow):
            self._events(shape.events, shape.window_id or shape.windowId or place.window, place.session)
        elif isinstance(shape, tuple):
            window, events = shape
            self._events(events, window, place.session)
        else:
            assert_never(shape)

    def _events(self, events: RrwebEvent | list[RrwebEvent], window: str, session: str) -> None:
        if isinstance(events, RrwebEvent):
            self._event(events, window, session)
        else:
            for event in events:
                self._event(event, window, session)

    def _event(self, event: RrwebEvent, window: str, session: str) -> None:
        if event.type not in _TYPES:
            self.found.broken += 1
            return
        stamp = event.timestamp
        at = stamp if isinstance(stamp, int) and _FIRST_MS <= stamp < _LAST_MS else epoch_ms(stamp)
        self.found.records.append(
            Record(type=event.type, at=at, data=event.data, window=event.windowId or event.window_id or window, session=session)
        )

    def _loosely(self, place: _Place, first: int) -> list[_Place]:
        """What to open next inside a value that fits no shape as a whole."""
        found = self.found
        opened = loose.open_list(place.raw) if first == 0x5B else loose.open_object(place.raw)
        if opened.cut:
            found.truncated = found.truncated or not place.whole
            found.chunks += place.depth == 0
        if opened.event is not None:
            event = opened.event
            if opened.cut or event.type not in _TYPES:
                found.broken += 1
            else:
                found.records.append(
                    Record(
                        type=event.type,
                        at=epoch_ms(event.timestamp),
                        data=event.data,
                        window=opened.window or place.window,
                        session=opened.session or place.session,
                    )
                )
            return []
        if opened.name and opened.name not in SNAPSHOT_EVENTS:
            found.foreign += 1
            return []
        if place.depth >= NESTING:
            found.chunks += 1
            return []
        if not opened.children and not opened.cut:
            found.foreign += first == 0x7B
        return [
            _Place(
                raw=child.raw,
                window=child.window or opened.window or place.window,
                session=opened.session or place.session,
                depth=place.depth + 1,
                whole=child.whole and place.whole,
            )
            for child in opened.children
        ]

    def _unpacked(self, place: _Place, first: int) -> _Place | None:
        """The JSON inside a packed string or line."""
        try:
            if place.depth >= NESTING or not self._room:
                raise DecodeError("packed too deep or too large")
            text = packed.unpack_string(place.raw, self._room) if first == 0x22 else packed.unpack_bytes(bytes(place.raw).strip(), self._room)
        except DecodeError:
            self.found.chunks += 1
            self.found.truncated = self.found.truncated or not place.whole
            return None
        self._room -= min(self._room, len(text))
        return _Place(raw=text, window=place.window, session=place.session, depth=place.depth + 1, whole=place.whole)
