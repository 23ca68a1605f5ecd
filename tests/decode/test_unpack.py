from __future__ import annotations

import gzip
import os
import zlib

import cramjam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.decode.unpack import inflate, unpack
from onlooker.errors import DecodeError

TEXT = b'{"a": 1}\n' * 5_000


def prefixed(*texts: bytes) -> bytes:
    blocks = [bytes(cramjam.snappy.compress_raw(text)) for text in texts]
    return b"".join(len(block).to_bytes(4, "big") + block for block in blocks)


@pytest.mark.parametrize(
    "packed",
    [
        TEXT,
        gzip.compress(TEXT),
        zlib.compress(TEXT),
        gzip.compress(gzip.compress(TEXT)),
        gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]),
        gzip.compress(TEXT[: len(TEXT) // 2]) * 2,
        gzip.compress(TEXT) + b"\0" * 512,
        bytes(cramjam.snappy.compress_raw(TEXT)),
        prefixed(TEXT),
    ],
    ids=["plain", "gzip", "zlib", "twice", "two members", "equal members", "padded", "snappy", "prefixed"],
)
def test_told_apart_by_content(packed: bytes) -> None:
    unpacked = unpack(packed)

    assert unpacked.data == TEXT
    assert (unpacked.truncated, unpacked.losses, unpacked.bomb) == (False, 0, False)


@given(st.lists(st.binary(max_size=200).map(lambda tail: b"[" + tail), min_size=1, max_size=4))
def test_blocks_come_back_in_order(texts: list[bytes]) -> None:
    assert unpack(prefixed(*texts)).data == b"\n".join(texts)


@pytest.mark.parametrize(
    "wrong", [b"\x1f\x8b\x08", b"\x1f\x8b\x08\x00" + b"\xff" * 40, b"\x78\x9c" + b"\xff" * 40, b"\x00\x00\x00\x05hello", b"\x01\x02\x03"]
)
def test_what_is_packed_beyond_reading_is_the_one_error(wrong: bytes) -> None:
    with pytest.raises(DecodeError):
        unpack(wrong)


@given(st.binary(max_size=300))
def test_any_bytes_unpack_or_are_the_one_error(data: bytes) -> None:
    for packed in (data, b"\x1f\x8b\x08" + data, b"\x78\x9c" + data, len(data).to_bytes(4, "big") + data):
        try:
            unpack(packed)
        except DecodeError:
            continue


@pytest.mark.parametrize(
    "make", [gzip.compress, zlib.compress, lambda data: gzip.compress(gzip.compress(data)), lambda data: prefixed(data[:2_000_000], data[2_000_000:])]
)
def test_a_bomb_is_cut_off_at_the_limit(make: object) -> None:
    assert callable(make)
    bomb = make(b"[" + b" " * 5_000_000)

    unpacked = unpack(bomb, limit=3_000_000)

    assert len(unpacked.data) <= 3_000_000
    assert (unpacked.truncated, unpacked.bomb) == (True, True)
    assert unpacked.losses >= 1


def test_a_trailer_that_lies_about_the_size_reserves_nothing() -> None:
    packed = gzip.compress(TEXT)

    for size in (0xFFFFFFFF, len(TEXT) - 1, 1, 0):
        unpacked = unpack(packed[:-4] + size.to_bytes(4, "little"))
        assert unpacked.data == TEXT[: len(unpacked.data)]
        assert len(unpacked.data) > len(TEXT) - 5_000
        assert unpacked.truncated


@given(st.integers(20, 4_000))
def test_damage_keeps_all_but_the_last_few_kilobytes_before_it(at: int) -> None:
    text = os.urandom(3_000).hex().encode() * 3
    packed = bytearray(gzip.compress(text))
    at = min(at, len(packed) - 9)

    cut = unpack(bytes(packed[:at])) if at > 400 else None

    if cut is not None:
        assert text.startswith(cut.data)
        assert cut.truncated


def test_a_field_is_whole_or_an_error() -> None:
    packed = gzip.compress(TEXT)

    assert inflate(packed, len(TEXT)) == TEXT
    for wrong, limit in ((packed[:-9], len(TEXT)), (packed, len(TEXT) - 1), (b"no", 9), (b"", 9)):
        with pytest.raises(DecodeError):
            inflate(wrong, limit)
