"""Opens one JSON object or list of unknown shape by a level: the record it is, or what in it may hold records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

import msgspec
from msgspec import Raw
from msgspec.json import Decoder

from onlooker.decode import mend, scan
from onlooker.decode.shapes import Loose
from onlooker.errors import DecodeError

Text = Raw | memoryview | bytes

_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_ERRORS = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_LOOSE = Decoder(Loose)
_CONTAINERS = (b"[", b"{", b'"')
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseEvent:
    """A record whose type or time need not be the number it should be. `type` -1: no number at all."""

    type: int
    timestamp: object
    data: Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A value that may hold records. `window` where its surroundings said so; not `whole`: the text ends inside it."""

    raw: Text
    window: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`event`: the object is a record itself; else `children` may hold some. `name`: it is a product event; `cut`: the text ends inside."""

    event: LooseEvent | None = None
    children: tuple[Child, ...] = ()
    window: str = ""
    session: str = ""
    name: str = ""
    cut: bool = False


def open_list(raw: Text) -> Iterator[Child]:
    """One after another, so that a list of millions is never held as objects. `["window", ...]` gives its second value alone."""
    pieces = scan.elements(memoryview(raw))
    first, second, third = (next(pieces, None) for _ in range(3))
    if third is None and first is not None and second is not None and starts(first.raw) == b'"' and starts(second.raw) in {b"[", b"{"}:
        yield Child(raw=second.raw, window=plain_id(first.raw), whole=second.whole)
        return
    for piece in chain((one for one in (first, second, third) if one is not None), pieces):
        if not piece.whole or starts(piece.raw) in _CONTAINERS:
            yield Child(raw=piece.raw, whole=piece.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields(Generic[_Struct]):
    """An object's known keys. `cut` names the one whose value the text ends in, if it does; not `closed`: the object's own end is missing."""

    value: _Struct
    closed: bool = True
    cut: str = ""


def fields(raw: Text, decoder: Decoder[_Struct], kind: type[_Struct]) -> Fields[_Struct]:
    """`kind` must have only Raw fields. Never raises."""
    try:
        return Fields(value=decoder.decode(raw))
    except _ERRORS:
        pass
    names = {info.encode_name.encode(): info.name for info in msgspec.structs.fields(kind)}
    known: dict[str, Raw] = {}
    cut = None
    for piece in scan.members(memoryview(mend.mended(bytes(raw)).strip())):
        name = names.get(piece.key, "")
        if name:
            known[name] = Raw(piece.raw)
        if not piece.whole:
            cut = name
    return Fields(value=kind(**known), closed=cut is None, cut=cut or "")


def open_object(raw: Text) -> Opened:
    read = fields(raw, _LOOSE, Loose)
    value = read.value
    window = plain_id(value.window_id) or plain_id(value.windowId) or plain_id(value.wire_window)
    session = plain_id(value.session_id) or plain_id(value.sessionId) or plain_id(value.wire_session)
    if value.timestamp and value.type:
        event = LooseEvent(type=_small(value.type), timestamp=plain(value.timestamp), data=value.data)
        return Opened(event=event, window=window, session=session, cut=not read.closed)
    children = [Child(raw=held, whole=name != read.cut) for name, held in value.children() if starts(held) in _CONTAINERS]
    children += _by_window(value.snapshot_data_by_window_id) + _by_window(value.snapshotsByWindowId)
    return Opened(children=tuple(children), window=window, session=session, name=plain_id(value.event), cut=not read.closed)


def _by_window(raw: Raw) -> list[Child]:
    if starts(raw) != b"{":
        return []
    windows = ((piece.key.decode("utf-8", "replace")[:_LONGEST_ID], piece) for piece in scan.members(memoryview(raw)))
    return [Child(raw=piece.raw, window=window, whole=piece.whole) for window, piece in windows]


def is_cut(text: memoryview) -> bool:
    """Whether the text ends inside the value it begins with, or that value is no JSON."""
    try:
        mend.loads(text)
    except DecodeError:
        return True
    return False


def starts(raw: Text) -> bytes:
    return bytes(memoryview(raw)[:1])


def plain(raw: Text) -> object:
    """The value itself; None for one that cannot be read."""
    try:
        return mend.loads(memoryview(raw))
    except DecodeError:
        return None


def plain_id(raw: Text) -> str:
    """A string or number that stands for a window, a session or an event; "" for anything else."""
    if not raw or len(memoryview(raw)) > _LONGEST_ID * 6:
        return ""
    value = plain(raw)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value[:_LONGEST_ID] if isinstance(value, str) else ""


def _small(raw: Raw) -> int:
    value = plain(raw) if len(raw) < 20 else None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else -1
