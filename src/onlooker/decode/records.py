"""Plain bytes of one part -> its rrweb records, in the order they stand, whatever shape they come in.

Typed shapes first, in one pass; what fits none is opened key by key; what no strict parser takes is opened by its brackets.
Nothing is decoded beyond the envelope: each record's `data` stays a view of the part's bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec
from msgspec.json import Decoder

from onlooker.decode import loose, packed, salvage, scan
from onlooker.decode.found import MOST, SNAPSHOT_EVENTS, Found
from onlooker.decode.glance import glance
from onlooker.decode.lines import documents, each_line, first_byte
from onlooker.decode.loose import Text
from onlooker.decode.shapes import Document, EventsDocument, EventsOfWindow, OneShape, PairLine, RrwebEvent, Shape, WindowLine, WireEvent
from onlooker.errors import DecodeError

SHORTEST = 20
"""Bytes that no record fits in: `{"type":3,"timestamp":1}` has 24."""

PATIENCE = 500_000
"""Values opened by hand before none is any more, each record found buys 50 more; and then lines that gave nothing before the part is given
up. Some seconds of a hostile file."""

NESTING = 8
"""Deepest container in which records are looked for; the deepest form known has six."""

UNPACKED_LIMIT = 1 << 29
"""Most bytes that packed texts inside one part may unpack to, all together."""

_ERRORS = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_LONGEST_NAME = 200
"""Bytes of a string that may be a name or an id; a longer one that cannot be unpacked is a loss."""
_LIST, _STRING = b'["'
_BRACKETS = frozenset(b"[{")

_OBJECTS: tuple[Decoder[OneShape], ...] = (Decoder(WindowLine), Decoder(RrwebEvent), Decoder(WireEvent), Decoder(Document), Decoder(EventsDocument))
_LISTS: tuple[Decoder[Shape], ...] = (
    Decoder(PairLine),
    Decoder(list[RrwebEvent]),
    Decoder(list[tuple[str, RrwebEvent]]),
    Decoder(list[WindowLine]),
    Decoder(list[WireEvent]),
    Decoder(list[EventsOfWindow]),
)


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


def find(data: bytes) -> Found:
    """Never raises; what cannot be read is counted."""
    reader = _Reader()
    reader.read_all(documents(data))
    if reader.found.records or b"\n" not in data:
        return reader.finished()
    by_line = _Reader()  # a document over several lines that is none after all
    by_line.read_all(each_line(data))
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

    def read_all(self, lines: Iterable[memoryview]) -> None:
        found = self.found
        for line in lines:
            if len(found.records) >= MOST:
                found.full = True
                return
            if found.chunks > PATIENCE:
                return
            self.read(line)

    def read(self, line: memoryview) -> None:
        """One document. A glance may do; then the shape of the last one is tried before anything else is asked."""
        self._cut = False
        record = glance(line)
        if record is not None:
            self.found.records.append(record)
            return
        try:
            shape: Shape = _LISTS[self._list].decode(line) if line[0] == _LIST else _OBJECTS[self._object].decode(line)
        except _ERRORS:
            self._open(_Place(raw=line))
        else:
            self.found.take(shape, "", "")

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
                self.found.take(shape, here.window, here.session)
            elif here.depth >= NESTING:
                self.found.chunks += 1
            elif here.top and here.depth == 0 and self._salvaged(here, first):
                continue
            elif here.top and here.depth == 0 and self._is_row(here):
                stack.append(self._row(here))
            else:
                stack.append(self._elements(here) if first == _LIST else self._members(here))

    def _typed(self, raw: Text, first: int) -> Shape | None:
        is_list = first == _LIST
        likely = self._list if is_list else self._object
        for index in (likely, *range(len(_LISTS if is_list else _OBJECTS))):
            try:
                shape: Shape = _LISTS[index].decode(raw) if is_list else _OBJECTS[index].decode(raw)
            except _ERRORS:
                continue
            if is_list:
                self._list = index
            else:
                self._object = index
            return shape
        return None

    def _salvaged(self, place: _Place, first: int) -> bool:
        """Whether a large document that is cut off could be read up to its last whole record."""
        if len(memoryview(place.raw)) < salvage.SHORTEST:
            return False
        for text in salvage.endings(memoryview(place.raw)):
            shape = self._typed(text, first)
            if shape is not None:
                self._is_cut(place)
                self.found.take(shape, place.window, place.session)
                return True
        return False

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
            if opened.cut:
                self.found.broken += 1
            else:
                self.found.event(event.type, event.timestamp, event.data, window, session)
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
