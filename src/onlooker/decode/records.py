"""Plain bytes of one part -> its rrweb records, in the order they stand, whatever shape they come in.

Typed shapes first, in one pass; what fits none is opened key by key; what no strict parser takes is opened by its brackets.
Nothing is decoded beyond the envelope: each record's `data` stays a view of the part's bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

import msgspec
from msgspec import UNSET
from msgspec.json import Decoder

from onlooker.decode import loose, packed, scan
from onlooker.decode.glance import glance
from onlooker.decode.lines import documents, each_line, first_byte
from onlooker.decode.loose import Text
from onlooker.decode.shapes import Document, EventsDocument, EventsOfWindow, Record, RrwebEvent, WindowLine, WireEvent
from onlooker.decode.times import epoch_ms
from onlooker.errors import DecodeError

SNAPSHOT_EVENTS = frozenset({"$snapshot", "$snapshot_items"})

SHORTEST = 20
"""Bytes that no record fits in: `{"type":3,"timestamp":1}` has 24."""

PATIENCE = 500_000
"""Values opened by hand before a part is given up; each record found buys 50 more. Some seconds of a hostile file."""

NESTING = 8
"""Deepest container in which records are looked for; the deepest form known has six."""

UNPACKED_LIMIT = 1 << 29
"""Most bytes that packed texts inside one part may unpack to, all together."""

_ERRORS = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_FIRST_MS, _LAST_MS = 100_000_000_000, 100_000_000_000_000
_TYPES = range(7)
_LONGEST_NAME = 200
"""Bytes of a string that may be a name or an id; a longer one that cannot be unpacked is a loss."""
_LIST, _STRING = b'["'
_BRACKETS = frozenset(b"[{")

_Pair = tuple[str, RrwebEvent | list[RrwebEvent]]
_One = WindowLine | RrwebEvent | WireEvent | Document | EventsDocument | EventsOfWindow | _Pair
_Shape = _One | list[RrwebEvent] | list[tuple[str, RrwebEvent]] | list[WindowLine] | list[WireEvent] | list[EventsOfWindow]
_OBJECTS: tuple[Decoder[_One], ...] = (Decoder(WindowLine), Decoder(RrwebEvent), Decoder(WireEvent), Decoder(Document), Decoder(EventsDocument))
_LISTS: tuple[Decoder[_Shape], ...] = (
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

    raw: Text
    window: str = ""
    session: str = ""
    depth: int = 0
    top: bool = True
    """Not inside another value of the text."""
    whole: bool = True


_NOWHERE = _Place(raw=b"")


def find(data: bytes) -> Found:
    """Never raises; what cannot be read is counted."""
    reader = _Reader()
    for line in documents(data):
        reader.read(line)
    if reader.found.records or b"\n" not in data:
        return reader.finished()
    by_line = _Reader()  # a document over several lines that is none after all
    for line in each_line(data):
        by_line.read(line)
    return (by_line if by_line.found.records else reader).finished()


class _Reader:
    """Goes through one part. Remembers which shape fitted last, since the next line is most likely of the same."""

    def __init__(self) -> None:
        self.found = Found()
        self._room = UNPACKED_LIMIT
        self._object = 0
        self._list = 0
        self._cut = False
        self._opened = 0

    def read(self, line: memoryview) -> None:
        """One document. A glance may do; then the shape of the last one is tried before anything else is asked."""
        self._cut = False
        record = glance(line)
        if record is not None:
            self.found.records.append(record)
            return
        try:
            shape: _Shape = _LISTS[self._list].decode(line) if line[0] == _LIST else _OBJECTS[self._object].decode(line)
        except _ERRORS:
            self._open(_Place(raw=line))
        else:
            self._take(shape, _NOWHERE)

    def finished(self) -> Found:
        """What was cut off in the middle of the text is damage; at its end the text is truncated."""
        self.found.truncated = self._cut
        return self.found

    def _open(self, place: _Place) -> None:
        """Collects the records in a value and all below it, in order, without recursion."""
        stack = [iter((place,))]
        while stack:
            self._opened += 1
            if self._opened > PATIENCE + 50 * len(self.found.records):
                self.found.chunks += 1
                return
            here = next(stack[-1], None)
            if here is None:
                stack.pop()
                continue
            text = memoryview(here.raw)
            first = first_byte(text)
            if len(text) < SHORTEST and first in _BRACKETS:
                if here.whole and not (here.top and loose.is_cut(text)):
                    self.found.foreign += 1
                else:
                    self._is_cut(here)
                continue
            if first not in _BRACKETS:
                if first >= 0 and here.whole:
                    stack.append(self._unpacked(here, first))
                continue
            shape = self._typed(here.raw, first)
            if shape is not None:
                self._take(shape, here)
            elif here.depth >= NESTING:
                self.found.chunks += 1
            elif here.top and here.depth == 0 and self._is_row(here):
                stack.append(self._row(here))
            else:
                stack.append(self._elements(here) if first == _LIST else self._members(here))

    def _typed(self, raw: Text, first: int) -> _Shape | None:
        is_list = first == _LIST
        likely = self._list if is_list else self._object
        for index in (likely, *range(len(_LISTS if is_list else _OBJECTS))):
            try:
                shape: _Shape = _LISTS[index].decode(raw) if is_list else _OBJECTS[index].decode(raw)
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
            about = shape.properties
            if shape.event not in SNAPSHOT_EVENTS or about.snapshots is UNSET:
                self.found.foreign += 1
            else:
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
        self.found.records.append(Record(event.type, at, event.data, event.windowId or event.window_id or window, session))

    def _is_row(self, place: _Place) -> bool:
        """Whether several values stand in the line one after another."""
        text = memoryview(bytes(place.raw).strip())
        return 0 < scan.end_of(text) < len(text)

    def _row(self, place: _Place) -> Iterator[_Place]:
        for piece in scan.values(memoryview(place.raw)):
            yield replace(place, raw=piece.raw, depth=1, whole=piece.whole)

    def _elements(self, place: _Place) -> Iterator[_Place]:
        """What to open next in a list that fits no shape as a whole."""
        for child in loose.open_list(place.raw):
            if not child.whole:
                self._is_cut(place)
            yield _Place(
                raw=child.raw, window=child.window or place.window, session=place.session, depth=place.depth + 1, top=False, whole=child.whole
            )

    def _members(self, place: _Place) -> Iterator[_Place]:
        """The same for an object, which may also be a record with a type or time of another kind."""
        opened = loose.open_object(place.raw)
        window, session = opened.window or place.window, opened.session or place.session
        if opened.cut:
            self._is_cut(place)
        if opened.event is not None:
            event = opened.event
            if opened.cut or event.type not in _TYPES:
                self.found.broken += 1
            else:
                self.found.records.append(Record(event.type, epoch_ms(event.timestamp), event.data, window, session))
        elif (opened.name and opened.name not in SNAPSHOT_EVENTS) or not (opened.children or opened.cut):
            self.found.foreign += 1
        else:
            for child in opened.children:
                yield _Place(raw=child.raw, window=child.window or window, session=session, depth=place.depth + 1, top=False, whole=child.whole)

    def _is_cut(self, place: _Place) -> None:
        self._cut = True
        self.found.chunks += place.top

    def _unpacked(self, place: _Place, first: int) -> Iterator[_Place]:
        """The JSON inside a packed string or line."""
        try:
            if place.depth >= NESTING or not self._room:
                raise DecodeError("packed too deep or too large")
            text = packed.unpack_string(place.raw, self._room) if first == _STRING else packed.unpack_bytes(bytes(place.raw).strip(), self._room)
        except DecodeError:
            if place.top or len(memoryview(place.raw)) > _LONGEST_NAME:
                self.found.chunks += 1
                self._cut = True
            return
        self._room -= min(self._room, len(text))
        yield _Place(raw=text, window=place.window, session=place.session, depth=place.depth + 1)
