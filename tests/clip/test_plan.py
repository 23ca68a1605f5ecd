"""The instants that show a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from onlooker.clip import LookLimits, plan
from onlooker.domain.clip import ClipPlan
from onlooker.domain.evidence import Evidence, ScreenText, Status
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.timeline import Timeline
from tests.detect.story import HOME, Story, alert, button, spinner, text

from .found import found

SAVE = button("Save")
FAILED = alert("Saving failed.")


def _plans(timeline: Timeline, seen_from: Mapping[int, int] | None = None, limits: LookLimits | None = None) -> tuple[ClipPlan, ...]:
    return plan("s", timeline, found(timeline), seen_from=seen_from or {0: 0}, limits=limits or LookLimits())


def _plan(timeline: Timeline, seen_from: Mapping[int, int] | None = None) -> ClipPlan:
    [only] = _plans(timeline, seen_from)
    return only


def _told(at: int, *cites: str, end: int | None = None, window: int = 0, name: str = "told", texts: tuple[str, ...] = ()) -> Finding:
    """One that a model told, without hits."""
    return Finding(
        id=name, kind=FindingKind.CONFUSION, symptom="noticed_by_model", title="", description="", blocking=True, status=Status.CONFIRMED,
        start_ms=at, end_ms=end or at, evidence=Evidence(entries=cites, screen=ScreenText(window=window, appeared=texts)),
    )  # fmt: skip


def _busy(story: Story, until: int) -> Story:
    """Somebody moves the pointer all the while."""
    return story.moves(*((at, at % 700, 9) for at in range(0, until, 500)))


def _fails(story: Story, at: int) -> Story:
    return story.clicks(at, SAVE).requests(at + 20, "POST", HOME, 500).shows(at + 300, FAILED).shows(at + 6_000, gone=(FAILED,))


def test_seven_seconds_before_and_five_after_a_frame_a_second() -> None:
    one = _plan(_busy(_fails(Story(), 20_000), 60_000).timeline(90_000))
    assert one.instants == tuple(range(13_300, 25_301, 1_000))
    [moment] = one.moments
    assert (moment.start_ms, moment.at_ms, moment.end_ms) == (13_300, 20_300, 25_300)
    assert one.skipped == ()


def test_the_act_that_led_to_it_is_seen_however_slow_the_answer() -> None:
    one = _plan(_busy(Story().clicks(20_000, SAVE).shows(20_200, spinner("Saving…"), spinners=1).shows(29_500, FAILED), 90_000).timeline(90_000))
    assert one.start_ms < 20_000
    assert max(one.moments, key=lambda moment: moment.at_ms).at_ms == 29_500


def test_it_ends_soon_after_the_user_went_elsewhere() -> None:
    story = _fails(Story(), 20_000).opens(22_000, f"{HOME}/other").shows(22_100, text("Another page"), navigation=True)
    assert _plan(_busy(story, 60_000).timeline(90_000)).end_ms == 24_000


def test_a_later_try_that_goes_through_is_seen() -> None:
    story = _fails(Story(), 20_000).clicks(32_000, SAVE).requests(32_050, "POST", HOME, 200).shows(32_400, alert("Saved."))
    one = _plan(story.timeline(90_000))
    assert one.end_ms >= 34_000
    assert any(32_400 <= at <= 34_000 for at in one.instants)
    assert [(span.start_ms, span.end_ms) for span in one.skipped] == [(16_300, 19_300), (28_300, 31_300)]


def test_waiting_to_no_end_is_shown_by_its_two_ends() -> None:
    one = _plan(Story().clicks(20_000, SAVE).shows(20_100, spinner("Saving…"), spinners=1).leaves(100_000).timeline(100_000))
    assert one.instants[-1] == 100_000
    assert len(one.instants) <= 16
    assert any(span.duration_ms > 60_000 for span in one.skipped)
    assert len(one.shots) == 2, "nobody plays through the wait"


def test_how_the_session_ended_is_the_last_frame_where_the_user_gave_up() -> None:
    story = Story()
    for at in (20_000, 23_000, 26_000):
        _fails(story, at)
    one = _plan(story.leaves(52_000).timeline(52_000))
    assert one.end_ms == 52_000
    assert not any(35_000 < at < 50_000 for at in one.instants)


def test_where_the_user_went_instead_is_seen_though_no_rule_saw_them_leave() -> None:
    story = _busy(Story(), 60_000).opens(34_000, f"{HOME}/other")
    given_up = replace(_told(20_000), kind=FindingKind.ABANDONMENT)
    ends = [plan("s", story.timeline(60_000), [one], seen_from={0: 0})[0].end_ms for one in (_told(20_000), given_up)]
    assert ends == [25_000, 36_000]


def test_a_message_that_is_gone_at_once_gets_a_frame_of_its_own() -> None:
    story = _fails(Story(), 20_000).clicks(30_000, SAVE).requests(30_010, "POST", HOME, 500)
    story.shows(30_450, alert("Error 500 again")).shows(30_900, gone=(alert("Error 500 again"),))
    one = _plan(_busy(story, 60_000).timeline(60_000))
    assert 30_450 in one.instants


def test_near_moments_share_a_clip_and_far_ones_do_not() -> None:
    timeline = _busy(Story(), 99_000).timeline(99_000)
    near = plan("s", timeline, [_told(20_000, name="a"), _told(31_000, name="b")], seen_from={0: 0})
    assert [[moment.finding_id for moment in one.moments] for one in near] == [["a", "b"]]
    far = plan("s", timeline, [_told(60_000, name="worst"), _told(20_000, name="less")], seen_from={0: 0})
    assert [[moment.finding_id for moment in one.moments] for one in far] == [["worst"], ["less"]]


def test_moments_of_two_windows_are_two_clips() -> None:
    timeline = Story().switches(25_000, to=1).timeline(60_000)
    two = plan("s", timeline, [_told(20_000, name="a"), _told(22_000, window=1, name="b")], seen_from={0: 0, 1: 0})
    assert [{shot.window for shot in one.shots} >= {window} for one, window in zip(two, (0, 1), strict=True)] == [True, True]


def test_a_further_shot_where_the_user_went_on_in_another_window() -> None:
    story = _busy(_fails(Story(), 20_000), 60_000).switches(23_000, to=1).shows(23_500, text("Help"), window=1)
    one = _plan(story.timeline(60_000), {0: 0, 1: 22_500})
    assert [(shot.window, shot.instants[0]) for shot in one.shots] == [(0, 13_300), (1, 23_300)]


def test_trouble_in_a_window_that_just_opened_is_filmed_there_though_nobody_pressed_in_it() -> None:
    story = _busy(Story(), 60_000).clicks(20_000, button("Report")).shows(21_500, FAILED, window=1)
    timeline = story.timeline(60_000)
    seen = next(entry for entry in timeline.entries if entry.window == 1)
    [one] = plan("s", timeline, [_told(20_000, seen.id, window=1)], seen_from={0: 0, 1: 20_800})
    assert [(shot.window, shot.instants[0], shot.instants[-1]) for shot in one.shots] == [(0, 14_500, 20_500), (1, 21_500, 26_500)]


def test_proof_that_came_up_behind_the_users_back_is_filmed_where_it_stood() -> None:
    story = _busy(Story(), 60_000).switches(10_000, to=1).shows(16_200, FAILED).shows(16_500, gone=(FAILED,))
    [one] = plan("s", story.timeline(60_000), [_told(20_000, texts=("Saving failed.",))], seen_from={0: 0, 1: 0})
    assert [(shot.window, shot.instants[0]) for shot in one.shots] == [(1, 13_000), (0, 16_200), (1, 17_000), (0, 19_000)]


def test_moments_that_one_clip_has_no_frames_for_are_two() -> None:
    timeline = _busy(Story(), 99_000).timeline(99_000)
    told = [_told(20_000 + 3_000 * number, name=str(number)) for number in range(5)]
    plans = plan("s", timeline, told, seen_from={0: 0}, limits=LookLimits(frames=12))
    assert [[moment.finding_id for moment in one.moments] for one in plans] == [["0", "1", "2"], ["3", "4"]]
    assert max(len(one.instants) for one in plans) <= 12


def test_once_it_is_over_only_what_the_user_does_about_it_is_filmed() -> None:
    story = _busy(Story(), 60_000)
    for at in (20_000, 23_000):
        _fails(story, at)
    story.clicks(38_300, button("Cancel")).mutates(38_400).shows(38_500, text("The list")).leaves(50_000)
    late = [at for at in _plan(story.timeline(50_000)).instants if at > 33_000]
    assert late == [37_300, 38_300, 39_300, 40_300, 49_300, 50_000]


def test_a_clip_never_begins_long_before_its_moment_nor_ends_long_after() -> None:
    story = Story().clicks(10_000, SAVE).shows(52_000, FAILED)
    timeline = _busy(story, 90_000).timeline(400_000)
    press, answer = (entry.id for entry in timeline.entries if entry.kind in ("click", "screen"))
    [one] = plan("s", timeline, [_told(10_000, press, answer, end=390_000)], seen_from={0: 0})
    [moment] = one.moments
    assert (moment.start_ms, moment.at_ms, moment.end_ms) == (32_000, 52_000, 152_000)


def test_what_came_of_it_much_later_is_another_errand() -> None:
    story = _busy(_fails(Story(), 20_000), 200_000).clicks(190_000, SAVE).requests(190_050, "POST", HOME, 200).shows(190_400, alert("Saved."))
    assert _plan(story.timeline(200_000)).end_ms == 25_300


def test_nothing_is_filmed_before_it_can_be_seen() -> None:
    one = _plan(_busy(_fails(Story(), 20_000), 60_000).timeline(60_000), {0: 17_900})
    assert (one.start_ms, one.end_ms) == (18_300, 25_300)


@pytest.mark.parametrize("seen_from", [{}, {1: 0}, {0: 50_000}, {0: 99_000}])
def test_what_cannot_be_seen_at_all_has_no_clip(seen_from: Mapping[int, int]) -> None:
    timeline = _fails(Story(), 20_000).timeline(90_000)
    assert found(timeline)
    assert plan("s", timeline, found(timeline), seen_from=seen_from) == ()


def test_of_a_long_struggle_every_press_has_a_frame_and_the_rest_is_jumped() -> None:
    story = _busy(Story(), 90_000)
    for at in range(13_500, 70_000, 700):
        story.shows(at, text(f"{at} visitors"), gone=(text(f"{at - 700} visitors"),))
    presses = (20_000, 27_000, 41_000, 50_500, 61_000)
    for at in presses:
        story.clicks(at, SAVE).requests(at + 20, "POST", HOME, 500).shows(at + 300, FAILED).shows(at + 3_000, gone=(FAILED,))
    one = _plan(story.timeline(90_000))
    assert len(one.instants) == LookLimits().frames
    for at in presses:
        assert any(at + 300 <= instant <= at + 2_000 for instant in one.instants), at
    assert one.skipped


def test_a_finding_that_a_model_told_is_shown_by_what_it_cites() -> None:
    story = Story().clicks(30_000, SAVE).shows(31_000, text("Nothing here"))
    seen = next(entry for entry in story.timeline(60_000).entries if entry.kind == "screen")
    [one] = plan("s", story.timeline(60_000), [_told(5_000, seen.id, end=50_000)], seen_from={0: 0})
    assert [moment.at_ms for moment in one.moments] == [31_000]


def test_the_same_plan_has_the_same_id_whatever_it_is_for() -> None:
    timeline = _busy(Story(), 60_000).timeline(60_000)
    [one] = plan("s", timeline, [_told(20_000, name="a")], seen_from={0: 0})
    [other] = plan("s", timeline, [_told(20_000, name="b")], seen_from={0: 0})
    [third] = plan("s", timeline, [_told(21_000, name="a")], seen_from={0: 0})
    assert one.id == other.id != third.id
