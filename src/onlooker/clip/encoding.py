"""rrweb records as JSON that every parser takes, whatever a recording put into them."""

from __future__ import annotations

import orjson

from onlooker.domain.clip import EPOCH_MS
from onlooker.domain.snapshot import SnapshotType

_DEEPEST = 100
"""Levels of a value that no serializer took as it was. What replayers read lies within ten; the encoder gives up at 254."""


def encoded(value: object) -> bytes:
    """What is no character, no number of 64 bits or too deep is replaced."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_sound(value, _DEEPEST))


def record(kind: SnapshotType, at_ms: int, data: bytes) -> bytes:
    return b'{"type":%d,"timestamp":%d,"data":%b}' % (kind, max(1, at_ms + EPOCH_MS), data)


def incremental(at_ms: int, data: object) -> bytes:
    return record(SnapshotType.INCREMENTAL, at_ms, encoded(data))


def _sound(value: object, levels: int) -> object:
    if isinstance(value, str):
        return _characters(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if -(1 << 63) <= value < 1 << 63 else None
    if isinstance(value, float):
        return value
    if levels == 0:
        return None
    if isinstance(value, dict):
        return {_characters(str(key)): _sound(one, levels - 1) for key, one in value.items()}
    return [_sound(one, levels - 1) for one in value] if isinstance(value, list | tuple) else None


def _characters(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
