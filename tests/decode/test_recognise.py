"""By content, never by name; from the head alone, the same as from the whole."""

from __future__ import annotations

import gzip
import json
import os

import pytest

from onlooker import decode
from onlooker.domain.part import PartKind

from .stored import FIRST, FORMS, ONE_WINDOW_FORMS, SECOND, SESSION, START, TOLD, click, object_lines, page, wire
from .test_events import ALL, OTHERS, lines

ONE_WINDOW = [one for window, one in TOLD if window == FIRST]


@pytest.mark.parametrize("name", ["events.jsonl", "truth.json", "x.png"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_recording(form: str, name: str) -> None:
    parts = FORMS[form](TOLD)

    for _, data in parts:
        head, whole = decode.recognise(name, data[: decode.HEAD]), decode.survey(name, data)
        assert head.kind is whole.kind is PartKind.RECORDING
        assert whole.sessions.keys() <= {"", SESSION}


@pytest.mark.parametrize("form", ONE_WINDOW_FORMS)
def test_every_form_without_windows(form: str) -> None:
    for name, data in ONE_WINDOW_FORMS[form](ONE_WINDOW):
        assert decode.recognise(name, data).kind is PartKind.RECORDING


def test_windows_times_and_sessions_are_told() -> None:
    whole = decode.survey("s", object_lines(TOLD))

    assert whole.sessions[""].windows == {FIRST, SECOND}
    assert (whole.sessions[""].first_ms, whole.sessions[""].last_ms) == (START, START + 3_000)
    assert not whole.several


def test_events_and_the_sessions_among_them() -> None:
    seen = decode.survey("s", lines([*ALL, *OTHERS]))

    assert seen.kind is PartKind.EVENTS
    assert seen.several
    assert {session: told.windows for session, told in seen.sessions.items()} == {SESSION: {FIRST}, "other": {SECOND}}
    assert (seen.sessions["other"].first_ms, seen.sessions["other"].last_ms) == (START, START + 4)


def test_events_with_snapshots_among_them_are_both() -> None:
    assert decode.survey("s", lines([*ALL, *wire(TOLD)])).kind is PartKind.BOTH


def test_the_wire_may_hold_several_sessions() -> None:
    assert decode.recognise("s", lines(wire(TOLD))).several


def test_a_first_line_longer_than_the_head() -> None:
    big = {
        **page(0)[1],
        "data": {"node": {"type": 0, "id": 1, "childNodes": [{"type": 3, "id": step, "textContent": os.urandom(64).hex()} for step in range(9_000)]}},
    }

    for data in (object_lines([(FIRST, big)]), gzip.compress(object_lines([(FIRST, big)])), json.dumps([big]).encode()):
        assert len(data) > decode.HEAD
        assert decode.recognise("s", data[: decode.HEAD]).kind is PartKind.RECORDING


def test_a_piece_that_goes_on_says_so() -> None:
    assert decode.recognise("1", json.dumps([click(1), click(2)]).encode()).continues
    assert not decode.recognise("0", json.dumps([*page(0), click(2)]).encode()).continues


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"# Read me\n\n[![badge](x)](y)\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00",
        b"%PDF-1.7",
        json.dumps({"journey_goal": "x", "issues": [{"start_ms": 1, "kind": "confusion"}], "description": "y"}, indent=2).encode(),
        json.dumps({"name": "package", "version": "1.0.0", "type": "module"}).encode(),
        b"a,b,c\n1,2,3\n",
        b"[1, 2, 3]",
        b'{"a": 1}',
        gzip.compress(b"hello", mtime=0),
        b"0123456789abcdef" * 64,
    ],
)
def test_what_is_neither(other: bytes) -> None:
    seen = decode.recognise("snapshots.jsonl", other)

    assert seen.kind is PartKind.UNKNOWN
    assert not seen.damaged
    assert decode.survey("snapshots.jsonl", other).kind is PartKind.UNKNOWN


@pytest.mark.parametrize(
    "damaged", [b"\x1f\x8b\x08\x00garbage", b'{"window_id": "w", "da', b'[{"win', gzip.compress(b'{"window_id": "w", "da', mtime=0)]
)
def test_what_looks_like_ours_and_is_damaged(damaged: bytes) -> None:
    seen = decode.survey("s", damaged)

    assert seen.kind is PartKind.UNKNOWN
    assert seen.damaged


def test_several_sessions_are_split_and_nothing_is_lost() -> None:
    split = decode.split(gzip.compress(json.dumps({"results": [*ALL, *OTHERS, {"event": "nameless", "timestamp": START}]}, indent=2).encode()))

    assert split.keys() == {SESSION, "other", ""}
    assert [event.name for event in decode.events([("e", split[SESSION])]).events] == [str(event["event"]) for event in ALL]
    assert len(decode.events([("e", split["other"])]).events) == len(OTHERS)
    assert len(decode.events([("e", split[""])]).events) == 1


def test_a_recording_of_several_sessions_is_split() -> None:
    both = lines([*wire(TOLD), *wire(TOLD[:4], session="another")])

    split = decode.split(both)

    assert len(decode.recording([("s", split[SESSION])]).snapshots) == len(TOLD)
    assert len(decode.recording([("s", split["another"])]).snapshots) == 4
