"""Two recordings labelled by hand, and what the figures say of reports on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring import Case, Claim, Issue, Moment, Said, Score, Told, Truth, faults, score

BROKEN = Truth(
    session_id="broken",
    app="shop",
    outcome="failure",
    pair="payment",
    issues=(
        Issue(start_ms=20_000, end_ms=30_000, kind="exception", blocking=True),
        Issue(start_ms=60_000, end_ms=61_000, kind="confusion", blocking=False),
        Issue(start_ms=90_000, end_ms=91_000, kind="confusion", blocking=False, minor=True),
    ),
)
CALM = Truth(session_id="calm", app="shop", outcome="success", pair="payment", issues=(), noise=(Moment(at_ms=40_000),))


def claim(start_ms: int, end_ms: int, kind: str = "exception", *, blocking: bool = False, status: str = "confirmed") -> Claim:
    return Claim(kind=kind, blocking=blocking, start_ms=start_ms, end_ms=end_ms, status=status)


def said(*findings: Claim, success: bool | None) -> Said:
    return Said(findings=findings, outcome=Told(success=success))


def case(truth: Truth, report: Said | None) -> Case:
    return Case(name=truth.session_id, truth=truth, said=report)


RIGHT = (
    case(BROKEN, said(claim(20_000, 30_000, blocking=True), claim(60_000, 61_000, "confusion"), success=False)),
    case(CALM, said(success=True)),
)
MIXED = (
    case(BROKEN, said(claim(31_000, 32_000, "abandonment"), claim(25_000, 26_000), claim(89_000, 90_000), claim(70_000, 71_000), success=True)),
    case(CALM, said(claim(42_000, 43_000, blocking=True), claim(1_000, 2_000, status="refuted"), success=True)),
)


def test_everything_told_right() -> None:
    assert score(RIGHT) == Score(
        sessions=2,
        issues=2,
        hit=2,
        same_kind=2,
        blocking=1,
        blocking_hit=1,
        reported=2,
        right=2,
        called_blocking=1,
        rightly_blocking=1,
        calm=1,
        outcomes=2,
        outcomes_right=2,
        pairs=1,
        pairs_apart=1,
    )


def test_something_told_wrong() -> None:
    got = score(MIXED)
    assert (got.recall, got.kind, got.duplicates) == (1 / 2, 1.0, 1), "the first issue is hit twice, once by its kind; the second never"
    assert got.precision == 3 / 5, "the one on the minor issue is not false, the refuted one is none"
    assert (got.blocking_recall, got.blocking_precision, got.cried_wolf) == (0.0, 0.0, 1.0)
    assert (got.noise, got.outcome, got.twins) == (1, 1 / 2, 0.0)


@pytest.mark.parametrize(("scored", "words"), [(RIGHT[0], ()), (MIXED[1], ("1 false", "1 wrongly called blocking"))])
def test_what_was_wrong_is_said(scored: Case, words: tuple[str, ...]) -> None:
    assert faults(scored) == words


@pytest.mark.parametrize(("ends", "hit"), [(16_999, 0), (17_000, 1)])
def test_spans_may_lie_apart_by_the_slack(ends: int, hit: int) -> None:
    far = claim(10_000, ends, blocking=True)
    assert score([case(BROKEN, said(far, success=False))], slack_ms=3_000).hit == hit


def test_no_report_is_nothing_found_and_outcome_wrong() -> None:
    got = score([case(BROKEN, None)])
    assert (got.missing, got.recall, got.precision, got.outcome, got.twins) == (1, 0.0, None, 0.0, 0.0)


def test_a_session_in_which_part_was_reached_has_no_outcome() -> None:
    part = Truth(session_id="part", outcome="failure", outcome_note="sent, but not saved", issues=())
    assert score([case(part, said(success=True))]).outcome is None


_CLAIMS = st.builds(
    claim,
    st.integers(0, 100_000),
    st.integers(0, 100_000),
    st.sampled_from(["exception", "confusion", "abandonment"]),
    blocking=st.booleans(),
    status=st.sampled_from(["confirmed", "refuted", "unclear"]),
)


@given(st.lists(_CLAIMS, max_size=6))
def test_no_figure_leaves_its_range_and_refuted_findings_change_none(claims: list[Claim]) -> None:
    got = score([case(BROKEN, said(*claims, success=None)), RIGHT[1]])
    for ratio in (got.recall, got.precision, got.kind, got.blocking_recall, got.blocking_precision, got.cried_wolf, got.outcome, got.twins):
        assert ratio is None or 0 <= ratio <= 1
    kept = [one for one in claims if one.status != "refuted"]
    assert got == score([case(BROKEN, said(*kept, success=None)), RIGHT[1]])
