"""lz-string, base64 flavour: how posthog-js before 2021 packed what it sent (`compression: "lz64"`).

Our own reader, because the libraries neither bound their output nor keep what precedes the damage. Bits come first-high from the base64
digits; each number is written low bit first. Tokens 0 and 1 introduce a new 8- or 16-bit character, 2 ends the text.
"""

from __future__ import annotations

import base64
import binascii

from onlooker.errors import DecodeError

INPUT_LIMIT = 1 << 24
"""Most bytes read as lz-string: at some MB a second, more would hold up a run; no browser sent as much in one request."""

_NEW_8, _NEW_16, _END = 0, 1, 2


def decompress(packed: bytes, limit: int) -> str:
    """Raises DecodeError when the text is not lz-string to its end, or longer than `limit` characters."""
    bits = _bits(packed)
    words = ["", "", ""]
    out: list[str] = []
    size = at = 0
    width = 2
    room = 1
    """Words until a token needs one more bit."""
    word = ""
    while True:
        if at + width > len(bits):
            raise DecodeError("lz-string text is cut off")
        token = int(bits[at : at + width][::-1], 2)
        at += width
        if token == _END:
            return "".join(out)
        if token in {_NEW_8, _NEW_16}:
            length = 8 if token == _NEW_8 else 16
            if at + length > len(bits):
                raise DecodeError("lz-string text is cut off")
            words.append(chr(int(bits[at : at + length][::-1], 2)))
            at += length
            token = len(words) - 1
            room -= 1
            if not room:
                room = 1 << width
                width += 1
        if token < len(words):
            entry = words[token]
        elif token == len(words) and word:
            entry = word + word[0]
        else:
            raise DecodeError("lz-string text is damaged")
        size += len(entry)
        if size > limit:
            raise DecodeError("lz-string text is too long")
        out.append(entry)
        if word:
            words.append(word + entry[0])
            room -= 1
            if not room:
                room = 1 << width
                width += 1
        else:
            width, room = 3, 4
        word = entry


def _bits(packed: bytes) -> str:
    if not 4 <= len(packed) <= INPUT_LIMIT:
        raise DecodeError("not lz-string: too short or too long")
    digits = packed.rstrip(b"=")
    try:
        data = base64.b64decode(digits + b"A" * (-len(digits) % 4), validate=True)  # lz-string ends on any digit; real base64 does not
    except (binascii.Error, ValueError) as error:
        raise DecodeError("not lz-string: not base64") from error
    return bin(int.from_bytes(b"\x01" + data, "big"))[3:]
