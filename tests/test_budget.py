"""A budget is never crossed, and what it left out is told: by rules alone, by a run in one process, and by a durable one."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import app
from onlooker.domain.ledger import ledger
from onlooker.domain.report import RunReport
from onlooker.errors import SettingError
from tests.llm.obliging import Obliging

SAMPLES = Path(__file__).parent.parent / "samples"
TWO = [str(SAMPLES / "fava-1"), str(SAMPLES / "nodered-1")]
NOWHERE = "openai-compatible:m@http://127.0.0.1:9/v1"
CENT_A_THOUSAND = "openai-compatible:m=10/10"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ONLOOKER_CLIPS", "off")
    monkeypatch.setenv("ONLOOKER_PRICES", CENT_A_THOUSAND)
    return tmp_path / "home"


def paid(model: Obliging) -> float:
    return sum(given + written for given, written in model.used) * 10 / 1e6


def test_a_run_stopped_by_its_budget_is_whole_and_says_so() -> None:
    run = app.watch(TWO, model=NOWHERE, budget=0.01)
    assert run.stopped
    assert [report.reader.kind for report in run.sessions] == ["rules", "rules"]
    assert all("did not write this" in report.reader.note for report in run.sessions)
    assert [report.usage.calls for report in run.sessions] == [0, 0]
    assert "Stopped early" in app.render(run, "md")


@pytest.mark.parametrize("engine", ["direct", "durable"])
def test_what_a_budget_allows_is_asked_and_the_rest_is_told_by_the_rules(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call of the two sessions' summaries costs some 4 cents and is weighed at 12."""
    monkeypatch.setenv("ONLOOKER_ENGINE", engine)
    with Obliging().running() as model:
        run = app.run(TWO, model=f"openai-compatible:m@{model.address}", budget=0.15)
    told = ledger(run)
    assert 1 <= len(model.used) < 4
    assert paid(model) <= 0.15
    assert told.total.cost == pytest.approx(paid(model))
    assert told.total.calls == len(model.used)
    assert run.stopped and "raise --budget" in run.stopped
    assert told.left_out
    assert any("The budget left" in note for report in run.sessions for note in report.coverage.notes)


def test_each_session_has_a_budget_of_its_own() -> None:
    with Obliging().running() as model:
        run = app.watch(TWO, model=f"openai-compatible:m@{model.address}", budget_per_session=0.13)
    assert [report.reader.kind for report in run.sessions] == ["model", "model"], "each can pay its summary"
    assert not run.stopped, "the run itself may go on"
    [failing, _] = run.sessions
    assert failing.usage.refused == ("verify",)
    assert any("left 1 look to the rules" in note and "--budget-per-session" in note for note in failing.coverage.notes)
    assert all((report.usage.cost or 0.0) <= 0.13 for report in run.sessions)


def test_a_second_run_pays_nothing_and_says_what_that_saved() -> None:
    def once() -> RunReport:
        return app.watch(TWO, model=f"openai-compatible:m@{model.address}")

    with Obliging().running() as model:
        first, second = once(), once()
        estimate = app.dry_run(TWO, model=f"openai-compatible:m@{model.address}")
    told = ledger(second)
    assert (told.total.calls, told.total.cost) == (0, 0.0)
    assert told.total.saved == pytest.approx(ledger(first).total.cost)
    assert estimate.kept == 2
    assert "summarize" not in [phase.name for phase in estimate.phases]


def test_the_small_model_reads_and_the_good_one_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_PRICES", "openai-compatible:small=0/0, openai-compatible:good=10/10")
    with Obliging().running() as model:
        run = app.watch(TWO[:1], model=f"openai-compatible:small@{model.address}", look_model=f"openai-compatible:good@{model.address}")
    [report] = run.sessions
    assert [(one.purpose, one.model) for one in report.usage.exchanges] == [
        ("summarize", "openai-compatible:small"),
        ("verify", "openai-compatible:good"),
    ]
    told = ledger(run)
    assert told.phases[0].cost == 0.0
    assert [one.cost for one in told.findings] == [told.phases[1].cost]


def test_what_was_foreseen_is_close_to_what_was_taken() -> None:
    """In tokens read; how long answers are is the double's own affair."""
    with Obliging().running() as model:
        where = f"openai:m@{model.address}"
        estimate = app.dry_run(TWO, model=where)
        run = app.watch(TWO, model=where)
    assert run.foreseen is not None
    for phase in ledger(run).phases:
        for foreseen in (estimate, run.foreseen):
            [told] = [one for one in foreseen.phases if one.name == phase.name]
            if not told.exact:
                continue
            assert told.calls == phase.calls
            assert told.input_tokens == pytest.approx(phase.input_tokens, rel=0.03)


def test_an_estimate_costs_nothing_and_counts_everything(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_PRICES", "openai-compatible:m=1/2")
    estimate = app.dry_run(TWO[:1], model=NOWHERE)
    assert (estimate.sessions, estimate.calls) == (1, 2), "a summary, and a look at what seems to block"
    assert estimate.cost == pytest.approx((estimate.input_tokens + 2 * estimate.output_tokens) / 1e6)
    assert estimate.seconds is not None and estimate.seconds > 40, "two calls, one after the other"
    assert not here.exists()


def test_a_budget_that_ends_before_is_told_before(monkeypatch: pytest.MonkeyPatch) -> None:
    estimate = app.dry_run(TWO, model=NOWHERE, budget=0.01, budget_per_session=0.001)
    assert [note.partition(":")[0] for note in estimate.notes] == [
        "The budget of $0.0100 ends before that",
        "The budget of $0.0010 a session is too small for 2 sessions, which the rules would finish.",
    ]


def test_a_price_nobody_knows_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_PRICES", "")
    estimate = app.dry_run(TWO[:1], model=NOWHERE)
    assert (estimate.cost, estimate.unpriced) == (None, ("openai-compatible:m",))
    assert "ONLOOKER_PRICES" in estimate.notes[0]
    for way in (app.dry_run, app.watch):
        with pytest.raises(SettingError, match="ONLOOKER_PRICES"):
            way(TWO[:1], model=NOWHERE, budget=1.0)
