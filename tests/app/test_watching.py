"""The main job with a browser, and without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onlooker import app
from onlooker.domain.report import SessionReport
from onlooker.domain.run import Phase, Progress
from onlooker.renderers import find_browser

SAMPLES = Path(__file__).parents[2] / "samples"
FAILING, CALM = SAMPLES / "fava-1", SAMPLES / "oscar-3"


@pytest.fixture
def looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Clips as a user has them, kept in a home of their own."""
    if find_browser() is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    monkeypatch.setenv("ONLOOKER_CLIPS", "auto")
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_what_blocks_is_shown_and_what_is_calm_is_not(looking: Path, tmp_path: Path) -> None:
    run = app.watch([FAILING, CALM])
    by_name = {Path(report.source).name: report for report in run.sessions}
    failing, calm = by_name["fava-1"], by_name["oscar-3"]
    [finding] = failing.findings
    clip = finding.evidence.clip
    assert clip is not None
    assert finding.evidence.screen is not None and finding.evidence.screen.exact
    assert (failing.coverage.looked.planned, failing.coverage.looked.rendered, failing.coverage.looked.failed) == (1, 1, ())
    assert calm.coverage.looked.planned == 0
    app.write(run, tmp_path / "out")
    told = json.loads((tmp_path / "out" / f"{failing.session_id}.json").read_text())
    shown = told["findings"][0]["evidence"]["clip"]
    assert (tmp_path / "out" / shown["video"]["file"]).read_bytes()[4:8] == b"ftyp"
    assert all((tmp_path / "out" / frame["file"]).exists() for frame in shown["frames"])
    assert [frame["at_ms"] for frame in shown["frames"]] == list(clip.plan.instants)


def test_the_same_clip_is_not_rendered_twice(looking: Path) -> None:
    """The second run finds the note, though its browser could not even be started."""
    first = _clip(app.watch([FAILING]).sessions[0])
    files = {path: path.stat().st_mtime_ns for path in (looking / "blobs").rglob("*.*")}
    second = _clip(app.watch([FAILING]).sessions[0])
    assert first == second
    assert {path: path.stat().st_mtime_ns for path in (looking / "blobs").rglob("*.*")} == files


def test_a_browser_that_does_not_start_costs_the_clips_and_nothing_else(looking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho cannot open display >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("ONLOOKER_BROWSER", str(broken))
    [report] = app.watch([FAILING]).sessions
    assert report.outcome.success is False
    looked = report.coverage.looked
    assert (looked.planned, looked.rendered) == (1, 0)
    assert "cannot open display" in looked.failed[0].reason
    assert looked.mostly_failed
    assert "**Most clips failed.** 1 of 1 clip could not be looked at" in app.render(report, "md")


def test_without_a_browser_the_screen_text_is_all(looking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_BROWSER", "none")
    [report] = app.watch([FAILING]).sessions
    assert report.findings[0].evidence.clip is None
    assert report.coverage.looked.by == ""


def test_a_cap_on_the_run_is_told(looking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_CLIPS_PER_RUN", "0")
    [report] = app.watch([FAILING]).sessions
    assert report.coverage.looked.planned == 0
    assert report.coverage.looked.passed_over == (report.findings[0].id,)


def test_looking_is_a_phase_of_its_own(looking: Path) -> None:
    told: list[Progress] = []
    app.watch([FAILING], on_progress=told.append)
    phases = list(dict.fromkeys(progress.phase for progress in told))
    assert phases.index(Phase.LOOKING) > phases.index(Phase.DETECTING)
    assert [progress.note for progress in told if progress.phase is Phase.LOOKING] == ["0 of 1 clips", "1 of 1 clips"]


def _clip(report: SessionReport) -> object:
    return report.findings[0].evidence.clip
