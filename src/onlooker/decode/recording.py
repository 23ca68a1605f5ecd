"""Parts of a session, as bytes -> its Recording: an index in time order, contents left packed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Raw, Struct
from msgspec.json import Decoder

from onlooker.decode.contents import LazyContents
from onlooker.decode.found import MOST, Found
from onlooker.decode.records import find
from onlooker.decode.repair import GAP_MS, Repaired, repair
from onlooker.decode.shapes import Record
from onlooker.decode.unpack import unpack
from onlooker.domain.snapshot import Change, Recording, RecordingLosses, Snapshot, SnapshotType
from onlooker.errors import DecodeError

_INCREMENTAL = SnapshotType.INCREMENTAL.value
_SOURCE_FIRST = re.compile(rb'\{\s*"source"\s*:\s*(\d{1,3})[\s,}]')
_TYPES = tuple(SnapshotType)
_CHANGES = {change.value: change for change in Change}


class _Source(Struct, gc=False):
    source: int = -1


_SOURCE = Decoder(_Source)


def recording(parts: Sequence[tuple[str, bytes]]) -> Recording:
    """`parts` are (name for messages, bytes as stored). What cannot be read is counted in `losses`; DecodeError only when there is
    nothing else."""
    found: list[Found] = []
    chunks = 0
    truncated = False
    notes: list[str] = []
    for name, raw in parts:
        try:
            plain = unpack(raw)
        except DecodeError as error:
            chunks += 1
            notes.append(f"{name}: {error}")
            continue
        one = find(plain.data)
        chunks += one.chunks + plain.losses
        truncated = truncated or one.truncated or one.full or plain.truncated
        if plain.bomb:
            notes.append(f"{name}: unpacks to more than the limit; the rest was left out")
        elif one.full:
            notes.append(f"{name}: holds more than {MOST:,} snapshots; the rest was left out")
        elif not one.records:
            notes.append(f"{name}: holds no snapshot that can be read")
        found.append(one)
    if not any(one.records for one in found):
        raise DecodeError("; ".join(notes) or "no parts")
    for one in found:
        for record in one.records:
            if record.type == _INCREMENTAL:
                record.change = _change(record.data)
    repaired = repair([one.records for one in found])
    return _indexed(repaired, broken=sum(one.broken for one in found), chunks=chunks, truncated=truncated, notes=notes)


def _change(data: Raw) -> int:
    first = _SOURCE_FIRST.match(data)
    if first is not None:
        return int(first.group(1))
    try:
        return _SOURCE.decode(data).source
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return -1


def _indexed(repaired: Repaired, *, broken: int, chunks: int, truncated: bool, notes: list[str]) -> Recording:
    records = repaired.records
    windows: dict[str, int] = {}
    snapshots = tuple(
        Snapshot(
            index=index,
            at=record.at or 0,
            window=windows.setdefault(record.window, len(windows)),
            type=_TYPES[record.type],
            change=_CHANGES.get(record.change),
            size=len(record.data),
        )
        for index, record in enumerate(records)
    )
    gaps = _gaps(records)
    if repaired.times_mended:
        notes.append(f"{repaired.times_mended} snapshots had no usable time and take the one before theirs")
    if repaired.other_sessions:
        notes.append(f"{repaired.other_sessions} snapshots of other sessions were left out")
    return Recording(
        session_id=repaired.session or None,
        windows=tuple(windows),
        snapshots=snapshots,
        contents=LazyContents([record.data for record in records]),
        losses=RecordingLosses(
            unreadable_chunks=chunks,
            unreadable_snapshots=broken,
            reordered=repaired.reordered,
            duplicates=repaired.duplicates,
            windows_without_full=len(windows) - len({record.window for record in records if record.type == SnapshotType.FULL.value}),
            gaps=len(gaps),
            gap_ms=sum(gaps),
            truncated=truncated,
            notes=tuple(notes),
        ),
    )


def _gaps(records: Iterable[Record]) -> list[int]:
    """Lengths of the stretches in which no window's recorder wrote."""
    gaps: list[int] = []
    last: int | None = None
    for record in records:
        at = record.at or 0
        if last is not None and at - last > GAP_MS:
            gaps.append(at - last)
        last = at
    return gaps
