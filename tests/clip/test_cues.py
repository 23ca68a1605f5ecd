from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onlooker.clip.cues import MOST_LOOKS, SETTLED_MS, cues, looks
from onlooker.domain.clip import ClipPlan, Press, Shot
from onlooker.domain.screen import ScreenChange
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Detail, Entry, PageShown, Scrolled, Seen
from tests.clip.played import planned, timeline


def entry(at: int, detail: Detail, page: str = "", window: int = 0) -> Entry:
    return Entry(id=f"{at}", at_ms=at, end_ms=at, window=window, page=page, detail=detail)


def seen(at: int, window: int = 0) -> Entry:
    return entry(at, Seen(change=ScreenChange(at_ms=at, window=window)), window=window)


def press(at: int) -> Press:
    return Press(at_ms=at, x=1, y=2)


def test_a_frame_tells_the_address_of_its_window_by_then() -> None:
    told = timeline(
        entry(0, PageShown(url="http://a.test/"), "http://a.test/"),
        entry(1_500, PageShown(url="http://other.test/"), "http://other.test/", window=1),
        entry(2_000, Scrolled(), "http://b.test/"),
    )
    plan = planned(-1, 0, 1_999, 2_000)
    assert [cue.url for cue in cues(plan, plan.shots[0], told, ())] == ["", "http://a.test/", "http://a.test/", "http://b.test/"]


def test_each_press_is_on_the_first_frame_after_it() -> None:
    plan = planned(5_000, 6_000, 8_000)
    pressed = [press(at) for at in (3_999, 4_000, 4_001, 5_000, 5_001, 6_500, 8_001)]
    shown = cues(plan, plan.shots[0], timeline(), pressed)
    assert [[one.at_ms for one in cue.presses] for cue in shown] == [[4_001, 5_000], [5_001], [6_500]]


def test_the_frame_after_a_cut_tells_how_much_was_left_out() -> None:
    shot = Shot(window=0, instants=(1_000, 2_000, 30_000))
    plan = ClipPlan(session_id="s", shots=(shot,), skipped=(Span(start_ms=3_000, end_ms=30_000),))
    assert [cue.skipped_ms for cue in cues(plan, shot, timeline(), ())] == [0, 0, 27_000]


def test_the_screen_is_read_at_frames_after_presses_and_after_changes() -> None:
    told = timeline(seen(900), seen(1_200), seen(1_300, window=1), seen(1_950), seen(2_500))
    [shot] = planned(1_000, 2_000).shots
    assert looks(shot, told, [press(1_500), press(2_000)]) == (1_000, 1_260, 1_560, 2_000)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=90, unique=True), st.lists(st.integers(0, 100_000), max_size=60))
def test_looks_are_few_rising_and_within_the_shot(seconds: list[int], others: list[int]) -> None:
    instants = tuple(1_000 * one for one in sorted(seconds))
    found = looks(Shot(window=0, instants=instants), timeline(*map(seen, sorted(others))), [press(at) for at in sorted(others)])
    assert list(found) == sorted(set(found))
    assert len(found) <= MOST_LOOKS
    assert set(found) >= {instants[0], instants[-1]}
    assert len(found) == MOST_LOOKS or set(found) >= {at + SETTLED_MS for at in others if instants[0] <= at + SETTLED_MS <= instants[-1]}
    assert set(found) <= {instants[0], instants[-1], *(at + SETTLED_MS for at in others)}, "a page on which nothing changed is not read again"
    assert all(instants[0] <= at <= instants[-1] for at in found)
