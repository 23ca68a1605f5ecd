"""What the team says of patterns, and that it is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onlooker.cli import main
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import begun, pattern, told

Said = Callable[..., str]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs `onlooker patterns WORDS`; what it printed comes back, an error too."""
    monkeypatch.setenv("ONLOOKER_HOME", str(tmp_path))

    def say(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert main(["patterns", *words]) == status
        shown = capsys.readouterr()
        return shown.out + shown.err

    return say


@pytest.fixture
def found(tmp_path: Path, say: Said) -> Said:
    catalogue = open_catalogue(tmp_path / "catalogue.db")
    report = told(pattern("aa11", "one", "two", at=200, title="Save fails"), pattern("ab22", "one", "three", at=100, title="Search finds nothing"))
    begun(catalogue).keep_patterns("run-1", report, blob="b")
    catalogue.close()
    return say


def test_before_any_run_there_is_none(say: Said) -> None:
    assert say() == "No run has found a pattern yet.\n"


def test_what_was_found_is_listed_last_seen_first(found: Said) -> None:
    lines = found().splitlines()
    assert [line.split()[0] for line in lines] == ["pattern", "aa11", "ab22"]
    assert lines[1].rstrip().endswith("Save fails")


def test_an_intended_one_is_muted_with_the_reason_until_that_is_taken_back(found: Said) -> None:
    assert found("mute", "aa11", "--because", "we close at night") == "aa11 Save fails: muted: we close at night\n"
    assert "muted: we close at night" in found()
    assert found("unmute", "aa") == "aa11 Save fails: open\n"


def test_a_name_of_the_teams_own_stays(found: Said) -> None:
    found("rename", "ab22", "The search is blind")
    assert "The search is blind" in found()


def test_two_that_are_one(found: Said) -> None:
    assert found("merge", "ab22", "aa11") == "aa11 Save fails: open\n"
    assert "part of aa11" in found()


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("mute", "zz"), "no pattern with an id that begins with 'zz'"),
        (("mute", "a"), "2 patterns with an id that begins with 'a'"),
        (("mute", ""), "no pattern with an id that begins with ''"),
        (("rename", "aa11", "  "), "a pattern needs a title"),
        (("merge", "aa11", "aa11"), "are one pattern already"),
    ],
)
def test_what_names_no_pattern_is_said_and_changes_nothing(found: Said, words: tuple[str, ...], wrong: str) -> None:
    before = found()
    assert wrong in found(*words, status=2)
    assert found() == before
