"""What is out of order, twice there, missing or mistimed is put right where it can be, and counted."""

from __future__ import annotations

import gzip
import json
import random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker import decode
from onlooker.domain.snapshot import Recording

from .stored import FIRST, FORMS, SECOND, SESSION, START, TOLD, Json, click, cv, list_lines, mutation, object_lines, page, record, wire

HOUR = 3_600_000


def clicks(recording: Recording) -> list[object]:
    return [recording.data(snapshot).get("id") for snapshot in recording.snapshots if "x" in recording.data(snapshot)]


def from_lines(told: list[tuple[str, Json]]) -> Recording:
    return decode.recording([("s", object_lines(told))])


@given(st.randoms(use_true_random=False))
def test_any_order_of_lines_is_the_same_recording(rng: random.Random) -> None:
    shuffled = list(TOLD)
    rng.shuffle(shuffled)

    recording = from_lines(shuffled)

    assert [dict(recording.data(snapshot)) for snapshot in recording.snapshots] == [one["data"] for _, one in TOLD]
    assert recording.losses.reordered <= len(TOLD)


def test_a_sound_order_counts_nothing() -> None:
    assert from_lines(list(TOLD)).losses.reordered == 0


def test_records_of_one_instant_keep_the_recorders_order() -> None:
    told = [(FIRST, one) for one in [*page(0), *(click(100, node=node) for node in (7, 3, 9, 1))]]

    assert clicks(from_lines(told)) == [7, 3, 9, 1]


def test_in_a_wrong_order_the_page_comes_before_its_changes() -> None:
    meta, full = page(0)
    full = {**full, "timestamp": START}
    told = [(FIRST, one) for one in [click(500), mutation(0), full, meta]]

    assert [snapshot.type.name for snapshot in from_lines(told).snapshots] == ["META", "FULL", "INCREMENTAL", "INCREMENTAL"]


@given(st.lists(st.integers(0, len(TOLD) - 1), max_size=30))
def test_a_line_told_again_is_told_once(again: list[int]) -> None:
    recording = from_lines([*TOLD, *(TOLD[index] for index in again)])

    assert len(recording.snapshots) == len(TOLD)
    assert recording.losses.duplicates == len(again)


def test_two_different_mutations_of_one_instant_are_two() -> None:
    one, other = mutation(50, texts=[{"id": 5, "value": "a"}]), mutation(50, texts=[{"id": 5, "value": "b"}])

    for parts in (
        [("s", object_lines([*TOLD, (FIRST, one), (FIRST, other)]))],
        [("0", object_lines([*TOLD, (FIRST, one)])), ("1", object_lines([(FIRST, other)]))],
    ):
        recording = decode.recording(parts)
        assert len(recording.snapshots) == len(TOLD) + 2
        assert recording.losses.duplicates == 0


@pytest.mark.parametrize("order", [1, -1])
def test_the_same_session_in_two_forms_is_told_once(order: int) -> None:
    twins = [(FIRST, mutation(50, texts=[{"id": 5, "value": value}])) for value in "ab"]
    told = [*TOLD, *twins]
    forms = [("rrweb.json", json.dumps([{"window_id": window, "data": one} for window, one in told]).encode())]
    forms.append(("s.jsonl", list_lines([(window, cv(one)) for window, one in told])))

    recording = decode.recording(forms[::order])

    assert len(recording.snapshots) == len(told)
    assert recording.losses.duplicates == len(told)
    assert [recording.data(s)["texts"] for s in recording.snapshots if s.at == START + 50] == [[{"id": 5, "value": "a"}], [{"id": 5, "value": "b"}]]


def test_each_form_gives_what_the_other_lacks() -> None:
    twins = [(FIRST, mutation(50, texts=[{"id": 5, "value": value}])) for value in "ab"]
    plain = ("p", object_lines([*TOLD[2:], twins[0]]))
    packed = ("c", object_lines([(window, cv(one)) for window, one in [*TOLD, *twins]]))

    recording = decode.recording([plain, packed])

    assert len(recording.snapshots) == len(TOLD) + 2


def test_a_form_that_names_no_window_joins_the_windows_it_agrees_with() -> None:
    plain = json.dumps([one for _, one in TOLD]).encode()

    recording = decode.recording([("a.json", plain), ("s.jsonl", object_lines([(window, cv(one)) for window, one in TOLD]))])

    assert recording.windows == (FIRST, SECOND)
    assert len(recording.snapshots) == len(TOLD)


def test_windows_that_never_show_their_page_are_counted() -> None:
    assert from_lines([*TOLD, ("third", click(5_000)), ("fourth", click(6_000))]).losses.windows_without_full == 2


def test_a_recorder_silent_for_over_five_minutes_left_a_gap() -> None:
    told = [(FIRST, one) for one in [*page(0), click(300_005), click(HOUR)]]

    losses = from_lines(told).losses

    assert (losses.gaps, losses.gap_ms) == (1, HOUR - 300_005)


@pytest.mark.parametrize("absurd", [0, -5, 1, 9e18, 1e300, None, "yesterday", "", [], {}, True])
def test_an_absurd_time_becomes_the_one_before(absurd: object) -> None:
    told: list[object] = [{"window_id": window, "data": one} for window, one in TOLD]
    told[3] = {"window_id": FIRST, "data": {**click(1_000), "timestamp": absurd}}

    recording = decode.recording([("s", "\n".join(json.dumps(line) for line in told).encode())])

    assert len(recording.snapshots) == len(TOLD)
    assert recording.snapshots[3].at == START + 40
    assert any("no usable time" in note for note in recording.losses.notes)


def test_a_recording_with_a_clock_of_its_own_keeps_it() -> None:
    told = [{**one, "timestamp": cast(int, one["timestamp"]) - START} for _, one in TOLD[:4]]

    recording = decode.recording([("a.json", json.dumps(told).encode())])

    assert [snapshot.at for snapshot in recording.snapshots] == [0, 5, 40, 1_000]


def test_of_two_sessions_in_the_parts_the_larger_is_read() -> None:
    other = [(FIRST, click(10 + step)) for step in range(3)]

    recording = decode.recording([("s", json.dumps([*wire(TOLD), *wire(other, session="another")]).encode())])

    assert recording.session_id == SESSION
    assert len(recording.snapshots) == len(TOLD)
    assert any("other sessions" in note for note in recording.losses.notes)


@given(st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=4, unique=True))
def test_any_forms_together_are_one_recording(names: list[str]) -> None:
    recording = decode.recording([part for name in names for part in FORMS[name](TOLD)])

    assert [dict(recording.data(snapshot)) for snapshot in recording.snapshots] == [one["data"] for _, one in TOLD]


def test_hostile_sameness_is_not_quadratic() -> None:
    told = [(FIRST, click(0, node=node)) for node in range(10_000)]

    recording = decode.recording([("a", object_lines(told)), ("b", gzip.compress(object_lines(told[::-1])))])

    assert len(recording.snapshots) == len(told)


def test_times_are_never_out_of_order() -> None:
    rng = random.Random(7)
    told = [(rng.choice([FIRST, SECOND]), record(3, rng.randrange(10_000), {"source": 3, "id": step})) for step in range(2_000)]

    recording = from_lines(told)

    times = [snapshot.at for snapshot in recording.snapshots]
    assert times == sorted(times)
    assert len(times) == len(told)
