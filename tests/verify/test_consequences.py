"""What revised findings mean for segments and outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker import verify
from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.summary import KeyAction, Outcome, Segment
from onlooker.domain.timeline import Timeline
from tests.detect.story import HOME, Story, button, heading, link

from .made import FINDING, TIMELINE, refused, ruled

TRACK = ScreenTrack()


def by(finding: Finding, status: Status, *, blocking: bool = False) -> Finding:
    [after] = verify.revise(
        [finding], {finding.id: Verdict(status=status, blocking=blocking, reason="So the frames show.", by="eye", basis="frames")}
    )
    return after


def segment(*findings: str, success: bool | None = False, start_ms: int = 0, end_ms: int = 40_000) -> Segment:
    actions = tuple(KeyAction(description="Pressed Save", at_ms=12_000, cites=("i2",), finding_id=id) for id in findings)
    return Segment(index=0, name="Saved", start_ms=start_ms, end_ms=end_ms, success=success, summary="", key_actions=actions)


REFUTED = by(FINDING, Status.REFUTED)
OTHER = replace(FINDING, id="other")


@pytest.mark.parametrize(
    ("told", "findings", "success"),
    [
        pytest.param(segment(FINDING.id), [REFUTED], None, id="it failed by what is refuted"),
        pytest.param(segment(FINDING.id), [FINDING], False, id="it failed by what is confirmed"),
        pytest.param(segment(FINDING.id, "other"), [REFUTED, OTHER], False, id="and by something else that it points at"),
        pytest.param(segment(FINDING.id), [REFUTED, OTHER], False, id="and by something else that lies in it"),
        pytest.param(segment(FINDING.id), [REFUTED, replace(OTHER, start_ms=50_000)], None, id="something else lies elsewhere"),
        pytest.param(segment(), [REFUTED], False, id="it failed by nothing that was suspected"),
        pytest.param(segment(FINDING.id, success=True), [REFUTED], True, id="it went well all along"),
    ],
)
def test_segments_do_not_fail_by_what_is_refuted(told: Segment, findings: list[Finding], success: bool | None) -> None:
    [after] = verify.revise_segments([told], findings)
    assert after == replace(told, success=success)


def outcome_of(told: Outcome, before: Finding, after: Finding, timeline: Timeline = TIMELINE) -> Outcome:
    return verify.revise_outcome(told, [before], [after], timeline=timeline, track=TRACK)


BLOCKED = verify.outcome(TIMELINE, TRACK, [FINDING])
MODEL_MISSED = Outcome(success=False, description="The settings were not saved.", cites=FINDING.evidence.entries[:1], basis="model")
MODEL_REACHED = Outcome(success=True, description="The settings were saved.", cites=("i1",), basis="model")


def test_the_rules_say_so_first() -> None:
    assert (BLOCKED.success, BLOCKED.basis) == (False, "blocked")


@pytest.mark.parametrize("status", [Status.REFUTED, Status.CONFIRMED], ids=["dismissed", "downgraded"])
@pytest.mark.parametrize("told", [BLOCKED, MODEL_MISSED], ids=["by the rules", "by a model that cites it"])
def test_an_outcome_that_rested_on_what_blocks_no_longer_is_reckoned_anew(told: Outcome, status: Status) -> None:
    after = outcome_of(told, FINDING, by(FINDING, status))
    assert (after.success, after.basis) == (True, "unhindered")


def test_an_outcome_that_rested_on_other_things_stands() -> None:
    elsewhere = replace(MODEL_MISSED, cites=("i0",))
    assert outcome_of(elsewhere, FINDING, REFUTED) == elsewhere
    assert outcome_of(MODEL_REACHED, FINDING, REFUTED) == MODEL_REACHED


def test_while_something_else_blocks_the_goal_stays_missed() -> None:
    after = verify.revise_outcome(BLOCKED, [FINDING, OTHER], [REFUTED, OTHER], timeline=TIMELINE, track=TRACK)
    assert (after.success, after.basis) == (False, "blocked")
    assert verify.revise_outcome(MODEL_MISSED, [FINDING, OTHER], [REFUTED, OTHER], timeline=TIMELINE, track=TRACK) == MODEL_MISSED


def test_a_finding_raised_to_blocking_misses_the_goal() -> None:
    mild = by(FINDING, Status.CONFIRMED)
    after = outcome_of(MODEL_REACHED, mild, by(mild, Status.CONFIRMED, blocking=True))
    assert (after.success, after.basis) == (False, "blocked")
    assert set(after.cites) <= set(FINDING.evidence.entries)


def test_a_finding_raised_to_blocking_is_outweighed_by_a_later_errand_that_the_screen_praised() -> None:
    story = refused(refused(Story(), 12_000), 16_500)
    for number, at in enumerate(range(100_000, 140_000, 4_000)):
        page = f"{HOME}/step/{number}"
        story.clicks(at, link(f"Step {number}", page)).opens(at + 200, page).shows(at + 400, heading(f"Step {number}"), navigation=True)
    story.clicks(142_000, button("Send order")).shows(142_400, heading("Thank you for your order"), navigation=True)
    timeline = story.leaves(160_000).timeline(160_000)
    [found] = ruled(timeline)
    mild = by(found, Status.CONFIRMED)
    after = outcome_of(MODEL_REACHED, mild, by(mild, Status.CONFIRMED, blocking=True), timeline)
    assert (after.success, after.basis) == (True, "confirmed_later")


def test_nothing_changed_changes_nothing() -> None:
    assert outcome_of(BLOCKED, FINDING, FINDING) == BLOCKED
