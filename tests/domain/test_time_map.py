"""Session time and video time, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.clip import TimeMap, frame_numbers


@st.composite
def _maps(draw: st.DrawFn) -> TimeMap:
    steps = draw(st.lists(st.sampled_from([1, 40, 125, 700, 1_000, 1_001, 90_000]), max_size=30))
    instants = [draw(st.integers(0, 50_000))]
    for step in steps:
        instants.append(instants[-1] + step)
    return TimeMap(instants=tuple(instants), fps=draw(st.sampled_from([1, 7, 8, 24, 30, 60])))


@st.composite
def _times(draw: st.DrawFn) -> tuple[TimeMap, int]:
    """A map, and a session time on it or somewhat beside it."""
    made = draw(_maps())
    return made, draw(st.integers(made.instants[0] - 2_000, made.instants[-1] + 2_000))


def test_eight_frames_a_second_of_one_second_each_run_at_8x() -> None:
    made = TimeMap(instants=tuple(range(20_000, 33_000, 1_000)))
    assert made.duration_ms == 1_625
    assert [made.to_video(at) for at in (0, 20_000, 20_999, 21_000, 25_004, 32_000, 99_000)] == [0, 0, 124, 125, 625, 1_500, 1_500]
    assert [made.to_session(at) for at in (-5, 0, 124, 125, 1_500, 1_600, 9_000)] == [20_000, 20_000, 20_992, 21_000, 32_000, 32_000, 32_000]


def test_a_jump_over_idle_time_is_as_short_as_a_step() -> None:
    made = TimeMap(instants=(1_000, 2_000, 62_000))
    assert (made.to_video(32_000), made.to_session(187)) == (187, 31_760)
    assert made.frame_at(61_999) == 1


@given(_maps())
def test_every_instant_comes_back(made: TimeMap) -> None:
    assert [made.to_session(made.to_video(at)) for at in made.instants] == list(made.instants)


@given(_maps())
def test_every_frame_is_on_view_where_its_instant_is_mapped_to(made: TimeMap) -> None:
    for number, at in enumerate(made.instants):
        assert made.to_video(at) * made.fps // 1000 == made.frame_at(at) == number


@given(_times(), st.integers(0, 5_000))
def test_session_time_that_passes_never_turns_the_video_back(case: tuple[TimeMap, int], passed: int) -> None:
    made, at = case
    assert made.to_video(at) <= made.to_video(at + passed)


@given(_maps(), st.integers(-100, 5_000), st.integers(0, 500))
def test_video_time_that_passes_never_turns_the_session_back(made: TimeMap, at: int, passed: int) -> None:
    assert made.instants[0] <= made.to_session(at) <= made.to_session(at + passed) <= made.instants[-1]


@given(_times())
def test_what_lies_between_two_frames_comes_back_to_within_one_ms_of_video(case: tuple[TimeMap, int]) -> None:
    made, at = case
    inside = min(max(at, made.instants[0]), made.instants[-1])
    there = made.to_video(at)
    assert made.to_session(there) <= inside <= made.to_session(there + 1)


@given(_maps(), st.data())
def test_every_ms_of_a_video_that_runs_faster_than_life_comes_back(made: TimeMap, data: st.DataObject) -> None:
    last = made.to_video(made.instants[-1])
    at = data.draw(st.integers(0, last))
    frame = min(at * made.fps // 1000, len(made.instants) - 1)
    following = made.instants[frame + 1] if frame + 1 < len(made.instants) else None
    if following is None or following - made.instants[frame] >= -(-1000 // made.fps):
        assert made.to_video(made.to_session(at)) == at


@given(_maps(), st.lists(st.integers(0, 100_000), max_size=6))
def test_frame_numbers_are_those_on_view(made: TimeMap, wanted: list[int]) -> None:
    numbers = frame_numbers(made.instants, wanted, made.fps)
    assert list(numbers) == sorted({made.frame_at(at) for at in wanted})


@pytest.mark.parametrize("at", [-1, 0, 77])
def test_a_map_of_no_frames_answers_zero(at: int) -> None:
    made = TimeMap(instants=())
    assert (made.duration_ms, made.frame_at(at), made.to_video(at), made.to_session(at)) == (0, 0, 0, 0)
