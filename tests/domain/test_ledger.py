"""Where the money of a run went, added up from the exchanges of its reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.estimate import PhaseEstimate, estimate_of
from onlooker.domain.ledger import Ledger, Row, ledger, left_out_words
from onlooker.domain.ledger_words import left_out_words as told_words
from onlooker.domain.model import Exchange
from onlooker.domain.pattern import PatternReport
from onlooker.domain.report import Coverage, RunReport, SessionReport, Spent
from onlooker.domain.summary import Outcome, Reader

SMALL, LARGE = "a:small", "b:large"
SUMMARY = Exchange(key="1", purpose="summarize", model=SMALL, input_tokens=1_000, output_tokens=100, cost=0.01)
LOOK = Exchange(key="2", purpose="verify", model=LARGE, about=("f1", "f2"), input_tokens=3_000, output_tokens=300, cost=0.10)
DESCRIBED = replace(LOOK, key="3", purpose="describe", about=("f1",), cost=0.04)
KEPT = replace(SUMMARY, key="4", cost=0.0, cached=True, saved=0.02)
EXTRACT = Exchange(key="5", purpose="extract", model=LARGE, about=("f1",), input_tokens=500, output_tokens=50, cost=0.20)


def session(name: str, *exchanges: Exchange, refused: tuple[str, ...] = ()) -> SessionReport:
    return SessionReport(
        session_id=name,
        source=name,
        started_at=0,
        duration_ms=0,
        active_ms=0,
        reader=Reader(),
        goal="",
        outcome=Outcome(success=None, description=""),
        segments=(),
        findings=(),
        coverage=Coverage(),
        usage=Spent(exchanges=exchanges, refused=refused),
    )


def of(*sessions: SessionReport, exchanges: tuple[Exchange, ...] = ()) -> Ledger:
    return ledger(RunReport(sessions=sessions, exchanges=exchanges))


def test_each_exchange_is_in_one_phase_one_purpose_and_one_model() -> None:
    told = of(session("s1", SUMMARY, LOOK, DESCRIBED), session("s2", KEPT), exchanges=(EXTRACT,))
    assert told.total.cost == pytest.approx(0.35)
    assert replace(told.total, cost=0.0) == Row(name="total", calls=4, cached=1, input_tokens=7_500, output_tokens=750, cost=0.0, saved=0.02)
    assert [(row.name, row.calls, row.cached, row.cost) for row in told.phases] == [
        ("summarize", 1, 1, 0.01),
        ("look", 2, 0, pytest.approx(0.14)),
        ("patterns", 1, 0, 0.20),
    ]
    assert [row.name for row in told.purposes] == ["extract", "verify", "describe", "summarize"], "the dearest first"
    assert [(row.name, row.cost) for row in told.models] == [(LARGE, pytest.approx(0.34)), (SMALL, 0.01)]


def test_a_look_at_several_findings_is_shared_by_them() -> None:
    told = of(session("s1", LOOK, DESCRIBED, EXTRACT), session("s2", replace(LOOK, about=("f1",)), replace(LOOK, cached=True)))
    assert [(one.session_id, one.finding_id, one.calls, one.cost) for one in told.findings] == [
        ("s2", "f1", 1.0, 0.10),
        ("s1", "f1", 1.5, pytest.approx(0.09)),
        ("s1", "f2", 0.5, 0.05),
    ]


def test_a_price_nobody_knows_makes_every_sum_it_is_in_unknown() -> None:
    told = of(session("s1", replace(LOOK, cost=None), SUMMARY))
    assert (told.total.cost, told.phases[0].cost, told.phases[1].cost, told.findings[0].cost) == (None, 0.01, None, None)
    assert told.models[0].name == LARGE, "it may be the dearest"


def test_what_a_budget_left_out_is_counted_by_phase() -> None:
    told = of(session("s1", refused=("summarize", "verify", "verify")), session("s2", refused=("describe",)), session("s3", SUMMARY))
    assert [(one.phase, one.calls, one.sessions) for one in told.left_out] == [("summarize", 1, 1), ("look", 3, 2)]


def test_questions_about_patterns_that_a_budget_left_out_are_in_no_session() -> None:
    found = PatternReport(examined=2, users=2, refused=("assign", "check"))
    told = ledger(RunReport(sessions=(session("s1", refused=("verify",)), session("s2")), patterns=found))
    assert [(one.phase, one.calls, one.sessions) for one in told.left_out] == [("look", 1, 1), ("patterns", 2, 0)]
    assert [told_words(one) for one in told.left_out] == [
        "The budget left out 1 call for looks at the screen in 1 session.",
        "The budget left out 2 calls for what recurs.",
    ]


@pytest.mark.parametrize(
    ("purposes", "words"),
    [
        (["summarize"], "1 summary"),
        (["verify", "summarize", "describe"], "1 summary and 2 looks"),
        (["extract", "verify", "summarize"], "1 summary, 1 look and 1 question about patterns"),
    ],
)
def test_it_is_told_in_words(purposes: list[str], words: str) -> None:
    assert left_out_words(purposes) == words


def test_a_run_without_a_model_has_an_empty_ledger() -> None:
    assert of(session("s1")) == Ledger(total=Row(name="total"))


def test_how_far_off_the_estimate_was() -> None:
    """Kept answers count as if they had been paid: the estimate did not know of them."""
    parts = [
        PhaseEstimate(name="summarize", model=SMALL, calls=2, input_tokens=2_000, output_tokens=400, cost=0.04),
        PhaseEstimate(name="look", model=LARGE, calls=1, input_tokens=2_700, output_tokens=300, cost=0.10),
    ]
    foreseen = estimate_of(2, parts, model=SMALL)
    forecast = ledger(RunReport(sessions=(session("s1", SUMMARY, LOOK), session("s2", KEPT)), foreseen=foreseen, seconds=30)).forecast
    assert forecast is not None
    assert (forecast.calls, forecast.seconds) == (1.0, None)
    assert [forecast.tokens, forecast.cost] == pytest.approx([5_500 / 5_400, 0.13 / 0.14])
    assert forecast.phases == (("summarize", 0.04, 0.03), ("look", 0.10, 0.10))
    unknown = ledger(RunReport(sessions=(session("s1", replace(SUMMARY, cost=None)),), foreseen=foreseen)).forecast
    assert unknown is not None and unknown.cost is None and unknown.calls == pytest.approx(1 / 3)
