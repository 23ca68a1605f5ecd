"""What was judged, read once more and scored: a team's own feedback, or a folder of labelled recordings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onlooker.app.evaluating import evaluate
from onlooker.app.library import About, Library, open_library
from onlooker.app.watching import run
from onlooker.config import load
from onlooker.domain.catalogued import SessionFilter, SessionRow
from onlooker.domain.report import SessionReport
from onlooker.errors import InputError

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    for name, value in (("HOME", str(tmp_path / "home")), ("ENGINE", "durable"), ("CLIPS", "off")):
        monkeypatch.setenv(f"ONLOOKER_{name}", value)
    run([str(SAMPLES / "fava-1"), str(SAMPLES / "oscar-1")])
    with open_library(load()) as opened:
        yield opened


def _read(library: Library) -> list[tuple[SessionRow, SessionReport]]:
    rows = library.sessions.page(SessionFilter()).rows
    return [(row, report) for row in rows if isinstance(report := library.sessions.report(row), SessionReport)]


def test_feedback_is_scored_by_reading_what_was_judged_again(library: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no feedback"):
        evaluate()
    judged = [(row, report) for row, report in _read(library) if report.findings]
    for row, report in judged:
        for finding in report.findings:
            library.feedback.give(row.run_id, row.place, about=About.FINDING, finding_id=finding.id, right=True)
        library.feedback.give(row.run_id, row.place, about=About.SUMMARY, right=True)
    told = evaluate()
    assert (told.score.recall, told.score.precision, told.model) == (1.0, 1.0, "none") and told.score.sessions == len(judged) > 0
    assert all(one.faults == () for one in told.sessions)

    row, report = judged[0]
    wrong = next(one for one in report.findings if one.reported)
    library.feedback.give(row.run_id, row.place, about=About.FINDING, finding_id=wrong.id, right=False)
    told = evaluate()
    assert told.score.precision is not None and told.score.precision < 1.0 and told.score.noise == 1

    exported = tmp_path / "labels.json"
    exported.write_text(json.dumps(list(library.feedback.labels())))
    assert evaluate(exported).score == told.score


def test_a_folder_of_labelled_recordings_is_scored(library: Library, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "fava-1", tmp_path / "set" / "fava-1")
    [session_id] = [row.session_id for row, _ in _read(library) if row.origin.endswith("fava-1")]
    issue = {"start_ms": 10**8, "end_ms": 10**8, "kind": "exception", "blocking": True}
    (tmp_path / "set" / "fava-1" / "truth.json").write_text(json.dumps({"session_id": session_id, "outcome": "failure", "issues": [issue]}))
    told = evaluate(tmp_path / "set")
    assert (told.score.sessions, told.score.recall) == (1, 0.0)
    assert any("missed" in fault for fault in told.sessions[0].faults)


@pytest.mark.parametrize("given", ["nothing", "not json", '[{"outcome": 5}]'])
def test_what_cannot_be_scored_by_is_told(library: Library, tmp_path: Path, given: str) -> None:
    place = tmp_path / "given.json"
    if given != "nothing":
        place.write_text(given)
    with pytest.raises(InputError, match=r"given\.json"):
        evaluate(place)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no labelled recording"):
        evaluate(tmp_path / "empty")
