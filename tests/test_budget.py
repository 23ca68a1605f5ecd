"""A cap that is too small for anything: nothing is asked, everything is read by rules, and the report says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import app

SAMPLES = Path(__file__).parent.parent / "samples"


def test_a_run_stopped_by_its_budget_is_whole_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONLOOKER_PRICE_INPUT", "1000")
    monkeypatch.setenv("ONLOOKER_PRICE_OUTPUT", "1000")
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path))
    run = app.watch([str(SAMPLES / "fava-1"), str(SAMPLES / "nodered-1")], model="openai-compatible:m@http://127.0.0.1:9/v1", budget=0.01)
    assert run.stopped
    assert [report.reader.kind for report in run.sessions] == ["rules", "rules"]
    assert all("did not write this" in report.reader.note for report in run.sessions)
    assert [report.usage.calls for report in run.sessions] == [0, 0]
    assert "Stopped early" in app.render(run, "md")


def test_an_estimate_costs_nothing_and_counts_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONLOOKER_PRICE_INPUT", "1")
    monkeypatch.setenv("ONLOOKER_PRICE_OUTPUT", "2")
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path))
    estimate = app.dry_run([str(SAMPLES / "fava-1")], model="openai-compatible:m@http://127.0.0.1:9/v1")
    assert (estimate.sessions, estimate.calls) == (1, 2), "a summary, and a look at what seems to block"
    assert estimate.cost == pytest.approx((estimate.input_tokens + 2 * estimate.output_tokens) / 1e6)
    assert list(tmp_path.iterdir()) == []
