"""A snapshot's `data`, decoded when asked for, with every compression inside it undone."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from msgspec import Raw

from onlooker.decode import mend, packed
from onlooker.domain.snapshot import Change, SnapshotData
from onlooker.errors import DecodeError

_FIELDS: dict[int, tuple[str, ...]] = {
    Change.MUTATION.value: ("texts", "attributes", "removes", "adds"),
    Change.STYLE_SHEET_RULE.value: ("adds", "removes"),
}
"""What posthog-js compresses inside a record (`cv: "2024-10"`), by incremental source."""

_EMPTY: SnapshotData = {}


class LazyContents:
    """Views of the recording's bytes, by snapshot index. Remembers only the last one decoded: the next question is most often the same."""

    def __init__(self, raws: Sequence[Raw]) -> None:
        self._raws = raws
        self._unreadable: set[int] = set()
        self._last: tuple[int, SnapshotData] = (-1, _EMPTY)

    def data(self, index: int) -> SnapshotData:
        if self._last[0] == index:
            return self._last[1]
        if not 0 <= index < len(self._raws):
            return _EMPTY
        self._last = (-1, _EMPTY)  # let go of the previous one before the next is built
        data = self._decoded(index)
        self._last = (index, data)
        return data

    def unreadable(self) -> int:
        return len(self._unreadable)

    def _decoded(self, index: int) -> SnapshotData:
        data, lost = decoded(self._raws[index])
        if lost:
            self._unreadable.add(index)
        return data


def decoded(raw: Raw) -> tuple[SnapshotData, bool]:
    """The data, and whether some of it could not be read: all ({}), or a compressed field, which becomes an empty list."""
    if not raw:
        return _EMPTY, False
    try:
        value = _loads(memoryview(raw))
        if isinstance(value, str):
            value = _loads(packed.unpack_string(raw, packed.LIMIT))
    except DecodeError:
        return _EMPTY, True
    if not isinstance(value, dict):
        return _EMPTY, True
    lost = False
    source = value.get("source")
    for field in _FIELDS.get(source, ()) if isinstance(source, int) else ():
        held = value.get(field)
        if isinstance(held, str):
            try:
                value[field] = _loads(packed.unzip_text(held)) if held else []
            except DecodeError:
                value[field] = []
                lost = True
    return value, lost


def _loads(text: bytes | memoryview) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return mend.loads(text)
