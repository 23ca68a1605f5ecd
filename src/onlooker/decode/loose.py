"""Opens one JSON object or list of unknown shape by a level: the record it is, or what in it may hold records."""

from __future__ import annotations

from dataclasses import dataclass
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
_RAWS = Decoder(list[Raw])
_RAW_MAP = Decoder(dict[str, Raw])
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
    """A value that may hold records. `window` where its key said so."""

    raw: Text
    window: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`event`: the value is a record itself; else `children` may hold some. `name`: it is a product event; `cut`: the text ends inside."""

    event: LooseEvent | None = None
    children: tuple[Child, ...] = ()
    window: str = ""
    session: str = ""
    name: str = ""
    cut: bool = False


def open_list(raw: Text) -> Opened:
    try:
        children = [Child(raw=item) for item in _RAWS.decode(raw)]
        cut = False
    except _ERRORS:
        pieces = scan.elements(_sound(raw))
        children = [Child(raw=piece.raw, whole=piece.whole) for piece in pieces.items]
        cut = not pieces.closed
    if len(children) == 2 and _starts(children[0].raw) == b'"' and _starts(children[1].raw) in {b"[", b"{"}:
        return Opened(children=(children[1],), window=plain_id(children[0].raw), cut=cut)
    return Opened(children=tuple(child for child in children if _starts(child.raw) in _CONTAINERS), cut=cut)


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
        pieces = scan.members(_sound(raw))
    names = {info.encode_name.encode(): info.name for info in msgspec.structs.fields(kind)}
    known = {names[piece.key]: piece for piece in pieces.items if piece.key in names}
    return Fields(
        value=kind(**{name: Raw(piece.raw) for name, piece in known.items()}),
        closed=pieces.closed,
        cut=next((name for name, piece in known.items() if not piece.whole), ""),
    )


def open_object(raw: Text) -> Opened:
    read = fields(raw, _LOOSE, Loose)
    value = read.value
    window = plain_id(value.window_id) or plain_id(value.windowId) or plain_id(value.wire_window)
    session = plain_id(value.session_id) or plain_id(value.sessionId) or plain_id(value.wire_session)
    if value.timestamp and value.type:
        event = LooseEvent(type=_small(value.type), timestamp=_plain(value.timestamp), data=value.data)
        return Opened(event=event, window=window, session=session, cut=not read.closed)
    children = [Child(raw=held, whole=name != read.cut) for name, held in value.children() if _starts(held) in _CONTAINERS]
    children += _by_window(value.snapshot_data_by_window_id)
    return Opened(children=tuple(children), window=window, session=session, name=plain_id(value.event), cut=not read.closed)


def _by_window(raw: Raw) -> list[Child]:
    if not raw:
        return []
    try:
        return [Child(raw=held, window=window[:_LONGEST_ID]) for window, held in _RAW_MAP.decode(raw).items()]
    except _ERRORS:
        pieces = scan.members(memoryview(raw)) if _starts(raw) == b"{" else scan.Pieces(items=(), closed=True)
        return [Child(raw=piece.raw, window=piece.key.decode("utf-8", "replace")[:_LONGEST_ID], whole=piece.whole) for piece in pieces.items]


def _sound(raw: Text) -> memoryview:
    return memoryview(mend.mended(bytes(raw)).strip())


def _starts(raw: Text) -> bytes:
    return bytes(memoryview(raw)[:1])


def _plain(raw: Text) -> object:
    try:
        return mend.loads(memoryview(raw))
    except DecodeError:
        return None


def plain_id(raw: Text) -> str:
    """A string or number that stands for a window, a session or an event; "" for anything else."""
    if not raw or len(memoryview(raw)) > _LONGEST_ID * 6:
        return ""
    value = _plain(raw)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value[:_LONGEST_ID] if isinstance(value, str) else ""


def _small(raw: Raw) -> int:
    value = _plain(raw) if len(raw) < 20 else None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else -1
