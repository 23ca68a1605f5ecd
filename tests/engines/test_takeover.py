"""Whose work is taken over, and whose is not, by what the catalogue knows of the workers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from onlooker.engines import Pulse
from onlooker.engines.takeover import here
from onlooker.errors import CatalogueError
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue

LONG = 1_000.0


@dataclass(kw_only=True)
class Held:
    """Work as an engine knows it: who holds some, and whose was taken."""

    by: set[str]
    taken: list[str] = field(default_factory=list)
    looks: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def holders(self) -> set[str]:
        return self.by - set(self.taken)

    def take_over(self, dead: set[str]) -> None:
        self.taken += sorted(dead)
        self.looks.release()

    def pick_up(self) -> None:
        pass


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqlCatalogue]:
    opened = open_catalogue(tmp_path / "catalogue.db")
    yield opened
    opened.close()


@pytest.fixture
def ended_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def look(catalogue: SqlCatalogue, held: Held, silent_s: float = LONG) -> list[str]:
    pulse = Pulse(catalogue, held, worker="me", silent_s=silent_s)
    pulse.beat()
    pulse.look_after()
    return held.taken


def test_a_process_of_this_host_that_has_ended_is_not_waited_for(catalogue: SqlCatalogue, ended_pid: int) -> None:
    catalogue.beat("dead", host=here(), pid=ended_pid)
    assert look(catalogue, Held(by={"dead", "me"})) == ["dead"]
    assert [one.id for one in catalogue.workers()] == ["me"]


def test_a_process_of_another_host_is_known_by_its_beat_alone(catalogue: SqlCatalogue, ended_pid: int) -> None:
    catalogue.beat("far", host="another", pid=ended_pid)
    assert look(catalogue, Held(by={"far"})) == []
    assert look(catalogue, Held(by={"far"}), silent_s=-1.0) == ["far"], "it has been silent for longer than that"


def test_who_beats_keeps_what_it_holds(catalogue: SqlCatalogue) -> None:
    catalogue.beat("near", host=here(), pid=os.getppid())
    catalogue.beat("far", host="another", pid=1)
    assert look(catalogue, Held(by={"near", "far", "me"})) == []


def test_who_has_gone_holds_nothing_any_more(catalogue: SqlCatalogue) -> None:
    catalogue.beat("left", host="another", pid=1)
    catalogue.gone("left")
    assert look(catalogue, Held(by={"left"})) == ["left"]


def test_its_own_work_is_never_taken_however_long_it_was_silent(catalogue: SqlCatalogue) -> None:
    assert look(catalogue, Held(by={"me"}), silent_s=-1.0) == []


def test_a_worker_that_falls_silent_is_found_out_by_the_others(catalogue: SqlCatalogue) -> None:
    catalogue.beat("far", host="another", pid=1)
    held = Held(by={"far"})
    pulse = Pulse(catalogue, held, worker="me", beat_s=0.02, silent_s=0.2)
    pulse.beat()
    pulse.start()
    while not held.taken:
        assert held.looks.acquire(timeout=45)
    pulse.stop()
    assert held.taken == ["far"]
    assert catalogue.workers() == (), "it says that it goes"


def test_a_database_that_cannot_be_used_is_told(catalogue: SqlCatalogue, tmp_path: Path) -> None:
    told: list[CatalogueError] = []
    heard = threading.Event()

    def hear(error: CatalogueError) -> None:
        told.append(error)
        heard.set()

    pulse = Pulse(catalogue, Held(by=set()), worker="me", beat_s=0.02, on_broken=hear)
    pulse.beat()
    for rest in ("", "-wal", "-shm"):
        (tmp_path / f"catalogue.db{rest}").unlink(missing_ok=True)
    catalogue.close()  # the next connection finds a new file, with nothing in it
    pulse.start()
    assert heard.wait(10)
    pulse.stop()
    assert "does not hold what it should" in str(told[0])
