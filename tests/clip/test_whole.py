"""A session filmed from end to end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onlooker.clip import whole
from onlooker.domain.clip import ClipPlan
from onlooker.domain.timeline import Mutated, Timeline
from tests.detect.story import Story, alert, button, field

from .found import sessions


def _shots(plan: ClipPlan | None) -> list[tuple[int, list[int]]]:
    return [(shot.window, list(shot.instants)) for shot in plan.shots] if plan is not None else []


def test_every_step_and_the_end() -> None:
    plan = whole("s", Story().timeline(4_300), seen_from={0: 600})
    assert _shots(plan) == [(0, [600, 1_600, 2_600, 3_600, 4_300])]
    assert plan is not None
    assert (plan.moments, plan.skipped, plan.session_id, plan.fps) == ((), (), "s", 8)


def test_a_span_at_another_speed() -> None:
    plan = whole("s", Story().timeline(60_000), seen_from={0: 600}, start_ms=10_000, end_ms=11_000, step_ms=250, fps=4)
    assert _shots(plan) == [(0, [10_000, 10_250, 10_500, 10_750, 11_000])]
    assert plan is not None
    assert plan.time_map.to_video(10_500) == 500


def test_the_user_is_followed_from_window_to_window() -> None:
    story = Story().switches(2_000, to=1).switches(4_000, to=0)
    assert _shots(whole("s", story.timeline(5_000), seen_from={0: 0, 1: 2_900})) == [(0, [0, 1_000, 2_000]), (1, [3_000]), (0, [4_000, 5_000])]


def test_idle_time_is_cut_on_request_only() -> None:
    story = Story().clicks(3_000, button("Save")).shows(3_200, alert("Saved.")).clicks(20_000, button("Save")).mutates(26_500, nodes=4)
    timeline = story.timeline(28_000)
    uncut, cut = whole("s", timeline, seen_from={0: 0}), whole("s", timeline, seen_from={0: 0}, cut_idle=True)
    assert uncut is not None and cut is not None
    assert (len(uncut.instants), uncut.skipped) == (29, ())
    assert cut.instants == (*range(0, 6_000, 1_000), *range(19_000, 23_000, 1_000), 26_000, 27_000, 28_000)
    assert [(span.start_ms, span.end_ms) for span in cut.skipped] == [(6_000, 19_000), (23_000, 26_000)]


def test_typing_and_a_page_that_draws_are_not_idle() -> None:
    story = Story().types(1_000, field("Story"), "x" * 200)
    for at in range(21_000, 40_000, 2_000):
        story.mutates(at)
    plan = whole("s", story.timeline(42_000), seen_from={0: 0}, cut_idle=True)
    assert plan is not None
    assert plan.skipped == ()


def test_a_ripple_in_the_pressed_control_and_attributes_alone_are_idle() -> None:
    batches = tuple(Mutated(at_ms=at, window=0, nodes=at % 2, attributes=1, own=bool(at % 2)) for at in range(5_000, 15_000, 501))
    plan = whole("s", replace(Story().timeline(20_000), mutations=batches), seen_from={0: 0}, cut_idle=True)
    assert plan is not None
    assert [(span.start_ms, span.end_ms) for span in plan.skipped] == [(3_000, 19_000)]


def test_what_moves_in_a_window_nobody_watches_is_idle() -> None:
    story = Story()
    for at in range(1_000, 20_000, 1_000):
        story.mutates(at, window=1).shows(at, alert("News"), window=1)
    plan = whole("s", story.timeline(20_000), seen_from={0: 0, 1: 0}, cut_idle=True)
    assert plan is not None
    assert [(span.start_ms, span.end_ms) for span in plan.skipped] == [(3_000, 19_000)]


def test_a_long_jump_begins_a_new_shot() -> None:
    story = Story().clicks(1_000, button("Save")).clicks(90_000, button("Save"))
    plan = whole("s", story.timeline(91_000), seen_from={0: 0}, cut_idle=True)
    assert _shots(plan) == [(0, [0, 1_000, 2_000, 3_000]), (0, [89_000, 90_000, 91_000])]


def test_there_is_no_film_of_what_cannot_be_seen() -> None:
    timeline = Story().timeline(4_300)
    assert whole("s", timeline, seen_from={}) is None
    assert whole("s", timeline, seen_from={0: 9_000}) is None
    assert whole("s", timeline, seen_from={0: 0}, start_ms=8_000) is None
    assert whole("s", timeline, seen_from={0: 2_000}, end_ms=1_000) is None


@given(sessions(), st.dictionaries(st.sampled_from([0, 1]), st.integers(0, 90_000)), st.integers(1, 9_000), st.booleans())
def test_steps_are_even_but_for_jumps_and_nothing_is_filmed_unseen(timeline: Timeline, first: dict[int, int], step: int, cut: bool) -> None:
    plan = whole("s", timeline, seen_from=first, step_ms=step, cut_idle=cut)
    if plan is None:
        assert min(first.values(), default=10**9) > timeline.duration_ms
        return
    instants = plan.instants
    assert list(instants) == sorted(set(instants))
    assert instants[-1] == timeline.duration_ms
    assert all(first[shot.window] <= shot.instants[0] for shot in plan.shots)
    jumped = {(span.start_ms - step, span.end_ms) for span in plan.skipped}
    assert jumped == {(one, other) for one, other in pairwise(instants) if other - one > step}
    assert cut or not jumped
