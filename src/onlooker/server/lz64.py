"""`lz64`: what lz-string's compressToBase64 makes of a text, which is how posthog-js packed before it had gzip -> the text, within limits.

The packages of this name unpack whatever they are given, so a few kilobytes would fill the memory. Three things make up the form:

1. Each base64 digit is six bits, highest first; a code is read from them lowest bit first.
2. Codes 0 and 1 bring a new character (of 8 and 16 bits), 2 ends, the others name a phrase that was read before: always the one before it with the
   first character of the one that follows. So each phrase stands whole in the text so far, and is kept as its place there.
3. Codes are three bits at first, and one longer whenever the phrases have come to need it.
"""

from __future__ import annotations

import base64

from onlooker.server.refused import Refused

MOST = 2_000_000
"""Digits: a second of unpacking. Pages that packed so sent a tenth of that at once."""
MOST_PLAIN = 16_000_000
"""Bytes, whatever else is allowed: while it is unpacked a text takes five times what it is."""
_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FLIPPED = bytes.maketrans(_DIGITS, bytes(_DIGITS[int(f"{value:06b}"[::-1], 2)] for value in range(64)))
_NEW, _END = {0: 8, 1: 16}, 2
_UNIT = 2
"""Bytes of a UTF-16 unit, which is what the form calls a character."""


class _Bits:
    """All of them as one number, the first bit its lowest: a code is then a few bytes, shifted. (Digit by digit takes four times as long.)"""

    def __init__(self, digits: bytes) -> None:
        from_the_end = digits.translate(_FLIPPED)[::-1]
        self._number = base64.b64decode(b"A" * (-len(digits) % 4) + from_the_end)[::-1]
        self._at, self._end = 0, 6 * len(digits)

    def take(self, width: int) -> int:
        """Up to 25 bits."""
        at = self._at
        self._at = at + width
        if self._at > self._end:
            raise Refused(400, "the lz64 is cut off")
        return int.from_bytes(self._number[at >> 3 : (at >> 3) + 4], "little") >> (at & 7) & ((1 << width) - 1)


def unpacked(text: bytes, most: int) -> bytes | None:
    """As UTF-8; None where that is more than `most` bytes, or more than is unpacked of this form. Raises Refused for what is no lz64."""
    most = min(most, MOST_PLAIN)
    digits = text.rstrip(b"=")
    if len(digits) > MOST:
        return None
    if digits.translate(None, _DIGITS):
        raise Refused(400, "the lz64 is damaged")
    units = _units(_Bits(digits), most)
    if units is None:
        return None
    try:
        plain = units.decode("utf-16-le").encode()
    except UnicodeDecodeError:
        raise Refused(400, "the lz64 holds no text") from None
    return plain if len(plain) <= most else None


def _units(bits: _Bits, most: int) -> bytearray | None:
    """UTF-16, low byte first."""
    out = bytearray()
    phrases: list[tuple[int, int]] = [(0, 0)] * 3
    width, last = 2, (0, 0)
    while (code := bits.take(width)) != _END:
        begin = len(out)
        if code in _NEW:
            out += bits.take(_NEW[code]).to_bytes(_UNIT, "little")
            phrases.append((begin, len(out)))
            if begin == 0:
                width, last = 3, (0, len(out))
                continue
        elif begin == 0 or code > len(phrases):
            raise Refused(400, "the lz64 is damaged")
        elif code == len(phrases):  # the very phrase that this code makes: the last one, and its own first character
            out += out[last[0] : last[1]] + out[last[0] : last[0] + _UNIT]
        else:
            start, end = phrases[code]
            out += out[start:end]
        if len(out) > _UNIT * most:
            return None
        phrases.append((last[0], last[1] + _UNIT))
        last = (begin, len(out))
        if len(phrases) >= 1 << width:
            width += 1
    return out
