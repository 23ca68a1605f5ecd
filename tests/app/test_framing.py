"""Which frames a film has, and what is said when there are none."""

from __future__ import annotations

import re

import pytest

from onlooker.app.framing import Wanted, framed
from onlooker.domain.snapshot import Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.errors import InputError, SettingError
from tests.detect.story import Story, alert, button


class _Nothing:
    def data(self, index: int) -> SnapshotData:
        return {}

    def unreadable(self) -> int:
        return 0


def _recording(*fulls: tuple[int, int]) -> Recording:
    """Full snapshots at (ms, window)."""
    snapshots = [Snapshot(index=place, at=at, window=window, type=SnapshotType.FULL, change=None, size=1) for place, (at, window) in enumerate(fulls)]
    return Recording(session_id="s", windows=("a", "b"), snapshots=snapshots, contents=_Nothing())


def _instants(wanted: Wanted, *, first: int = 600, last: int = 60_000, story: Story | None = None) -> tuple[int, ...]:
    timeline = (story or Story()).timeline(last)
    return framed(wanted, _recording((timeline.started_at + first, 0)), timeline).instants


def test_an_instant_has_twelve_seconds_around_it_and_a_frame_of_its_own() -> None:
    assert _instants(Wanted(at_ms=30_250)) == tuple(range(23_250, 36_000, 1_000))
    assert len(_instants(Wanted(at_ms=30_250))) == 13


@pytest.mark.parametrize(
    ("at", "speed"), [(600, 8.0), (1_234, 8.0), (5_000, 8.0), (7_600, 8.0), (59_999, 8.0), (60_000, 8.0), (9_001, 1.0), (9_001, 50.0)]
)
def test_near_the_ends_of_the_session_it_still_has(at: int, speed: float) -> None:
    instants = _instants(Wanted(at_ms=at, speed=speed))
    assert at in instants
    assert 600 <= instants[0] <= at and at - instants[0] <= 7_000
    assert instants[-1] == min(at + 5_000, 60_000)


def test_a_frame_shows_so_much_of_the_session_as_speed_and_frame_rate_say() -> None:
    assert _instants(Wanted(start_ms=10_000, end_ms=11_000, speed=1, fps=4)) == (10_000, 10_250, 10_500, 10_750, 11_000)
    assert _instants(Wanted(start_ms=10_000, end_ms=14_000, speed=16)) == (10_000, 12_000, 14_000)
    assert Wanted(speed=1, fps=30).step_ms == 33


def test_the_whole_session_begins_with_the_first_page_and_ends_with_the_last_moment() -> None:
    instants = _instants(Wanted(), last=4_200)
    assert instants == (600, 1_600, 2_600, 3_600, 4_200)


def test_a_span_that_reaches_beyond_the_session_ends_with_it() -> None:
    assert _instants(Wanted(start_ms=58_500, end_ms=90_000)) == (58_500, 59_500, 60_000)


def test_idle_time_is_cut_on_request() -> None:
    story = Story().clicks(3_000, button("Save")).shows(3_200, alert("Saved.")).clicks(40_000, button("Save"))
    assert len(_instants(Wanted(cut_idle=True), story=story)) < len(_instants(Wanted(), story=story)) - 20


def test_one_window_alone() -> None:
    timeline = Story().switches(2_000, to=1).switches(6_000, to=0).timeline(9_000)
    recording = _recording((timeline.started_at, 0), (timeline.started_at + 2_000, 1))
    assert {shot.window for shot in framed(Wanted(), recording, timeline).shots} == {0, 1}
    only = framed(Wanted(window=1), recording, timeline)
    assert [(shot.window, shot.instants[0], shot.instants[-1]) for shot in only.shots] == [(1, 2_000, 9_000)]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(at_ms=61_000), "over after 60.0 s; give an earlier --at"),
        (Wanted(start_ms=61_000), "over after 60.0 s; give an earlier --from"),
        (Wanted(at_ms=599), "before 0.600 s; give a later --at"),
        (Wanted(end_ms=599), "before 0.600 s; give a later --to"),
        (Wanted(window=2), "there is no window 3; this session has 2"),
        (Wanted(window=1), "no full snapshot"),
    ],
)
def test_what_cannot_be_filmed_is_said_with_a_way_out(wanted: Wanted, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        _instants(wanted)


@pytest.mark.parametrize("cut_idle", [False, True])
def test_a_recording_that_claims_a_century_costs_nothing(cut_idle: bool) -> None:
    with pytest.raises(InputError, match=r"3,000,000,000 frames, .* give --from and --to, or a higher --speed"):
        _instants(Wanted(cut_idle=cut_idle), last=3_000_000_000_000)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"speed": 0.0}, "--speed 0"),
        ({"speed": -1.0}, "--speed -1"),
        ({"speed": float("nan")}, "--speed nan"),
        ({"speed": 1e9}, "up to 1000"),
        ({"fps": 0}, "--fps 0"),
        ({"fps": 61}, "1 to 60"),
        ({"at_ms": 5, "end_ms": 9}, "leave out --from and --to"),
        ({"start_ms": 9_000, "end_ms": 5_000}, "--to 0:05 comes before --from 0:09"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, float], told: str) -> None:
    with pytest.raises(SettingError, match=re.escape(told)):
        Wanted(**wrong)  # type: ignore[arg-type]
