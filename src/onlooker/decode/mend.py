"""JSON that strict parsers refuse and real exports hold: lone surrogates, raw control characters, bad UTF-8, NaN, nesting of thousands."""

from __future__ import annotations

import math
import re

import orjson

from onlooker.errors import DecodeError

_SURROGATES = re.compile(rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)", re.DOTALL)
_ANY_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_LONE = 6
_REPLACEMENT = rb"\ufffd"
_CONTROLS = bytes.maketrans(bytes(range(32)), b" " * 32)
_TOKEN = re.compile(rb'\s*+(?:([\[\]{},:])|("(?:[^"\\]++|\\.)*+")|([^\s\[\]{},:"]++))', re.DOTALL)
_CONSTANTS: dict[bytes, object] = {b"true": True, b"false": False, b"null": None, b"undefined": None}


def mended(text: bytes) -> bytes:
    """The same text with what is no character replaced, byte for byte where it can be: positions of sound values may shift only after bad UTF-8."""
    text = text.translate(_CONTROLS)
    if _ANY_SURROGATE.search(text):
        text = _SURROGATES.sub(_whole_character, text)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        text = text.decode("utf-8", "replace").encode("utf-8")
    return text


def _whole_character(found: re.Match[bytes]) -> bytes:
    escape = found.group()
    return _REPLACEMENT if len(escape) == _LONE else escape


def loads(text: bytes | memoryview) -> object:
    """Any JSON value, however deep. Raises DecodeError when the text ends early or is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    sound = mended(bytes(text))
    try:
        return orjson.loads(sound)
    except orjson.JSONDecodeError:
        return built(sound)


def built(text: bytes) -> object:
    """By an explicit stack; NaN and infinities become None."""
    stack: list[list[object] | dict[str, object]] = []
    keys: list[str | None] = []
    at = 0
    key: str | None = None
    while (found := _TOKEN.match(text, at)) is not None:
        at = found.end()
        mark, string, scalar = found.groups()
        value: object
        if mark in {b"[", b"{"}:
            stack.append([] if mark == b"[" else {})
            keys.append(key)
            key = None
            continue
        if mark in {b",", b":"}:
            continue
        if mark is not None:
            if not stack or isinstance(stack[-1], list) != (mark == b"]"):
                break
            value = stack.pop()
            key = keys.pop()
        elif string is not None:
            text_value = _string(string)
            if stack and isinstance(stack[-1], dict) and key is None:
                key = text_value
                continue
            value = text_value
        else:
            value = _scalar(scalar)
        if not stack:
            if text[at:].strip():
                break
            return value
        top = stack[-1]
        if isinstance(top, list):
            top.append(value)
        elif key is not None:
            top[key] = value
        key = None
    raise DecodeError("not JSON, or cut off")


def _string(token: bytes) -> str:
    try:
        value = orjson.loads(token)
    except orjson.JSONDecodeError:
        return token[1:-1].decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _scalar(token: bytes) -> object:
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    try:
        number = float(token)
    except ValueError as error:
        raise DecodeError("not JSON") from error
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and b"." not in token else number
