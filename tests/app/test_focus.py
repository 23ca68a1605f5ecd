"""A question in plain words is told at the top of every form of the report, however the run was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onlooker import app
from onlooker.domain.selection import Selection
from onlooker.sinks import read_reports

SAMPLES = Path(__file__).parents[2] / "samples"
ASKED = "what goes wrong at checkout?"


@pytest.mark.parametrize("engine", ["direct", "durable"])
def test_what_was_asked_is_told(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOME": str(tmp_path / "home"), "CLIPS": "off", "MODEL": "none", "ENGINE": engine}.items():
        monkeypatch.setenv(f"ONLOOKER_{name}", value)
    report = app.run([SAMPLES / "oscar-2", SAMPLES / "oscar-3"], selection=Selection(focus=ASKED))
    assert report.focus == ASKED
    out = tmp_path / "out"
    app.write(report, str(out))
    assert f"Asked: {ASKED}\n" in (out / "report.md").read_text().replace("\\", "")
    assert f"Asked: <q>{ASKED}</q>" in (out / "report.html").read_text()
    assert json.loads((out / "run.json").read_text())["focus"] == ASKED
    assert read_reports(str(out)).focus == ASKED
