"""Verdicts applied to findings: kept, raised, downgraded, dismissed, and nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding, FindingKind
from onlooker.verify import revise

from .made import FINDING

BLOCKING = FINDING
FRICTION = replace(
    FINDING,
    blocking=False,
    kind=FindingKind.CONFUSION,
    evidence=replace(FINDING.evidence, verdict=Verdict(status=Status.CONFIRMED, blocking=False, reason="The user went on.")),
)


def looked(status: Status, *, blocking: bool = False, basis: str = "frames") -> Verdict:
    return Verdict(status=status, blocking=blocking, reason="As frame 5 shows.", by="test:eye", saw="A message.", frames=(13_000,), basis=basis)


def told(finding: Finding, verdict: Verdict) -> tuple[str, bool, str]:
    """What the report says of it afterwards."""
    [after] = revise([finding], {finding.id: verdict})
    return after.status.value, after.blocking, after.kind.value


@pytest.mark.parametrize(
    ("finding", "verdict", "after"),
    [
        pytest.param(BLOCKING, looked(Status.CONFIRMED, blocking=True), ("confirmed", True, "exception"), id="kept"),
        pytest.param(BLOCKING, looked(Status.CONFIRMED), ("confirmed", False, "exception"), id="downgraded"),
        pytest.param(BLOCKING, looked(Status.REFUTED, blocking=True), ("refuted", False, "exception"), id="dismissed"),
        pytest.param(BLOCKING, looked(Status.UNCLEAR), ("confirmed", True, "exception"), id="the frames do not tell"),
        pytest.param(BLOCKING, looked(Status.UNCLEAR, basis="timeline"), ("unclear", False, "exception"), id="all of it does not tell"),
        pytest.param(FRICTION, looked(Status.CONFIRMED, blocking=True), ("confirmed", True, "abandonment"), id="raised"),
        pytest.param(replace(BLOCKING, kind=FindingKind.ABANDONMENT), looked(Status.CONFIRMED), ("confirmed", False, "confusion"), id="not given up"),
    ],
)
def test_what_a_look_makes_of_a_finding(finding: Finding, verdict: Verdict, after: tuple[str, bool, str]) -> None:
    assert told(finding, verdict) == after


def test_the_verdict_it_replaces_stays_beside_it() -> None:
    first, second = looked(Status.CONFIRMED), replace(looked(Status.REFUTED), by="other:eye")
    [once] = revise([BLOCKING], {BLOCKING.id: first})
    [twice] = revise([once], {BLOCKING.id: second})
    assert twice.evidence.verdict == second
    assert twice.evidence.earlier == (BLOCKING.evidence.verdict, first)
    assert (twice.evidence.hits, twice.evidence.entries, twice.evidence.screen) == (
        BLOCKING.evidence.hits,
        BLOCKING.evidence.entries,
        BLOCKING.evidence.screen,
    )


def test_a_look_that_could_not_tell_is_kept_too() -> None:
    unsure = looked(Status.UNCLEAR)
    [after] = revise([BLOCKING], {BLOCKING.id: unsure})
    assert after.evidence.verdict == BLOCKING.evidence.verdict
    assert after.evidence.earlier == (unsure,)


def test_what_was_unclear_before_is_ruled_by_the_look() -> None:
    unclear = replace(BLOCKING, evidence=replace(BLOCKING.evidence, verdict=Verdict(status=Status.UNCLEAR, blocking=False, reason="Who knows.")))
    for status in (Status.CONFIRMED, Status.REFUTED, Status.UNCLEAR):
        [after] = revise([unclear], {unclear.id: looked(status)})
        assert (after.status, after.evidence.verdict) == (status, looked(status))


def test_the_same_verdict_again_changes_nothing() -> None:
    verdict = looked(Status.CONFIRMED, blocking=True)
    once = revise([BLOCKING], {BLOCKING.id: verdict})
    assert revise(once, {BLOCKING.id: verdict}) == once


def test_a_finding_nobody_ruled_on_stays_as_it_is() -> None:
    assert revise([BLOCKING], {"another": looked(Status.REFUTED)}) == (BLOCKING,)
