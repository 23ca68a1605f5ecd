"""Opens one JSON object or list of unknown shape by a level: the record it is, or what in it may hold records."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from msgspec import Raw
from msgspec.json import Decoder

from onlooker.decode import mend, scan
from onlooker.decode.shapes import Loose
from onlooker.errors import DecodeError

Text = Raw | memoryview | bytes

_ERRORS = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_LOOSE = Decoder(Loose)
_RAWS = Decoder(list[Raw])
_RAW_MAP = Decoder(dict[str, Raw])
_FIELDS = {info.encode_name.encode(): info.name for info in msgspec.structs.fields(Loose)}
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


def goes_on(line: memoryview) -> bool:
    """Whether a line is only the beginning of a document that is written over several."""
    text = bytes(line).strip()
    return text[:1] in {b"[", b"{"} and not scan.is_whole(memoryview(text))


def open_list(raw: Text) -> Opened:
    try:
        children = [Child(raw=item) for item in _RAWS.decode(raw)]
        cut = False
    except _ERRORS:
        pieces = scan.elements(_sound(raw))
        children = [Child(raw=piece.raw, whole=piece.whole) for piece in pieces.items]
        cut = not pieces.closed
    if len(children) == 2 and _starts(children[0].raw) == b'"' and _starts(children[1].raw) in {b"[", b"{"}:
        return Opened(children=(children[1],), window=_id(children[0].raw), cut=cut)
    return Opened(children=tuple(child for child in children if _starts(child.raw) in _CONTAINERS), cut=cut)


def open_object(raw: Text) -> Opened:
    cut: frozenset[str] = frozenset()
    closed = True
    try:
        value = _LOOSE.decode(raw)
    except _ERRORS:
        pieces = scan.members(_sound(raw))
        closed = pieces.closed
        named = {_FIELDS[piece.key]: piece for piece in pieces.items if piece.key in _FIELDS}
        cut = frozenset(name for name, piece in named.items() if not piece.whole)
        value = Loose(**{name: Raw(piece.raw) for name, piece in named.items()})
    window = _id(value.window_id) or _id(value.windowId) or _id(value.wire_window)
    session = _id(value.session_id) or _id(value.sessionId) or _id(value.wire_session)
    if value.timestamp and value.type:
        event = LooseEvent(type=_small(value.type), timestamp=_plain(value.timestamp), data=value.data)
        return Opened(event=event, window=window, session=session, cut=not closed)
    children = [Child(raw=held, whole=name not in cut) for name, held in value.children() if _starts(held) in _CONTAINERS]
    children += _by_window(value.snapshot_data_by_window_id)
    return Opened(children=tuple(children), window=window, session=session, name=_id(value.event), cut=not closed)


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


def _id(raw: Text) -> str:
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
