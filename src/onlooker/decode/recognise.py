"""What a blob of bytes is, from its content alone, and which sessions it speaks of; from its head, or from the whole of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, islice

from onlooker.decode.found import Found
from onlooker.decode.lines import documents, first_byte
from onlooker.decode.records import find
from onlooker.decode.unpack import unpack
from onlooker.decode.values import Value, values
from onlooker.domain.part import PartKind, Recognised, Told
from onlooker.domain.snapshot import SnapshotType
from onlooker.errors import DecodeError

HEAD = 1 << 16
"""Bytes of a file that are enough to recognise it by, but for a first line or block larger than that."""

_UNPACKED_HEAD = 1 << 18
_SAMPLE = 200
_BEGINNING = 4096
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
_LARGEST_BLOCK = 1 << 26
_JSON_BEGINS = re.compile(rb'\s*[\[{]\s*["\[{]')
_SNAPSHOT_BEGINS = re.compile(rb'"type"\s*:\s*"?([0-6])\b.{0,200}?"(?:data|timestamp)"\s*:', re.DOTALL)
_PAGE = frozenset({SnapshotType.FULL.value, SnapshotType.META.value})
_WINDOW = re.compile(rb'"window_?[iI]d"\s*:\s*"([^"\\]{1,200})"')
_SESSION = re.compile(rb'"\$?session_?[iI]d"\s*:\s*"([^"\\]{1,200})"')


def recognise(name: str, head: bytes) -> Recognised:
    """From a file's first bytes; `name` is never judged by. `damaged` then means: read all of it before giving up. Never raises."""
    try:
        plain = unpack(head, _UNPACKED_HEAD)
    except DecodeError:
        block = int.from_bytes(head[:4], "big")
        return Recognised(kind=PartKind.UNKNOWN, damaged=head.startswith(_PACKED) or len(head) < block < _LARGEST_BLOCK)
    found = find(plain.data)
    some = tuple(islice(values(plain.data), _SAMPLE)) if not found.records or found.foreign else ()
    seen = _judged(plain.data, found, some)
    begun = _SNAPSHOT_BEGINS.search(plain.data, 0, _BEGINNING) if seen.kind is PartKind.UNKNOWN else None
    if begun is None:
        return seen
    session, window = _first(_SESSION, plain.data), _first(_WINDOW, plain.data)
    told = Told(windows=frozenset({window} - {""}))
    return Recognised(kind=PartKind.RECORDING, sessions={session: told}, several=bool(session), continues=int(begun.group(1)) not in _PAGE)


def survey(name: str, data: bytes) -> Recognised:
    """The same from the whole file. Never raises."""
    try:
        plain = unpack(data)
    except DecodeError:
        return Recognised(kind=PartKind.UNKNOWN, damaged=data.startswith(_PACKED))
    found = find(plain.data)
    return _judged(plain.data, found, tuple(values(plain.data)) if not found.records or found.foreign else ())


def _judged(text: bytes, found: Found, some: Sequence[Value]) -> Recognised:
    events = [value for value in some if value.is_event]
    if not found.records and not events:
        return Recognised(kind=PartKind.UNKNOWN, damaged=found.chunks > 0 and bool(_JSON_BEGINS.match(text)))
    windows: dict[str, set[str]] = defaultdict(set)
    times: dict[str, list[int]] = defaultdict(list)
    for session, window, at in chain(
        ((record.session, record.window, record.at) for record in found.records), ((value.session, value.window, value.at) for value in events)
    ):
        windows[session].add(window)
        if at is not None:
            times[session].append(at)
    recorded = PartKind.BOTH if events else PartKind.RECORDING
    return Recognised(
        kind=recorded if found.records else PartKind.EVENTS,
        sessions={
            session: Told(windows=frozenset(met - {""}), first_ms=min(times[session], default=None), last_ms=max(times[session], default=None))
            for session, met in windows.items()
        },
        several=bool(events) or (windows.keys() != {""} and _is_list(text)),
        continues=bool(found.records) and not any(record.type in _PAGE for record in found.records),
    )


def _is_list(text: bytes) -> bool:
    """Whether there can be more than one JSON document in it, or one that is a list."""
    some = tuple(islice(documents(text), 2))
    return len(some) > 1 or (bool(some) and first_byte(some[0]) == 0x5B)


def _first(pattern: re.Pattern[bytes], text: bytes) -> str:
    found = pattern.search(text, 0, _BEGINNING)
    return found.group(1).decode("utf-8", "replace") if found else ""
