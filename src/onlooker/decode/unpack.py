"""Compressed bytes -> plain bytes, told apart by content: gzip, zlib, snappy blocks, or plain already.

What is damaged gives what could still be read, with `truncated` set. A bomb is cut off at `LIMIT`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from onlooker.decode import snappy
from onlooker.errors import DecodeError

LIMIT = 1 << 29
"""Most bytes one part may unpack to: four times the largest recording we met (136 MB as JSON)."""

LAYERS = 3
"""How often bytes may be packed in one another: a snappy blob stored as .gz is two."""

_GZIP = b"\x1f\x8b\x08"
_JSON_BEGINS = (b'{"', b'["', b"[{")
_FED = 1 << 20
_TAKEN = 1 << 23
_SALVAGED = 1 << 12
_DEFLATE_RATIO = 1032
"""Deflate packs at most 1032 bytes into one, so no trailer can make us reserve more than the input could hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """`data` is what could be read; `losses` counts blocks that could not; `bomb`: cut off at the limit."""

    data: bytes
    truncated: bool = False
    losses: int = 0
    bomb: bool = False


def unpack(raw: bytes, limit: int = LIMIT) -> Unpacked:
    """Raises DecodeError when the bytes are packed and nothing of them can be read."""
    result = Unpacked(data=raw)
    for _ in range(LAYERS):
        layer = _layer(result.data, limit)
        if layer is None:
            break
        result = Unpacked(
            data=layer.data,
            truncated=result.truncated or layer.truncated,
            losses=result.losses + layer.losses,
            bomb=result.bomb or layer.bomb,
        )
    return result


def inflate(raw: bytes, limit: int) -> bytes:
    """The whole of one gzip or zlib stream, for the small fields inside a record. Raises DecodeError, also past the limit."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        data = engine.decompress(raw, limit)
    except zlib.error as error:
        raise DecodeError("a compressed field is damaged") from error
    if not engine.eof:
        raise DecodeError("a compressed field is cut off or too large")
    return data


def _layer(raw: bytes, limit: int) -> Unpacked | None:
    if raw.startswith(_GZIP):
        return _gunzip_at_once(raw, limit) or _inflate_in_steps(raw, limit)
    if len(raw) > 2 and raw[0] == 0x78 and (raw[0] << 8 | raw[1]) % 31 == 0:
        return _inflate_in_steps(raw, limit)
    if not raw or is_text(raw[:64]):
        return None
    try:
        blocks = snappy.blocks(raw, limit)
    except DecodeError:
        if any(begin in raw for begin in _JSON_BEGINS):  # text with a stain at its very beginning
            return None
        raise
    return Unpacked(data=blocks.data, truncated=blocks.truncated, losses=blocks.losses, bomb=blocks.bomb)


def is_text(head: bytes) -> bool:
    """Whether the first byte that is not white space could begin JSON or any other text."""
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(stripped) and 0x20 <= stripped[0] < 0x7F


def _gunzip_at_once(raw: bytes, limit: int) -> Unpacked | None:
    """The sound, single-member file, into one buffer of the size its trailer states; None for any other."""
    size = int.from_bytes(raw[-4:], "little")
    if not 0 < size <= min(limit, len(raw) * _DEFLATE_RATIO) or raw.find(raw[-4:] + _GZIP) >= 0:
        return None
    try:
        data = zlib.decompress(raw, zlib.MAX_WBITS | 16, size)
    except zlib.error:
        return None
    return Unpacked(data=data) if len(data) == size else None


def _inflate_in_steps(raw: bytes, limit: int) -> Unpacked:
    """Member after member, in bounded steps, keeping what precedes any damage."""
    out = bytearray()
    view = memoryview(raw)
    at = 0
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    while at < len(raw):
        fed: bytes | memoryview = view[at : at + _FED]
        at += len(fed)
        while True:
            before = engine.copy()
            try:
                piece = engine.decompress(fed, _TAKEN)
            except zlib.error:
                out += _salvage(before, fed)
                return _cut(out, limit)
            out += piece
            if len(out) > limit:
                return _cut(out, limit)
            fed = engine.unconsumed_tail
            if engine.eof:
                at -= len(engine.unused_data)
                while at < len(raw) and raw[at] == 0:
                    at += 1
                if raw[at : at + 3] != _GZIP:
                    return _cut(out, limit, sound=at >= len(raw))
                engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
                break
            if not fed and len(piece) < _TAKEN:
                break
    return _cut(out, limit)


def _salvage(engine: zlib._Decompress, fed: bytes | memoryview) -> bytes:
    """What decompresses of a block before the damage, but for the last few KB."""
    out = bytearray()
    try:
        while piece := engine.decompress(fed, _SALVAGED):
            out += piece
            fed = engine.unconsumed_tail
    except zlib.error:
        pass
    return bytes(out)


def _cut(out: bytearray, limit: int, sound: bool = False) -> Unpacked:
    if not out and not sound:
        raise DecodeError("the compressed bytes are damaged from the start")
    bomb = len(out) > limit
    del out[limit:]
    return Unpacked(data=bytes(out), truncated=not sound, losses=int(not sound), bomb=bomb)
