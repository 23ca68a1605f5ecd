"""PostHog's v2 blobs: snappy blocks, each after its length as four big-endian bytes; or one bare snappy block."""

from __future__ import annotations

from dataclasses import dataclass

import cramjam

from onlooker.errors import DecodeError

_RATIO = 64
"""Snappy copies at most 64 bytes for one tag of two bytes or more; a header that promises more than this lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The blocks' bytes, joined by line breaks: PostHog ends each block with a whole line."""

    data: bytes
    truncated: bool = False
    losses: int = 0
    bomb: bool = False


def blocks(raw: bytes, limit: int) -> Blocks:
    """Raises DecodeError when no block can be read."""
    read = _prefixed(raw, limit)
    if read.data:
        return read
    try:
        return Blocks(data=_block(raw, limit))
    except DecodeError as error:
        raise DecodeError("neither text, gzip nor snappy") from error


def _prefixed(raw: bytes, limit: int) -> Blocks:
    out: list[bytes] = []
    at = size = losses = 0
    truncated = False
    while at + 4 < len(raw):
        length = int.from_bytes(raw[at : at + 4], "big")
        at += 4
        if length == 0 or at + length > len(raw):
            truncated = True
            break
        packed = raw[at : at + length]
        at += length
        if size + _promised(packed) > limit:
            return Blocks(data=b"\n".join(out), truncated=True, losses=losses + 1, bomb=True)
        try:
            out.append(_block(packed, limit - size))
        except DecodeError:
            losses += 1
            if losses > len(out) + 8:  # random bytes, not blocks
                break
        else:
            size += len(out[-1])
    if 0 < len(raw) - at < 5:
        truncated = True
    return Blocks(data=b"\n".join(out), truncated=truncated, losses=losses + truncated)


def _promised(raw: bytes) -> int:
    """The unpacked size a block states; 0 where it states none it could keep."""
    try:
        size = cramjam.snappy.decompress_raw_len(raw)
    except (cramjam.DecompressionError, ValueError, OverflowError):
        return 0
    return size if size <= len(raw) * _RATIO else 0


def _block(raw: bytes, room: int) -> bytes:
    if not 0 < _promised(raw) <= room:
        raise DecodeError("a snappy block of an impossible size")
    try:
        return bytes(cramjam.snappy.decompress_raw(raw))
    except (cramjam.DecompressionError, ValueError, OverflowError) as error:
        raise DecodeError("a damaged snappy block") from error
