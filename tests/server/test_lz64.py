"""lz64, against the library that packs so (tests/server/vendor/lz-string), and against who means harm."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from onlooker.server import lz64
from onlooker.server.refused import Refused

MOST = 1_000_000
_LIBRARY = Path(__file__).parent / "vendor" / "lz-string" / "lz-string.min.js"
_ALPHABETS = ("a", "ab", '{"}[]:, $_event', "0123456789abcdef-", "aäßé漢字😀\u0000\n\uffff")


def _texts() -> Sequence[str]:
    """From nothing to so long that codes are 16 bits and more."""
    dice = random.Random(64)
    short = ["".join(dice.choices(dice.choice(_ALPHABETS), k=dice.randrange(120))) for _ in range(300)]
    events = [{"event": f"$event{number}", "properties": {"$session_id": "s1", "x": dice.random()}} for number in range(2_000)]
    return [*short, "a" * 70_000, json.dumps(events), "".join(chr(dice.randrange(0xD000)) for _ in range(40_000))]


def test_what_the_library_packs_is_unpacked(tab: Page) -> None:
    texts = _texts()
    tab.add_script_tag(content=_LIBRARY.read_text())
    packed: list[str] = tab.evaluate("texts => texts.map(text => LZString.compressToBase64(text))", texts)
    for text, one in zip(texts, packed, strict=True):
        assert lz64.unpacked(one.encode(), MOST) == text.encode()


class _Packed:
    """Codes in the widths they are read in, so that a test can say what no library would."""

    def __init__(self) -> None:
        self.bits: list[int] = []

    def code(self, value: int, width: int) -> _Packed:
        self.bits += [value >> place & 1 for place in range(width)]
        return self

    def text(self) -> bytes:
        padded = self.bits + [0] * (-len(self.bits) % 6)
        digits = (int("".join(map(str, padded[at : at + 6])), 2) for at in range(0, len(padded), 6))
        return bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[digit] for digit in digits)


def bomb(codes: int) -> bytes:
    """One character, and then each code the phrase that it makes itself: n codes are n²/2 characters."""
    made = _Packed().code(0, 2).code(ord("a"), 8)
    phrases, width = 4, 3
    for _ in range(codes):
        made.code(phrases, width)
        phrases += 1
        width += phrases >= 1 << width
    return made.code(2, width).text()


def test_what_unpacks_to_more_than_is_taken_is_not_unpacked() -> None:
    assert lz64.unpacked(bomb(20), MOST) == b"a" * (22 * 21 // 2)
    assert len(bomb(2_000)) < 4_000
    assert lz64.unpacked(bomb(2_000), MOST) is None
    assert lz64.unpacked(bomb(20), 100) is None
    assert lz64.unpacked(bomb(10_000), 2 * lz64.MOST_PLAIN) is None
    assert lz64.unpacked(b"A" * (lz64.MOST + 1), MOST) is None


@pytest.mark.parametrize(
    "text",
    [b"", b"N4Ig", b"N4Ig*", b"N4Ig\xff", _Packed().code(3, 2).text(), _Packed().code(0, 2).code(97, 8).code(5, 3).text(),
     _Packed().code(1, 2).code(0xD800, 16).code(2, 3).text()],
    ids=["nothing", "cut off", "no digit", "no letter", "a phrase before any", "a phrase not yet made", "half a character"],
)  # fmt: skip
def test_what_is_no_lz64_is_refused(text: bytes) -> None:
    with pytest.raises(Refused) as refused:
        lz64.unpacked(text, MOST)
    assert refused.value.status == 400


@given(st.binary(max_size=60) | st.text("ABCNQgw0/+=", max_size=60).map(str.encode), st.integers(0, 200))
def test_any_bytes_are_a_text_within_the_limit_or_refused(text: bytes, most: int) -> None:
    try:
        plain = lz64.unpacked(text, most)
    except Refused as refused:
        assert refused.status == 400
    else:
        assert plain is None or len(plain.decode().encode()) <= most
