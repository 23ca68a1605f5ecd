"""`onlooker watch` killed with -9, everything it started with it, at any point: the same command goes on from there, and pays nothing twice."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.engines.double import Double
from tests.engines.lives import Life, sessions_told, told
from tests.engines.programs import Programs
from tests.engines.sessions import made

SESSIONS = 12


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions")
    made(folder, SESSIONS)
    return folder


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with Double(latency_s=0.05).running() as running:
        yield running


class Undisturbed:
    """What the report says when nobody disturbs it, and how long that takes."""

    def __init__(self, life: Life) -> None:
        assert life.ends(life.begin()) == 0
        self.report = told(life.out)
        assert len(list(sessions_told(life.out))) == SESSIONS
        self.life = life
        asked, began = len(life.double.calls), time.monotonic()
        self.again = life.begin()
        assert life.ends(self.again) == 0
        self.seconds = time.monotonic() - began
        self.asked_again = life.double.words()[asked:]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, double: Double, sessions: Path) -> Iterator[Undisturbed]:
    folder = tmp_path_factory.mktemp("undisturbed")
    programs = Programs(folder / "said", {"ONLOOKER_CLIPS": "off"})
    yield Undisturbed(Life(programs=programs, double=double, folder=folder, sessions=sessions))
    programs.end()


def right(life: Life, undisturbed: Undisturbed) -> None:
    found = list(sessions_told(life.out))
    assert len(found) == len(set(found)) == SESSIONS
    assert told(life.out) == undisturbed.report
    assert life.asked_again == []


@pytest.mark.parametrize("cache", ["true", "false"])
def test_killed_at_ten_random_points_it_says_the_same(  # noqa: PLR0917 - fixtures
    cache: str, programs: Programs, double: Double, undisturbed: Undisturbed, sessions: Path, tmp_path: Path
) -> None:
    """Twice ten, with the reply cache and without."""
    chance = random.Random(f"kill {cache}")
    kills = lives = 0
    while kills < 10:
        life = Life(programs=programs, double=double, folder=tmp_path / f"life {lives}", sessions=sessions, env={"cache": cache})
        life.killed_at(chance, undisturbed.seconds, min(4, 10 - kills))
        right(life, undisturbed)
        kills, lives = kills + life.kills, lives + 1
        assert lives < 12, "it ends before it is killed"


def test_killed_on_postgres_it_says_the_same(  # noqa: PLR0917 - fixtures
    programs: Programs, double: Double, undisturbed: Undisturbed, sessions: Path, tmp_path: Path, postgres_url: str
) -> None:
    life = Life(programs=programs, double=double, folder=tmp_path / "life", sessions=sessions, env={"database_url": postgres_url})
    life.killed_at(random.Random("postgres"), undisturbed.seconds, 5)
    assert life.kills >= 3
    right(life, undisturbed)


def test_killed_while_the_recordings_are_brought_in(
    programs: Programs, double: Double, undisturbed: Undisturbed, sessions: Path, tmp_path: Path
) -> None:
    life = Life(programs=programs, double=double, folder=tmp_path / "life", sessions=sessions)
    for brought in (0, 3, 9):
        program = life.begin()
        assert program.until(partial(_more_blobs, life, brought))
        life.kill(program)
    assert life.ends(life.begin()) == 0
    right(life, undisturbed)


def test_killed_while_it_asks_what_recurs(programs: Programs, double: Double, undisturbed: Undisturbed, sessions: Path, tmp_path: Path) -> None:
    life = Life(programs=programs, double=double, folder=tmp_path / "life", sessions=sessions)
    double.hold(lambda call: call.purpose == "patterns")
    program = life.begin()
    try:
        assert program.until(lambda: double.calls[-1].purpose == "patterns" and double.calls[-1].ended is None)
        life.kill(program)
    finally:
        double.release()
    before = len(double.calls)
    assert life.ends(life.begin()) == 0
    right(life, undisturbed)
    assert {call.purpose for call in double.calls[before:]} == {"patterns"}, "the sessions are not read again"


@pytest.mark.parametrize("cache", ["true", "false"])
def test_killed_while_the_report_is_printed_it_is_printed_again(  # noqa: PLR0917 - fixtures
    cache: str, programs: Programs, double: Double, undisturbed: Undisturbed, sessions: Path, tmp_path: Path
) -> None:
    life = Life(programs=programs, double=double, folder=tmp_path / "life", sessions=sessions, env={"cache": cache})
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDWR)):  # nobody reads, so that printing comes to a stand
        program = life.begin("--json", out=pipe)
        assert program.until((life.out / "run.json").exists)
        life.kill(program)
    before = len(double.calls)
    again = life.begin("--json")
    assert life.ends(again) == 0
    assert len(double.calls) == before
    assert len(again.printed.splitlines()) == SESSIONS
    assert "/12]" not in again.said, "it is not read again either"
    right(life, undisturbed)


def test_once_it_was_told_the_same_command_reads_anew(undisturbed: Undisturbed) -> None:
    assert f"[{SESSIONS}/{SESSIONS}]" in undisturbed.again.said
    assert undisturbed.asked_again == [], "answers are kept, as long as the cache is"


def _more_blobs(life: Life, than: int) -> bool:
    return sum(not file.name.startswith(".") for file in (life.folder / "blobs").glob("??/*")) > than
