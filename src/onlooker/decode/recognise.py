"""What a blob of bytes is, from its content alone, and which sessions it speaks of; from its head, or from the whole of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from onlooker.decode.lines import documents, first_byte
from onlooker.decode.records import Found, find
from onlooker.decode.unpack import unpack
from onlooker.decode.values import Value, values
from onlooker.domain.part import PartKind, Recognised
from onlooker.errors import DecodeError

HEAD = 1 << 16
"""Bytes of a file that are enough to recognise it by, but for a first line or block larger than that."""

_UNPACKED_HEAD = 1 << 22
_SAMPLE = 200
_BEGINNING = 4096
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
_LARGEST_BLOCK = 1 << 26
_JSON_BEGINS = re.compile(rb'\s*[\[{]\s*["\[{]')
_SNAPSHOT_BEGINS = re.compile(rb'"type"\s*:\s*"?[0-6]\b.{0,200}?"(?:data|timestamp)"\s*:', re.DOTALL)
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
    if seen.kind is PartKind.UNKNOWN and _SNAPSHOT_BEGINS.search(plain.data, 0, _BEGINNING):
        session, window = _first(_SESSION, plain.data), _first(_WINDOW, plain.data)
        return Recognised(kind=PartKind.RECORDING, sessions={session: frozenset({window} - {""})}, several=bool(session))
    return seen


def survey(name: str, data: bytes) -> Recognised:
    """The same from the whole file. Never raises."""
    try:
        plain = unpack(data)
    except DecodeError:
        return Recognised(kind=PartKind.UNKNOWN, damaged=data.startswith(_PACKED))
    found = find(plain.data)
    return _judged(plain.data, found, tuple(values(plain.data)) if not found.records or found.foreign else ())


def _judged(text: bytes, found: Found, some: Sequence[Value]) -> Recognised:
    sessions: dict[str, set[str]] = defaultdict(set)
    for record in found.records:
        sessions[record.session].add(record.window)
    told = [value for value in some if value.is_event]
    for value in told:
        sessions[value.session].add(value.window)
    if not found.records and not told:
        return Recognised(kind=PartKind.UNKNOWN, damaged=found.chunks > 0 and bool(_JSON_BEGINS.match(text)))
    recorded = PartKind.BOTH if told else PartKind.RECORDING
    return Recognised(
        kind=recorded if found.records else PartKind.EVENTS,
        sessions={session: frozenset(windows - {""}) for session, windows in sessions.items()},
        first_ms=min((record.at for record in found.records if record.at is not None), default=None),
        several=bool(told) or (sessions.keys() != {""} and _is_list(text)),
    )


def _is_list(text: bytes) -> bool:
    """Whether there can be more than one JSON document in it, or one that is a list."""
    some = tuple(islice(documents(text), 2))
    return len(some) > 1 or (bool(some) and first_byte(some[0]) == 0x5B)


def _first(pattern: re.Pattern[bytes], text: bytes) -> str:
    found = pattern.search(text, 0, _BEGINNING)
    return found.group(1).decode("utf-8", "replace") if found else ""
