"""The engine alone: limits that hold for all workers together, steps of different ages, and work that is taken over once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.engines.plain import Asked, Lines

SESSIONS = tuple(f"s{number}" for number in range(12))
Begin = Callable[..., BaseProcess]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    return Lines(file=tmp_path / "lines")


@pytest.fixture
def begin(tmp_path: Path, postgres_url: str) -> Iterator[Begin]:
    """Another worker on the same database."""
    begun: list[BaseProcess] = []

    def one(name: str, **more: object) -> BaseProcess:
        asked = Asked(where=postgres_url, folder=str(tmp_path), name=name, sessions=SESSIONS, **more)  # type: ignore[arg-type]
        begun.append(asked.begun())
        return begun[-1]

    yield one
    for process in begun:
        if process.is_alive():
            process.kill()
        process.join()


def go(tmp_path: Path) -> None:
    (tmp_path / "go").touch()


def test_no_more_calls_are_begun_in_a_period_than_all_workers_together_may(begin: Begin, lines: Lines, tmp_path: Path) -> None:
    go(tmp_path)
    for name in ("one", "two"):
        begin(name, a_minute=4, period_s=2.0)
    begin("three", a_minute=4, period_s=2.0, start="run")
    lines.until("over", 1, 60.0)
    began = sorted(line.at for line in lines.read("called"))
    assert len(began) == len(SESSIONS)
    slack = 0.5  # from when the database counts a call as begun until its line is written
    assert all(sum(start <= other < start + 2.0 - slack for other in began) <= 4 for start in began)
    assert len({line.worker for line in lines.read("called")}) > 1


def test_what_a_dead_worker_held_is_put_back_once_however_many_look_after_it(begin: Begin, lines: Lines, tmp_path: Path) -> None:
    dead = begin("dead", start="run")
    lines.until("called", 2)
    dead.kill()
    dead.join()
    for name in ("one", "two"):
        begin(name, after="dead")
    lines.until("called", 6)  # each has room for two
    go(tmp_path)
    lines.until("gathered", 1)
    called = Counter(line.name for line in lines.read("called"))
    assert sorted(called) == sorted(SESSIONS)
    assert sorted(called.values())[-3:] == [1, 2, 2], "those two are called again, and no other"


def test_a_run_of_older_steps_is_begun_anew_and_keeps_what_was_read(begin: Begin, lines: Lines, tmp_path: Path) -> None:
    older = begin("older", steps=1, start="run")
    lines.until("called", 2)
    begin("newer", steps=2, start="run", at_once=4)
    assert len(lines.until("called", 6)) >= 6, "the older one still waits for its two"
    go(tmp_path)
    assert {line.worker for line in lines.until("over", 2)} == {"older", "newer"}
    assert {line.name for line in lines.read("read")} == set(SESSIONS)
    assert [line.worker for line in lines.read("gathered")] == ["newer"]
    older.join(10)
    assert older.exitcode == 0


def test_a_run_of_newer_steps_is_left_to_the_newer(begin: Begin, lines: Lines, tmp_path: Path) -> None:
    begin("newer", steps=2, start="run")
    lines.until("called", 2)
    begin("older", steps=1, start="run")
    [refused] = lines.until("refused", 1)
    assert "newer_Onlooker" in refused.name
    go(tmp_path)
    assert [line.worker for line in lines.until("over", 1)] == ["newer"]
    assert {line.worker for line in lines.read("read")} == {"newer"}
