"""A model's rulings applied to the rules' findings: in code, with both opinions kept."""

from __future__ import annotations

from onlooker import verify
from onlooker.detect import detect, findings
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.summary import Outcome, Reader, Summary, Suspicion
from onlooker.domain.timeline import Timeline
from tests.detect.story import HOME, Story, alert, button

SAVE = button("Save")
RULES = Outcome(success=False, description="Not reached: “Save” fails.", basis="blocked")


def _case() -> tuple[Timeline, tuple[Finding, ...]]:
    story = Story().clicks(5_000, SAVE).requests(5_010, "PUT", f"{HOME}/api", 500).shows(5_300, alert("Saving failed")).leaves(20_000)
    timeline = story.timeline(20_000)
    suspected = findings(timeline, detect(timeline)).findings
    return timeline, verify.revise(suspected, verify.by_rules(timeline, ScreenTrack(), suspected))


def _summary(*suspicions: Suspicion) -> Summary:
    outcome = Outcome(success=None, description="The end of it does not show.", basis="model")
    return Summary(goal="", segments=(), outcome=outcome, reader=Reader(kind="model", model="m"), suspicions=suspicions)


def _about(finding: Finding | None, **more: bool) -> Suspicion:
    return Suspicion(
        kind="exception",
        title="Saving failed",
        description="The user saved elsewhere.",
        blocking=more.get("blocking", False),
        cites=finding.evidence.entries[:1] if finding else ("i1",),
        start_ms=5_000,
        end_ms=5_300,
        about=finding.id if finding else None,
        dismissed=more.get("dismissed", False),
    )


def test_a_dismissed_finding_stays_with_both_opinions() -> None:
    timeline, known = _case()
    [ruled] = verify.with_suspicions(timeline, known, _summary(_about(known[0], dismissed=True)))
    assert ruled.status is Status.REFUTED
    assert not ruled.reported
    assert ruled.evidence.verdict is not None
    assert ruled.evidence.verdict.by == "m"
    assert ruled.evidence.verdict.reason == "The user saved elsewhere."
    assert ruled.evidence.verdict.basis == "timeline"
    assert [(earlier.by, earlier.status, earlier.blocking) for earlier in ruled.evidence.earlier] == [("rules", Status.CONFIRMED, True)]


def test_agreement_adds_nothing_of_the_rules() -> None:
    timeline, known = _case()
    [ruled] = verify.with_suspicions(timeline, known, _summary(_about(known[0], blocking=True)))
    assert ruled.blocking
    assert ruled.evidence.verdict is not None
    assert "The rules" not in ruled.evidence.verdict.reason
    assert [(earlier.status, earlier.blocking) for earlier in ruled.evidence.earlier] == [(Status.CONFIRMED, True)]


def test_what_the_rules_missed_is_added_once() -> None:
    timeline, known = _case()
    fresh = _about(None, blocking=True)
    both = verify.with_suspicions(timeline, (), _summary(fresh))
    assert [(finding.symptom, finding.blocking) for finding in both] == [("noticed_by_model", True)]
    again = Suspicion(
        kind=known[0].kind.value, title="Save broke", description="", blocking=True, cites=known[0].evidence.entries[:1], start_ms=5_000, end_ms=5_300
    )
    assert len(verify.with_suspicions(timeline, known, _summary(again))) == 1


def test_a_model_that_cannot_tell_leaves_the_rules_outcome() -> None:
    _, known = _case()
    settled = verify.settle(RULES, _summary().outcome, known)
    assert settled.success is False
    assert "The model could not tell" in settled.description


def test_a_model_that_tells_is_believed() -> None:
    _, known = _case()
    told = Outcome(success=True, description="Saved from the menu.", basis="model")
    assert verify.settle(RULES, told, known) == told
