from __future__ import annotations

import lzstring as reference  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.decode.lzstring import decompress
from onlooker.errors import DecodeError

UTF16 = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(st.one_of(UTF16, st.text("ab", min_size=1, max_size=2_000)))
def test_it_undoes_what_the_library_does(text: str) -> None:
    assert decompress(reference.compress_to_base64(text).encode(), 1 << 20) == text


def test_a_text_of_lz_string_itself() -> None:
    assert decompress(b"BYUwNmD2AEDukCcwBMg=", 99) == "Hello World!"[:0] + reference.decompress_from_base64("BYUwNmD2AEDukCcwBMg=")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_the_one_error(data: bytes) -> None:
    try:
        decompress(data, 1 << 16)
    except DecodeError:
        return


def test_a_bomb_is_refused() -> None:
    bomb = reference.compress_to_base64("a" * 200_000).encode()

    assert len(bomb) < 2_000
    with pytest.raises(DecodeError, match="too long"):
        decompress(bomb, 100_000)


def test_text_cut_off_is_refused() -> None:
    whole = reference.compress_to_base64("some text, some more text").encode().rstrip(b"=")

    with pytest.raises(DecodeError):
        decompress(whole[:-6], 1_000)
