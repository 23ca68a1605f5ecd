"""Summaries asked for in one batch before the sessions are read, and found where they come up: in one process and in a durable run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from onlooker import app
from onlooker.app.batching import batch_ahead
from onlooker.app.picking import picked
from onlooker.app.wiring import kept_blobs, wire
from onlooker.domain.ledger import ledger
from onlooker.errors import SettingError
from onlooker.llm.prices import price
from tests.llm.batch_server import BatchServer
from tests.llm.obliging import answer
from tests.llm.wire import INPUT_TOKENS, OUTPUT_TOKENS, Said

SAMPLES = Path(__file__).parents[2] / "samples"
TWO = [str(SAMPLES / "fava-1"), str(SAMPLES / "nodered-1")]
HALF = (price("anthropic:claude-haiku-5-5", INPUT_TOKENS, OUTPUT_TOKENS) or 0.0) / 2


def summary(body: str) -> Said:
    texts = re.findall(r'"text": ("(?:[^"\\]|\\.)*")', body)
    return Said(text=json.dumps(answer("summarize", "\n".join(map(json.loads, texts)))))


@dataclass
class Asked:
    server: BatchServer

    @property
    def model(self) -> str:
        return f"anthropic:claude-haiku-5-5@{self.server.address}"

    def ahead(self, budget: float | None = None, budget_per_session: float | None = None) -> list[str]:
        told: list[str] = []
        with closing(wire(model=self.model, budget=budget, budget_per_session=budget_per_session)) as wired:
            batch_ahead(wired, picked(TWO, None).sessions, kept_blobs(wired.settings), told.append, first_look=timedelta(milliseconds=5))
        return told


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Asked]:
    for name, value in {"HOME": str(tmp_path / "home"), "CLIPS": "off", "CLIPS_PER_SESSION": "0", "BATCH": "true"}.items():
        monkeypatch.setenv(f"ONLOOKER_{name}", value)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with BatchServer(answers=summary).running() as server:
        yield Asked(server)


@pytest.mark.parametrize("engine", ["direct", "durable"])
def test_the_summaries_of_all_sessions_are_one_job_at_half_the_price(asked: Asked, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_ENGINE", engine)
    told = asked.ahead()
    assert told[0].startswith("2 summaries are asked for in one batch")
    assert told[-1] == "2 of 2 summaries answered by the batch"
    assert asked.ahead() == [], "nothing is left to ask"
    run = app.run(TWO, model=asked.model)
    assert [report.reader.model for report in run.sessions] == ["anthropic:claude-haiku-5-5"] * 2
    [phase, *_] = ledger(run).phases
    assert (phase.name, phase.calls) == ("summarize", 2)
    assert phase.cost == pytest.approx(2 * HALF)
    assert [len(job.questions) for job in asked.server.jobs] == [2]


def test_what_one_session_may_not_pay_is_not_asked(asked: Asked) -> None:
    assert asked.ahead(budget_per_session=0.000001) == []
    assert asked.server.jobs == []


def test_what_the_run_may_not_pay_is_told(asked: Asked) -> None:
    assert asked.ahead(budget=0.000001)[-1] == "0 of 2 summaries answered by the batch; 2 beyond the budget"


def test_without_the_setting_nothing_is_batched(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_BATCH", "false")
    assert asked.ahead() == []


def test_a_dry_run_tells_the_price_of_a_batch(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    [batched, *_] = app.dry_run(TWO, model=asked.model).phases
    monkeypatch.setenv("ONLOOKER_BATCH", "false")
    [live, *_] = app.dry_run(TWO, model=asked.model).phases
    assert live.cost and batched.cost == pytest.approx(live.cost / 2)


@pytest.mark.parametrize("way", [app.dry_run, app.watch])
def test_a_provider_without_batches_is_told_before_anything_is_read(asked: Asked, way: object) -> None:
    assert callable(way)
    with pytest.raises(SettingError, match="takes no batches"):
        way(["nowhere"], model="ollama:llama3.2")
