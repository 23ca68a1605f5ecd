from __future__ import annotations

import sys

from onlooker import decode

from .stored import FIRST, TOLD, cv, mutation, object_lines, record


def test_data_is_decoded_once_in_a_row_and_let_go_after() -> None:
    recording = decode.recording([("s", object_lines([(window, cv(one)) for window, one in TOLD]))])
    first, second = recording.snapshots[1], recording.snapshots[2]

    held = recording.data(first)
    assert recording.data(first) is held
    recording.data(second)
    assert sys.getrefcount(held) == 2  # this name and the call's own argument


def test_an_index_that_is_none_has_no_data() -> None:
    recording = decode.recording([("s", object_lines(TOLD))])

    assert recording.contents.data(-1) == {}
    assert recording.contents.data(99) == {}
    assert recording.contents.unreadable() == 0


def test_data_that_is_no_object_is_unreadable_and_missing_data_is_not() -> None:
    odd: list[object] = [[1], 5, None, "text", "\x1f\x8bnot gzip"]
    told = [(FIRST, record(3, at, data)) for at, data in enumerate(odd)]
    bare = {"type": 1, "timestamp": told[0][1]["timestamp"]}

    recording = decode.recording([("s", object_lines([*told, (FIRST, bare)]))])

    assert [dict(recording.data(snapshot)) for snapshot in recording.snapshots] == [{}] * 6
    assert recording.contents.unreadable() == 5


def test_fields_left_uncompressed_stay_as_they_are() -> None:
    whole = mutation(0, texts=[{"id": 1, "value": "x"}])
    packed = cv(whole)
    data = packed["data"]
    assert isinstance(data, dict)
    half = {**packed, "data": {**data, "attributes": [{"id": 1, "attributes": {}}], "removes": ""}}

    recording = decode.recording([("s", object_lines([(FIRST, half)]))])

    assert recording.data(recording.snapshots[0]) == {
        "source": 0,
        "texts": [{"id": 1, "value": "x"}],
        "attributes": [{"id": 1, "attributes": {}}],
        "removes": [],
        "adds": [],
    }
