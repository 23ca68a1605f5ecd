"""The two readers for text that strict parsers refuse agree with the strict ones where those do not refuse."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.decode import mend, scan
from onlooker.errors import DecodeError

KEYS = st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1]))
def test_the_patient_parser_builds_what_the_strict_one_builds(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False).encode("utf-8", "replace")

    assert mend.loads(text) == mend.built(text) == json.loads(text)


@given(st.lists(JSON, max_size=5))
def test_elements_are_the_lists_own(values: list[object]) -> None:
    pieces = list(scan.elements(memoryview(json.dumps(values).encode())))

    assert [json.loads(bytes(piece.raw)) for piece in pieces] == values
    assert all(piece.whole for piece in pieces)


@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_members_are_the_objects_own(value: dict[str, object]) -> None:
    pieces = list(scan.members(memoryview(json.dumps(value).encode())))

    assert [(json.loads(b'"' + piece.key + b'"'), json.loads(bytes(piece.raw))) for piece in pieces] == list(value.items())


@given(st.lists(JSON, min_size=1, max_size=4), st.data())
def test_of_a_list_cut_off_the_whole_elements_stay(values: list[object], data: st.DataObject) -> None:
    text = json.dumps(values).encode()
    cut = data.draw(st.integers(1, len(text) - 1))

    *whole, last = scan.elements(memoryview(text[:cut]))

    assert [json.loads(bytes(piece.raw)) for piece in whole] == values[: len(whole)]
    assert not last.whole


@given(st.binary(max_size=200))
def test_any_bytes_end(data: bytes) -> None:
    for text in (b"[" + data, b"{" + data):
        list(scan.elements(memoryview(text)))
        list(scan.members(memoryview(text)))
        list(scan.values(memoryview(text)))
        try:
            mend.loads(text)
        except DecodeError:
            continue


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (rb'"\ud83d"', "\ufffd"),
        (rb'"\ud83d\ude00 \ude00"', "\U0001f600 \ufffd"),
        (rb'"\\ud83d"', "\\ud83d"),
        (b'"\xff"', "\ufffd"),
        (b'["a\tb"]', ["a b"]),
        (b"[NaN, -Infinity, 1e999]", [None, None, None]),
        (b"[" * 3 + b"1" + b"]" * 3, [[[1]]]),
    ],
)
def test_what_browsers_write_and_parsers_refuse(text: bytes, value: object) -> None:
    assert mend.loads(text) == value


@pytest.mark.parametrize("text", [b"", b"[1", b'{"a":', b"]", b"[1}", b"1 2", b'"a', b"nothing"])
def test_what_is_no_json_is_the_one_error(text: bytes) -> None:
    with pytest.raises(DecodeError):
        mend.loads(text)
