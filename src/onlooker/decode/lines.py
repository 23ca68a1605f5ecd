"""Text -> its JSON documents: one a line, or one that is spread over all lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onlooker.decode import scan

_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
_BLANK = re.compile(rb"[ \t\r\n]*+")
"""Over a run of blank lines at once: half a gigabyte of them fits in half a megabyte packed."""
_OPENING = 2
"""Bytes of a first line that is nothing but the brackets a document begins with."""


def documents(data: bytes) -> Iterator[memoryview]:
    """Views of `data`; blank lines are left out."""
    lines = each_line(data)
    first = next(lines, None)
    if first is None:
        return
    second = next(lines, None)
    if second is not None and _goes_on(first, second):
        at = len(data) - len(data[len(_BOM) if data.startswith(_BOM) else 0 :].lstrip())
        yield memoryview(data)[at:]
        return
    yield first
    if second is not None:
        yield second
        yield from lines


def each_line(data: bytes) -> Iterator[memoryview]:
    view = memoryview(data)
    at = len(_BOM) if data.startswith(_BOM) else 0
    size = len(data)
    while at < size:
        end = data.find(b"\n", at)
        if end < 0:
            end = size
        line = view[at:end]
        if _is_blank(line):
            nonblank = _BLANK.match(data, end)
            end = data.rfind(b"\n", at, nonblank.end() if nonblank else size)
            end = size if end < 0 else end
        else:
            yield line
        at = end + 1


def first_byte(text: memoryview) -> int:
    """The first that is no white space; -1 when there is none."""
    if not text:
        return -1
    if text[0] not in _SPACE:
        return text[0]
    stripped = bytes(text).lstrip()
    return stripped[0] if stripped else -1


def _is_blank(line: memoryview) -> bool:
    return not line or (line[0] in _SPACE and not bytes(line).strip())


def _goes_on(first: memoryview, second: memoryview) -> bool:
    """Whether the first line is only the beginning of a document. Where the second line is one of its own, the first is damaged."""
    begin = bytes(first).strip()
    if begin[:1] not in {b"[", b"{"} or scan.end_of(memoryview(begin)):
        return False
    then = memoryview(bytes(second).strip())
    return len(begin) <= _OPENING or bytes(then[:1]) not in {b"[", b"{"} or scan.end_of(then) < len(then)
