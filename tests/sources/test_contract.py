"""What every source does alike."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onlooker import decode
from onlooker.errors import SourceError
from onlooker.ports import RawPart, RawSession, SkippedPlace, Source
from onlooker.sources import FileSource, MemorySource

from .layout import LAYOUTS, Files, document, event, events, plain, rrweb, snapshots, wire

Make = Callable[[Files], Source]


@pytest.fixture(params=["files", "memory"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def on_disk(files: Files) -> Source:
        for name, data in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return FileSource([tmp_path] if files else [], decode)

    def in_memory(files: Files) -> Source:
        return MemorySource(files, decode)

    return on_disk if request.param == "files" else in_memory


def found(source: Source) -> tuple[list[RawSession], list[SkippedPlace]]:
    places = list(source.sessions())
    return [one for one in places if isinstance(one, RawSession)], [one for one in places if isinstance(one, SkippedPlace)]


def names(parts: tuple[RawPart, ...], files: Files) -> list[str]:
    return [next(name for name in sorted(files, key=len, reverse=True) if part.name.endswith(name)) for part in parts]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_files_of_one_session_come_together(make: Make, layout: str) -> None:
    files, expected = LAYOUTS[layout]

    sessions, skipped = found(make(files))

    assert sorted((names(one.recording, files), names(one.events, files)) for one in sessions) == sorted(expected)
    assert skipped == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_session_decodes_and_is_its_own(make: Make, layout: str) -> None:
    sessions, _ = found(make(LAYOUTS[layout][0]))

    for one in sessions:
        if one.recording:
            recording = decode.recording([(part.name, part.read()) for part in one.recording])
            marks = {recording.data(snapshot)["mark"] for snapshot in recording.snapshots if "mark" in recording.data(snapshot)}
            assert len(marks) <= len(recording.windows)
        if one.events:
            log = decode.events([(part.name, part.read()) for part in one.events])
            assert log.other_sessions == 0
    assert len({one.name for one in sessions}) == len(sessions)


def test_the_order_is_the_same_every_time(make: Make) -> None:
    files = {f"{number}/s.jsonl": snapshots(f"w{number}") for number in range(12)}

    first, second = (found(make(files))[0] for _ in range(2))

    assert [one.origin for one in first] == [one.origin for one in second]
    assert [one.name for one in first] == [one.name for one in second]


def test_a_session_is_named_by_its_id_else_by_its_file(make: Make) -> None:
    sessions, _ = found(make({"a/rrweb.json": document("s1", "w1"), "b/rec.json": plain()}))

    assert [one.name for one in sessions] == ["s1", "rec"]


def test_sessions_whose_files_are_called_alike_get_names_of_their_own(make: Make) -> None:
    sessions, _ = found(make({"a/s.json": plain(0, "a"), "b/s.json": plain(5, "b"), "b/s.jsonl": plain(9, "c")}))

    assert [one.name for one in sessions] == ["a-s", "b-s", "b-s-2"]


def test_a_part_is_read_anew_each_time(make: Make) -> None:
    [one], _ = found(make({"a.jsonl": snapshots("w1")}))

    assert one.recording[0].read() == one.recording[0].read() == snapshots("w1")


def test_a_file_of_several_sessions_is_split(make: Make) -> None:
    mixed = gzip.compress(events(event("s1", "w1"), event("s2", "w2", 5), event("s1", "w1", 9, name="paid"), event("s2", "w2", 7)))

    sessions, _ = found(make({"log.jsonl.gz": mixed}))

    read = {one.name: decode.events([(part.name, part.read()) for part in one.events]) for one in [*sessions, *reversed(sessions)]}
    assert {name: [told.name for told in log.events] for name, log in read.items()} == {"s1": ["$pageview", "paid"], "s2": ["$pageview", "$pageview"]}


def test_a_wire_recording_of_several_sessions_is_split(make: Make) -> None:
    sessions, _ = found(make({"posts.json": json.dumps([*wire("s1", "w1"), *wire("s2", "w2", 5)]).encode()}))

    for one in sessions:
        recording = decode.recording([(part.name, part.read()) for part in one.recording])
        assert (recording.session_id, len(recording.snapshots)) == (one.name, 3)


def test_a_damaged_file_is_told_and_the_rest_goes_on(make: Make) -> None:
    sessions, skipped = found(make({"a.jsonl": snapshots("w1"), "b.json.gz": b"\x1f\x8b\x08broken", "c.jsonl": b'{"window_id": "w", "da'}))

    assert len(sessions) == 1
    assert [(one.origin.rpartition("/")[2], "damaged" in one.reason) for one in skipped] == [("b.json.gz", True), ("c.jsonl", True)]


def test_a_large_file_whose_head_tells_nothing_is_read_whole(make: Make) -> None:
    padding = {"type": 5, "data": {"tag": "x", "payload": ["y" * 50] * 4_000}, "timestamp": rrweb()[0]["timestamp"]}  # type: ignore[index]
    line = json.dumps({"padding": "z" * 200_000, "data": [*rrweb(), padding], "window_id": "w1"}).encode()

    sessions, skipped = found(make({"a.jsonl": line}))

    assert (len(sessions), skipped) == (1, [])


def test_files_that_are_nothing_of_ours_are_told_together(make: Make) -> None:
    sessions, skipped = found(make({"notes.txt": b"hello", "x/picture.png": b"\x89PNG", "truth.json": b'{"a": 1}'}))

    assert sessions == []
    assert [one.reason for one in skipped] == ["none of its 3 files holds a recording or events"]


def test_nothing_at_all_is_an_error_that_says_what_to_do(make: Make) -> None:
    with pytest.raises(SourceError):
        found(make({}))
