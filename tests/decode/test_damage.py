"""Nothing readable is lost because something beside it is not, and what was lost is counted."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker import decode
from onlooker.decode.events import MOST as MOST_EVENTS
from onlooker.decode.found import MOST as MOST_RECORDS
from onlooker.errors import DecodeError

from .stored import FIRST, FORMS, START, TOLD, click, cv, list_lines, mutation, object_lines, page, record

LINES = object_lines(TOLD)
MANY = [(FIRST, one) for one in [*page(0), *(click(100 + step, node=step) for step in range(500))]]


@pytest.mark.parametrize(
    "bad", [b"{oops", b"not json at all", b'{"window_id": "w", "data": {"type": 3, "timesta', b"\x00\xff\xfe", b'"lone"', b"[1, 2"]
)
def test_a_bad_line_costs_only_itself(bad: bytes) -> None:
    lines = LINES.splitlines()
    recording = decode.recording([("s", b"\n".join([*lines[:4], bad, *lines[4:]]))])

    assert len(recording.snapshots) == len(TOLD)
    assert recording.losses.unreadable_chunks + recording.losses.unreadable_snapshots >= 1
    assert not recording.losses.truncated


@pytest.mark.parametrize(("cut", "lost"), [(1, 0), (2, 1), (40, 1), (250, 2)])
def test_the_last_line_cut_off(cut: int, lost: int) -> None:
    recording = decode.recording([("s", LINES[:-1][:-cut])])

    assert len(recording.snapshots) == len(TOLD) - lost
    assert recording.losses.truncated


@pytest.mark.parametrize(
    "form", ["plain rrweb in windows", "plain rrweb, window beside each event", "wire events, one list", "wire events in a batch"]
)
@pytest.mark.parametrize("share", [0.5, 0.75, 0.95])
def test_a_document_cut_off_keeps_its_whole_elements(form: str, share: float) -> None:
    [(name, whole)] = FORMS[form](MANY)

    recording = decode.recording([(name, whole[: int(len(whole) * share)])])

    assert share * len(MANY) * 0.9 < len(recording.snapshots) < len(MANY)
    assert recording.losses.truncated
    assert [recording.data(snapshot)["id"] for snapshot in recording.snapshots[2:]] == list(range(len(recording.snapshots) - 2))


LARGE = [(FIRST, one) for one in [*page(0), *(click(100 + step, node=step) for step in range(2_000))]]


@pytest.mark.parametrize(
    "form",
    ["plain rrweb in windows", "plain rrweb, window beside each event", "wire events, one list", "wire events in a batch", "PostHog's export file"],
)
@pytest.mark.parametrize("left", [100_001, 150_017])
def test_a_large_document_cut_off_does_too(form: str, left: int) -> None:
    [(name, whole)] = FORMS[form](LARGE)

    recording = decode.recording([(name, whole[:left])])

    ids = [recording.data(snapshot)["id"] for snapshot in recording.snapshots[2:]]
    assert ids == list(range(len(ids)))
    assert len(ids) + 2 >= int(left / len(whole) * len(LARGE)) - 3
    assert recording.losses.truncated
    assert recording.losses.unreadable_chunks == 1


def test_a_large_document_with_something_after_it_loses_nothing() -> None:
    [(name, whole)] = FORMS["plain rrweb in windows"](LARGE)

    recording = decode.recording([(name, whole + b" and then some")])

    assert len(recording.snapshots) == len(LARGE)
    assert recording.losses.unreadable_chunks == 1


def test_a_gzip_file_cut_off_keeps_what_it_unpacks_to() -> None:
    packed = gzip.compress(object_lines(MANY))

    recording = decode.recording([("s.gz", packed[: len(packed) // 2])])

    assert len(MANY) // 4 < len(recording.snapshots) < len(MANY)
    assert recording.losses.truncated
    assert recording.losses.unreadable_chunks >= 1


def test_a_gzip_file_with_a_flipped_byte_keeps_what_comes_before() -> None:
    packed = bytearray(gzip.compress(object_lines(MANY)))
    packed[len(packed) * 3 // 4] ^= 0xFF

    recording = decode.recording([("s.gz", bytes(packed))])

    assert len(recording.snapshots) > len(MANY) // 4
    assert recording.losses.unreadable_chunks >= 1


def test_a_damaged_snappy_block_costs_only_itself() -> None:
    [(name, blob)] = FORMS["list lines, length-prefixed snappy"](TOLD)
    first = int.from_bytes(blob[:4], "big")
    damaged = blob[:4] + b"\xff" * first + blob[4 + first :]

    recording = decode.recording([(name, damaged)])

    assert len(recording.snapshots) == len(TOLD) - 4
    assert recording.losses.unreadable_chunks == 1


def test_an_unreadable_part_costs_only_itself_and_is_named() -> None:
    recording = decode.recording([("one.gz", b"\x1f\x8b\x08garbage"), ("two", LINES), ("three.txt", b"hello")])

    assert len(recording.snapshots) == len(TOLD)
    assert any("one.gz" in note for note in recording.losses.notes)
    assert any("three.txt" in note for note in recording.losses.notes)


@pytest.mark.parametrize(
    "parts", [[], [("a", b"")], [("a", b"hello"), ("b", b"\x1f\x8b\x08")], [("a", b"{}")], [("a", b"[]")], [("a", b'{"events": []}')]]
)
def test_nothing_readable_at_all_is_the_one_error(parts: list[tuple[str, bytes]]) -> None:
    with pytest.raises(DecodeError):
        decode.recording(parts)


def test_one_mistyped_event_does_not_take_its_list_along() -> None:
    events = [one for _, one in MANY]
    odd = [{"type": "x", "timestamp": START}, {"timestamp": START}, None, 7, "text", {"type": 99, "timestamp": START, "data": {}}, []]

    recording = decode.recording([("a.json", json.dumps([*events[:5], *odd, *events[5:]]).encode())])

    assert len(recording.snapshots) == len(events)
    assert recording.losses.unreadable_snapshots == 2


def test_lone_surrogates_and_control_characters() -> None:
    text = json.dumps({"window_id": FIRST, "data": record(5, 0, {"tag": "half \ud83d of a pair", "payload": "\ude00"})})
    raw = text.encode().replace(b"half", b"ha\x01lf")

    recording = decode.recording([("s", raw + b"\n" + LINES)])

    assert recording.data(recording.snapshots[0])["tag"] == "ha lf \ufffd of a pair"
    assert len(recording.snapshots) == len(TOLD) + 1
    json.dumps(dict(recording.data(recording.snapshots[0])), ensure_ascii=False).encode()  # fit to be written out


def test_numbers_json_does_not_have() -> None:
    line = b'{"window_id":"w","data":{"type":3,"data":{"source":3,"id":1,"x":NaN,"y":-Infinity},"timestamp":1800000000000}}'

    recording = decode.recording([("s", line)])

    assert dict(recording.data(recording.snapshots[0])) == {"source": 3, "id": 1, "x": None, "y": None}


@pytest.mark.parametrize("compressed", [False, True])
def test_a_page_thousands_of_elements_deep(compressed: bool) -> None:
    opening = b'{"type":2,"tagName":"div","attributes":{},"id":9,"childNodes":['
    node = opening * 4_000 + b'{"type":3,"textContent":"bottom","id":0}' + b"]}" * 4_000
    data = b'{"node":' + node + b"}"
    if compressed:
        data = json.dumps(gzip.compress(data).decode("latin-1")).encode()
    line = b'{"window_id":"w","data":{"timestamp":1800000000000,"type":2,"data":' + data + b"}}"

    recording = decode.recording([("s", line)])

    node_found = recording.data(recording.snapshots[0])["node"]
    depth = 0
    while isinstance(node_found, dict) and node_found.get("childNodes"):
        node_found = node_found["childNodes"][0]
        depth += 1
    assert depth == 4_000
    assert isinstance(node_found, dict)
    assert node_found["textContent"] == "bottom"


def test_a_compressed_field_that_is_damaged_leaves_the_rest_of_its_snapshot() -> None:
    whole = cv(mutation(0, texts=[{"id": 5, "value": "a"}], adds=[{"parentId": 1}]))
    data = whole["data"]
    assert isinstance(data, dict)
    broken = {**whole, "data": {**data, "adds": data["adds"][:-9]}}

    recording = decode.recording([("s", object_lines([(FIRST, broken), (FIRST, whole)]))])

    assert recording.data(recording.snapshots[0])["texts"] == [{"id": 5, "value": "a"}]
    assert recording.data(recording.snapshots[0])["adds"] == []
    assert recording.data(recording.snapshots[1])["adds"] == [{"parentId": 1}]
    assert recording.contents.unreadable() == 1


def test_a_long_line_damaged_inside_is_counted_when_it_is_read() -> None:
    long = object_lines([(FIRST, mutation(0, adds=[{"parentId": step, "node": {"id": step}} for step in range(300)]))]).strip()
    damaged = long.replace(b"},{", b"}}}", 1)

    recording = decode.recording([("s", LINES + damaged)])

    assert len(recording.snapshots) == len(TOLD) + 1
    unread = [snapshot for snapshot in recording.snapshots if not recording.data(snapshot)]
    assert len(unread) == recording.contents.unreadable() == 1


def test_two_long_lines_without_their_line_break() -> None:
    one, other = (
        object_lines([(FIRST, mutation(at, adds=[{"parentId": step, "node": {"id": step}} for step in range(300)]))]).strip() for at in (10, 20)
    )

    recording = decode.recording([("s", LINES + one + other)])

    assert recording.losses.unreadable_chunks == 0
    assert [snapshot.at - START for snapshot in recording.snapshots if snapshot.size > 1024] == [10, 20]
    assert recording.contents.unreadable() == 0


@given(st.integers(0, len(LINES)), st.binary(min_size=1, max_size=8))
def test_a_stain_anywhere_costs_at_most_the_lines_it_touches(at: int, stain: bytes) -> None:
    stained = LINES[:at] + stain + LINES[at + len(stain) :]

    recording = decode.recording([("s", stained)])

    assert len(recording.snapshots) >= len(TOLD) - 2 - stain.count(b"\n")


@given(st.integers(1, len(LINES)))
def test_any_beginning_of_a_file_keeps_every_whole_line(size: int) -> None:
    whole = LINES[:size].count(b"\n")

    if whole == 0:
        return
    recording = decode.recording([("s", LINES[:size])])

    assert whole <= len(recording.snapshots) <= whole + 1


def test_list_lines_damaged_in_the_middle() -> None:
    lines = list_lines(TOLD).splitlines()
    lines[3] = lines[3][:20]

    recording = decode.recording([("s", b"\n".join(lines))])

    assert len(recording.snapshots) == len(TOLD) - 1
    assert recording.losses.unreadable_chunks == 1


def test_millions_of_the_smallest_records_are_read_to_a_bound() -> None:
    """Two megabytes packed can hold seven million of them."""
    line = b'{"window_id":"w","data":{"type":3,"timestamp":1800000000000,"data":{"source":0}}}\n'
    recording = decode.recording([("s", LINES + line * MOST_RECORDS)])

    assert recording.losses.truncated
    assert "holds more than 1,000,000 snapshots; the rest was left out" in recording.losses.notes[0]


def test_millions_of_the_smallest_events_are_read_to_a_bound() -> None:
    lines = b"".join(b'{"event":"e","ts":18%08d00}\n' % number for number in range(MOST_EVENTS + 50))
    log = decode.events([("s", lines)])

    assert len(log.events) == MOST_EVENTS
    assert log.unreadable == 1


@pytest.mark.parametrize("blank", [b"\n", b" \n", b"\r\n"])
def test_a_sea_of_blank_lines_costs_nothing(blank: bytes) -> None:
    first, rest = LINES.split(b"\n", 1)
    recording = decode.recording([("s", first + b"\n" + blank * 20_000_000 + b"  " + rest + blank * 20_000_000)])

    assert len(recording.snapshots) == len(TOLD)
    assert not recording.losses.unreadable_snapshots
