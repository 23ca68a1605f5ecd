"""Which three frames show a finding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.clip import Clip, ClipPlan, Frame, Moment, Shot
from onlooker.sinks.html.look import named_frames
from onlooker.sinks.stills import moment_of, stills
from tests.sinks import reports

FINDING = reports.refused_deploy().findings[0]


def clip(instants: tuple[int, ...], *moments: Moment) -> Clip:
    plan = ClipPlan(session_id="s", shots=(Shot(window=0, instants=instants),), moments=moments)
    return Clip(id="c", plan=plan, frames=tuple(Frame(at_ms=at_ms, window=0, blob=str(at_ms)) for at_ms in instants))


def moment(at_ms: int, end_ms: int) -> Moment:
    return Moment(finding_id=FINDING.id, start_ms=0, end_ms=end_ms, at_ms=at_ms)


@pytest.mark.parametrize(
    ("at_ms", "end_ms", "shown"),
    [
        (2_300, 4_000, {"before": 2_000, "at": 3_000, "after": 4_000}),
        (2_000, 9_000, {"before": 1_000, "at": 2_000, "after": 5_000}),
        (2_300, 2_300, {"before": 2_000, "at": 3_000, "after": 4_000}),
        (0, 0, {"at": 0, "after": 1_000}),
        (-5, 1_000, {"at": 0, "after": 1_000}),
        (5_000, 9_000, {"before": 4_000, "at": 5_000}),
        (8_000, 9_000, {"before": 4_000, "at": 5_000}),
    ],
)
def test_the_last_before_the_first_that_shows_it_and_what_came_of_it(at_ms: int, end_ms: int, shown: dict[str, int]) -> None:
    found = stills(clip((0, 1_000, 2_000, 3_000, 4_000, 5_000), moment(at_ms, end_ms)), FINDING)
    assert {still.when: still.frame.at_ms for still in found} == shown


def test_a_finding_the_clip_has_no_moment_for_is_taken_by_its_own_span() -> None:
    other = Moment(finding_id="another", start_ms=0, end_ms=1, at_ms=0)
    assert moment_of(clip((0,), other), FINDING) == Moment(finding_id=FINDING.id, start_ms=19_534, end_ms=47_358, at_ms=19_534)


@given(st.lists(st.integers(0, 10**6), max_size=20), st.integers(-(10**6), 10**7), st.integers(-(10**6), 10**7))
def test_stills_are_frames_of_the_clip_in_order_and_each_once(instants: list[int], at_ms: int, end_ms: int) -> None:
    one = clip(tuple(sorted(instants)), moment(at_ms, end_ms))
    numbers = [still.number for still in stills(one, FINDING)]
    assert numbers == sorted(set(numbers))
    assert all(one.frames[still.number] is still.frame for still in stills(one, FINDING))
    assert bool(numbers) is bool(instants)


def test_frames_that_a_verdict_names_are_those_on_view_then() -> None:
    one = clip((0, 1_000, 2_000), moment(0, 0))
    verdict = FINDING.evidence.verdict
    assert verdict is not None
    named = replace(verdict, frames=(1_999, 1_000, 2_000, 50_000))
    assert [(frame.number, frame.clock) for frame in named_frames(named, one)] == [(1, "0:01"), (2, "0:02")]
    assert named_frames(None, one) == ()
