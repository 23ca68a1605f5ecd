"""`onlooker select` as a person runs it, on the shipped recordings."""

from __future__ import annotations

import json
from collections.abc import Callable
from inspect import Parameter, signature
from pathlib import Path

import pytest

from onlooker.cli import main
from onlooker.cli.select import select
from onlooker.cli.selection_options import with_selection
from onlooker.domain.selection import Selection
from onlooker.select import Words

PROJECT = Path(__file__).parents[2]
SAMPLES = str(PROJECT / "samples")

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def test_what_is_kept_and_what_is_skipped_and_why(capsys: Said) -> None:
    assert main(["select", SAMPLES, "--page", "/basket*", "--strategy", "friction", "--sample", "2"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("2 sessions of 6 would be watched.\n")
    assert "Skipped 4: 3 other pages, 1 beyond the sample." in said.out
    assert "Of 3 sessions that fit, the 2 with the most friction were kept. A share counted in them says nothing of all users." in said.out
    assert said.err == ""


def test_a_sample_tells_its_strata(capsys: Said) -> None:
    assert main(["select", SAMPLES, "--sample", "4"]) == 0
    said = capsys.readouterr().out
    assert "A sample of 4 of the 6 sessions that fit was drawn over" in said
    assert "much friction" in said and "stratum" in said


def test_nothing_fits(capsys: Said) -> None:
    assert main(["select", SAMPLES, "--until", "2020-01-01"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("0 sessions of 6 would be watched.\n\nSkipped 6: 6 other time.")


def test_json_tells_all(capsys: Said) -> None:
    assert main(["select", SAMPLES, "--release", "9.9", "--user", "01a203d9*", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["sessions"], told["kept"], told["reasons"]) == (6, [], {"other user": 5, "other release": 1})
    assert told["selection"]["releases"] == ["9.9"]
    skipped = told["skipped"][0]
    assert (skipped["reason"], bool(skipped["why"]), skipped["friction"]["score"]) == ("other user", True, 36)
    assert skipped["started_at"] == "2026-11-22T15:18:00.761Z"
    assert {"unread", "skipped_places", "strata", "notes"} <= set(told)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "soon"], "onlooker: --since soon: give a day (2026-11-01), an instant (2026-11-01T09:30, UTC) or how long ago (36h, 7d, 2w)"),
        (["--strategy", "stratified"], "onlooker: --strategy stratified: say how many sessions, for example --sample 100"),
        (["--keep", "all"], "onlooker: --keep all: there is bots, internal, short"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(capsys: Said, words: list[str], said: str) -> None:
    assert main(["select", SAMPLES, *words]) == 2
    assert capsys.readouterr().err.strip() == said


def test_every_word_of_a_selection_is_an_option() -> None:
    """But for the plural that a repeated option has no need of."""
    options = {name for name, one in signature(select).parameters.items() if one.kind is Parameter.KEYWORD_ONLY} - {"paths", "json"}
    singular = {"users": "user", "pages": "page", "events": "event", "releases": "release", "internal_users": "internal_user"}
    singular["internal_domains"] = "internal_domain"
    assert options == {singular.get(name, name) for name in Words.__annotations__}


def test_a_command_is_given_the_selection_made_up() -> None:
    given: list[Selection] = []

    @with_selection
    def command(path: str, selection: Selection, loud: bool = False) -> None:
        given.append(selection)

    run: Callable[..., None] = command
    words = {name: one.default for name, one in signature(command).parameters.items() if one.default is not Parameter.empty}
    run(path="x", **{**words, "page": ["/a"], "sample": 5})
    assert [(one.pages, one.sample) for one in given] == [(("/a",), 5)]
    assert next(iter(signature(command).parameters)) == "path"
    assert list(signature(command).parameters)[-1] == "loud"
