"""Finds the values inside JSON text by their brackets alone, without recursion: for text a strict parser refuses.

Deep nesting, NaN, and text that ends in the middle all pass. Gives positions; judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What may fail half-way in a possessive repeat is atomic, `(?>…)`: before Python 3.11.5 such a repeat keeps what the failed turn had eaten.
_FLAT = rb'[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"'
_LEAF = rb"[\[{](?:" + _FLAT + rb")*+[\]}]"
_BRANCH = rb"[\[{](?:" + _FLAT + rb"|(?>" + _LEAF + rb"))*+[\]}]"
_TO_BRACKET = re.compile(rb"(?:" + _FLAT + rb"|(?>" + _BRANCH + rb"))*+", re.DOTALL)
"""Over everything that nests less than two deep: most of the brackets in a page's DOM, counted without Python."""
_OPENED = re.compile(rb"(?:[\[{]++\s*+)*+")
_CLOSED = re.compile(rb"(?:[\]}]++\s*+)*+")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,\]}\[{"]++')
_BETWEEN = re.compile(rb"[\s,]*+")
_COLON = re.compile(rb"\s*+:\s*+")
_OPEN = b"[{"
_CLOSE = b"]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A value inside a list or an object, `key` for an object's. Text that is cut off ends in a piece that is not `whole`, maybe empty."""

    raw: memoryview
    key: bytes = b""
    whole: bool = True


def elements(text: memoryview) -> Iterator[Piece]:
    """The values of the list that begins at the first byte."""
    at = 1
    while True:
        at = _skip(_BETWEEN, text, at)
        if at < len(text) and text[at] == 0x5D:
            return
        end = _end(text, at) if at < len(text) else 0
        if end <= at:
            yield Piece(raw=text[at:], whole=False)
            return
        yield Piece(raw=text[at:end])
        at = end


def members(text: memoryview) -> Iterator[Piece]:
    """The values of the object that begins at the first byte, with their keys as written."""
    at = 1
    while True:
        at = _skip(_BETWEEN, text, at)
        if at < len(text) and text[at] == 0x7D:
            return
        key_end = _end(text, at) if at < len(text) and text[at] == 0x22 else 0
        colon = _COLON.match(text, key_end) if key_end else None
        if colon is None or colon.end() >= len(text):
            yield Piece(raw=text[len(text) :], whole=False)
            return
        key = bytes(text[at + 1 : key_end - 1])
        at = colon.end()
        end = _end(text, at)
        if end <= at:
            yield Piece(raw=text[at:], key=key, whole=False)
            return
        yield Piece(raw=text[at:end], key=key)
        at = end


def values(text: memoryview) -> Iterator[Piece]:
    """The values that stand one after another in the text, as after a lost line break."""
    at = 0
    while (at := _skip(_BETWEEN, text, at)) < len(text):
        end = _end(text, at)
        if end <= at:
            yield Piece(raw=text[at:], whole=False)
            return
        yield Piece(raw=text[at:end])
        at = end


def end_of(text: memoryview) -> int:
    """Where the value that begins at the first byte ends; 0 when it does not."""
    return _end(text, 0)


def _skip(pattern: re.Pattern[bytes], text: memoryview, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _end(text: memoryview, at: int) -> int:
    """Where the value that begins at `at` ends; 0 when the text ends first; `at` itself when no value begins there."""
    first = text[at]
    if first == 0x22:
        found = _STRING.match(text, at)
        return found.end() if found else 0
    if first not in _OPEN:
        end = _skip(_SCALAR, text, at)
        return 0 if end >= len(text) else end
    depth = 0
    size = len(text)
    while True:
        opened = _skip(_OPENED, text, at)
        depth += _count(text[at:opened], b"[", b"{")
        at = _skip(_TO_BRACKET, text, opened)
        closed = _skip(_CLOSED, text, at)
        ends = _count(text[at:closed], b"]", b"}")
        if ends >= depth:
            return _nth(text, at, depth)
        depth -= ends
        if opened == closed or closed >= size:
            return 0
        at = closed


def _count(run: memoryview, one: bytes, other: bytes) -> int:
    """Brackets in a run of nothing but one kind of them and white space."""
    if len(run) < 2:
        return len(run)
    text = bytes(run)
    return text.count(one) + text.count(other)


def _nth(text: memoryview, at: int, count: int) -> int:
    """The position after the `count`-th closing bracket of the run that begins at `at`."""
    while True:
        if text[at] in _CLOSE:
            count -= 1
        at += 1
        if count == 0:
            return at
