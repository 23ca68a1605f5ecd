"""How many calls a run over a hundred sessions makes, by what they are for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from onlooker import app
from onlooker.domain.ledger import ledger
from tests.engines.sessions import ROOT, made
from tests.llm.obliging import Obliging

TROUBLED = tuple(ROOT / name for name in ("samples/fava-1", "samples/oscar-2", "tests/recordings/fava-2", "tests/recordings/oscar-4"))


def test_summaries_of_a_hundred_sessions_and_what_recurs_in_them_take_at_most_110_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "in", 100, TROUBLED)
    settings = {
        "HOME": str(tmp_path / "home"),
        "ENGINE": "direct",
        "CLIPS": "off",
        "CLIPS_PER_RUN": "0",
        "CONCURRENCY": "8",
        "PRICE_INPUT": "0",
        "PRICE_OUTPUT": "0",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"ONLOOKER_{name}", value)
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with Obliging(seconds=0).running() as model:
        report = app.run([tmp_path / "in"], model=f"openai:small@{model.address}")
    asked = Counter(one.purpose for one in (*report.exchanges, *(one for session in report.sessions for one in session.usage.exchanges)))
    assert asked["summarize"] == len(report.sessions) == 100
    assert {"extract", "assign"} <= set(asked) <= {"summarize", "extract", "combine", "assign", "check"}, "no looks"
    assert asked.total() == ledger(report).total.calls <= 110
    assert report.patterns is not None and len(report.patterns.patterns) > 1
    assert all(session.coverage.looked.passed_over for session in report.sessions if any(one.blocking for one in session.findings))
