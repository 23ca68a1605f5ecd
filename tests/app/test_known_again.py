"""Two runs, and between them a team that mutes, renames and merges: the second knows the patterns of the first again, and its reports say so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from onlooker import app
from onlooker.app import known
from onlooker.domain.pattern import Lifecycle, Pattern
from onlooker.domain.report import RunReport
from tests.engines.sessions import ROOT, made

TROUBLED = (ROOT / "samples/fava-1", ROOT / "samples/oscar-2", ROOT / "tests/recordings/fava-2", ROOT / "tests/recordings/oscar-4")
SAVE, FORM, LOST, ADD = "“Save” fails", "The form is refused", "What was typed is lost", "“Add to basket” does nothing"


def told(report: RunReport) -> Mapping[str, Pattern]:
    assert report.patterns is not None
    return {one.id: one for one in report.patterns.patterns}


def named(patterns: Mapping[str, Pattern], title: str) -> Pattern:
    [one] = [one for one in patterns.values() if one.title.startswith(title)]
    return one


def test_a_pattern_stays_the_same_and_what_the_team_said_of_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOME": str(tmp_path / "home"), "CLIPS": "off", "MODEL": "none", "ENGINE": "durable"}.items():
        monkeypatch.setenv(f"ONLOOKER_{name}", value)
    made(tmp_path / "in", 16, TROUBLED)
    places = sorted((tmp_path / "in").iterdir())
    first = told(app.run(places[:8]))
    save, form, lost, add = (named(first, title) for title in (SAVE, FORM, LOST, ADD))
    assert {one.lifecycle for one in first.values()} == {Lifecycle.NEW}

    known.mute(form.id, "the law wants it")
    known.rename(add.id, "The basket is dead")
    known.merge(lost.id, into=save.id)
    report = app.run(places[8:])
    again = told(report)

    assert set(again) == {save.id, form.id, add.id}, "the same ones; what was merged is part of the other"
    assert {one.lifecycle for one in again.values()} == {Lifecycle.ONGOING}
    assert len(again[save.id].members) == len(save.members) + len(lost.members)
    assert (again[save.id].title, again[save.id].merged) == (save.title, (lost.title,))
    assert (again[form.id].muted, again[add.id].title) == ("the law wants it", "The basket is dead")

    out = tmp_path / "out"
    app.write(report, out)
    markdown, html = (out / "report.md").read_text().replace("\\", ""), (out / "report.html").read_text()
    for page in (markdown, html):
        assert "The title is the team&#39;s." in page or "The title is the team's." in page
        assert f"With it counts what was merged into it: {lost.title}." in page
        assert "Known from earlier runs: first seen " in page
        assert "the law wants it" in page
    by_id = {one["id"]: one for one in json.loads((out / "patterns.json").read_text())["patterns"]}
    assert (by_id[add.id]["known"]["renamed"], by_id[save.id]["merged"]) == (True, [lost.title])
