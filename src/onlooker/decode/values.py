"""A part's product events one by one, still raw, each with the ids beside it: to read them, to tell sessions apart, to split a part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Raw, Struct, field
from msgspec.json import Decoder

from onlooker.decode import loose, packed
from onlooker.decode.found import SNAPSHOT_EVENTS
from onlooker.decode.lines import documents, first_byte
from onlooker.decode.shapes import NO_BYTES
from onlooker.decode.times import epoch_ms
from onlooker.errors import DecodeError

SHORTEST = 16
"""Bytes that no event fits in: `{"name":"x","ts":1}` has 19."""

MOST = 1_000_000
"""Values told of one part: at the usual size of an event more than a part may unpack to. A hostile part holds ten times as many."""

_NESTING = 6


class _Line(Struct, gc=False):
    event: Raw = NO_BYTES
    name: Raw = NO_BYTES
    event_name: Raw = NO_BYTES
    timestamp: Raw = NO_BYTES
    time: Raw = NO_BYTES
    ts: Raw = NO_BYTES
    at: Raw = NO_BYTES
    occurred_at: Raw = NO_BYTES
    created_at: Raw = NO_BYTES
    offset: Raw = NO_BYTES
    properties: Raw = NO_BYTES
    session_id: Raw = NO_BYTES
    sessionId: Raw = NO_BYTES
    wire_session: Raw = field(name="$session_id", default=NO_BYTES)
    window_id: Raw = NO_BYTES
    windowId: Raw = NO_BYTES
    wire_window: Raw = field(name="$window_id", default=NO_BYTES)
    results: Raw = NO_BYTES
    batch: Raw = NO_BYTES
    events: Raw = NO_BYTES
    windows: Raw = NO_BYTES
    data: Raw = NO_BYTES


class _Properties(Struct, gc=False):
    wire_session: Raw = field(name="$session_id", default=NO_BYTES)
    wire_window: Raw = field(name="$window_id", default=NO_BYTES)
    time: Raw = field(name="$time", default=NO_BYTES)


_LINE = Decoder(_Line)
_PROPERTIES = Decoder(_Properties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """`name` is the event's, "" for a value that is none but names a session, such as a stored recording. `raw` None: unreadable."""

    raw: loose.Text | None = None
    name: str = ""
    session: str = ""
    window: str = ""
    at: int | None = None

    @property
    def is_event(self) -> bool:
        return bool(self.name) and self.name not in SNAPSHOT_EVENTS


UNREADABLE = Value()
_LISTS = ("results", "batch", "events", "data")


def values(data: bytes) -> Iterator[Value]:
    """Every event in the text, whatever lists and pages it stands in; an unreadable stretch is one value without bytes, and so is all beyond
    `MOST`. Never raises."""
    for count, value in enumerate(_values(data)):
        if count == MOST:
            yield UNREADABLE
            return
        yield value


def _values(data: bytes) -> Iterator[Value]:
    for line in documents(data):
        stack: list[Iterator[loose.Text]] = [iter((line,))]
        while stack:
            raw = next(stack[-1], None)
            if raw is None:
                stack.pop()
                continue
            text = memoryview(raw)
            first = first_byte(text)
            if len(text) < SHORTEST:
                if first != 0x5B or len(stack) == 1:
                    yield UNREADABLE
            elif len(stack) > _NESTING:
                yield UNREADABLE
            elif first == 0x5B:
                stack.append(child.raw for child in loose.open_list(raw))
            elif first == 0x7B:
                value, inner = _opened(raw)
                if value is not None:
                    yield value
                if inner is not None:
                    stack.append(iter((inner,)))
            elif first >= 0:
                try:
                    unpacked = packed.unpack_string(raw, packed.LIMIT) if first == 0x22 else packed.unpack_bytes(bytes(raw).strip(), packed.LIMIT)
                except DecodeError:
                    yield UNREADABLE
                else:
                    stack.append(iter((unpacked,)))


def _opened(raw: loose.Text) -> tuple[Value | None, loose.Text | None]:
    """An event, or the list to look into."""
    read = loose.fields(raw, _LINE, _Line)
    line = read.value
    name = loose.plain_id(line.event) or loose.plain_id(line.name) or loose.plain_id(line.event_name)
    about = loose.fields(line.properties, _PROPERTIES, _Properties).value if line.properties else _Properties()
    if not read.closed:
        inner = getattr(line, read.cut) if read.cut in _LISTS else None
        return UNREADABLE, inner
    session = loose.plain_id(line.wire_session) or loose.plain_id(line.session_id) or loose.plain_id(line.sessionId)
    timed = (line.timestamp, line.time, line.ts, line.at, line.occurred_at, line.created_at, about.time)
    at = next((known for held in timed if held and (known := epoch_ms(loose.plain(held))) is not None), None)
    value = Value(
        raw=raw,
        name=name,
        session=loose.plain_id(about.wire_session) or session,
        window=loose.plain_id(about.wire_window) or loose.plain_id(line.wire_window) or loose.plain_id(line.window_id),
        at=at,
    )
    if name and (any(timed) or line.offset or name in SNAPSHOT_EVENTS):
        return value, None
    inner = next((held for held in (line.results, line.batch, line.events, line.data) if held and first_byte(memoryview(held)) == 0x5B), None)
    if session and (inner is not None or line.windows or line.data):
        return value, None
    return (UNREADABLE, None) if inner is None else (None, inner)
