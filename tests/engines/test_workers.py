"""Several processes on one Postgres, as on several machines: they share a run's sessions, and what one leaves the others take over."""

from __future__ import annotations

import re
import signal
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from tests.engines.double import Double
from tests.engines.lives import sessions_told, told
from tests.engines.programs import Program, Programs
from tests.engines.sessions import made

SESSIONS = 12
_DONE = re.compile(r"^\w+ (\S+) done$", re.MULTILINE)
_READ = re.compile(r"^\[\d+/\d+\] (\S+) ", re.MULTILINE)


class Place:
    """What all machines see: the database, the blobs and the model; and each one's own home."""

    def __init__(self, folder: Path, programs: Programs, double: Double, database_url: str) -> None:
        self.folder, self.programs, self.double, self.url = folder, programs, double, database_url
        self.sessions = folder / "sessions"
        self.ids = made(self.sessions, SESSIONS)

    def watch(self, out: str = "out", sessions: Path | None = None, **env: str) -> Program:
        words = ("watch", str(sessions or self.sessions), "--model", self.double.model, "--out", str(self.folder / out))
        return self.programs.start(*words, env={**self._env("watching"), **env})

    def worker(self, name: str, **env: str) -> Program:
        worker = self.programs.start("worker", env={**self._env(name), **env})
        assert worker.until(lambda: "working on the runs in" in worker.said), worker.said
        return worker

    def reported(self, out: str = "out") -> list[str]:
        return list(sessions_told(self.folder / out))

    def runs(self) -> int:
        with psycopg.connect(self.url) as db:
            counted = db.execute("SELECT count(*) FROM onlooker.runs").fetchone()
        assert counted is not None
        return int(counted[0])

    def _env(self, name: str) -> dict[str, str]:
        return {"database_url": self.url, "blobs": str(self.folder / "blobs"), "home": str(self.folder / name), "concurrency": "1"}


@pytest.fixture
def place(tmp_path: Path, programs: Programs, double: Double, postgres_url: str) -> Place:
    return Place(tmp_path, programs, double, postgres_url)


def done_by(worker: Program) -> Sequence[str]:
    return _DONE.findall(worker.said)


def test_workers_share_the_sessions_of_a_run(place: Place) -> None:
    place.double.hold()
    workers = [place.worker("one"), place.worker("two")]
    watch = place.watch()
    place.double.wait_for(3)  # each has a session now, and may ask for one thing at a time
    place.double.release()
    assert watch.ends() == 0, watch.said
    shared = [list(done_by(worker)) for worker in workers] + [_READ.findall(watch.said)]
    assert all(shared), "each did some"
    assert sorted(one for some in shared for one in some) == place.ids
    assert place.reported() == place.ids
    assert place.double.most_at_once() == 3


def test_what_a_killed_worker_held_is_taken_over(place: Place) -> None:
    place.double.hold()
    killed, other = place.worker("one"), place.worker("two")
    watch = place.watch()
    place.double.wait_for(3)
    killed.kill()  # it held a session and a call
    place.double.release()
    assert watch.ends() == 0, watch.said
    assert done_by(killed) == []
    assert place.reported() == place.ids
    assert sorted([*done_by(other), *_READ.findall(watch.said)]) == place.ids


def test_a_worker_that_was_only_silent_does_no_harm_when_it_wakes(place: Place) -> None:
    place.double.hold()
    stopped = place.worker("one")
    watch = place.watch()
    place.double.wait_for(2)
    stopped.signal(signal.SIGSTOP)
    place.double.release()
    assert watch.ends() == 0, watch.said
    before = told(place.folder / "out")
    stopped.signal(signal.SIGCONT)
    again = place.watch("again")
    assert again.ends() == 0, again.said
    assert place.reported() == place.reported("again") == place.ids
    assert stopped.running
    stopped.signal(signal.SIGTERM)
    assert stopped.ends() == 130
    assert stopped.said.splitlines()[-1] == "onlooker: interrupted; what was under way is left for the other workers"
    assert told(place.folder / "out") == before


def test_what_an_interrupted_worker_held_is_taken_over(place: Place) -> None:
    place.double.hold()
    worker = place.worker("one")
    watch = place.watch()
    place.double.wait_for(2)
    worker.signal(signal.SIGTERM)
    assert worker.ends(45) == 130
    place.double.release()
    assert watch.ends() == 0, watch.said
    assert place.reported() == place.ids


def test_the_same_order_given_twice_at_once_is_one_run(place: Place) -> None:
    place.double.hold()
    watches = [place.watch("here"), place.watch("there")]
    place.double.wait_for(2)  # each asks for one thing at a time: so both are at it
    place.double.release()
    assert [watch.ends() for watch in watches] == [0, 0], [watch.said for watch in watches]
    assert place.runs() == 1
    assert place.reported("here") == place.reported("there") == place.ids
    assert told(place.folder / "here") == told(place.folder / "there")
    assert len(set(place.double.words())) == len(place.double.words()), "nothing is asked twice"


def test_two_runs_side_by_side_help_one_another_and_are_told_apart(place: Place, tmp_path: Path) -> None:
    few = tmp_path / "few"
    made(few, 3, of=[place.sessions / "session-001", place.sessions / "session-000"])  # the same names, and other words than the long run's
    place.double.hold()
    watches = [place.watch("short", few), place.watch("long")]
    place.double.wait_for(2)
    place.double.latency_s = 0.1
    place.double.release()
    assert [watch.ends() for watch in watches] == [0, 0], [watch.said for watch in watches]
    assert len(place.reported("short")) == 3
    assert place.reported("long") == place.ids
    assert all(f"/{count}]" in line for count, watch in ((3, watches[0]), (SESSIONS, watches[1])) for line in watch.said.splitlines())
    assert len(set(place.double.words())) == len(place.double.words()), "what one does for the other is finished before it goes"


def test_a_worker_that_does_not_see_the_recordings_leaves_them_to_the_others(place: Place) -> None:
    lost = place.worker("lost", blobs=str(place.folder / "elsewhere"))
    watch = place.watch()
    assert lost.ends() == 1
    assert "ONLOOKER_BLOBS has to name the same place" in lost.said.splitlines()[-1]
    assert watch.ends() == 0, watch.said
    assert place.reported() == place.ids


def test_a_worker_needs_to_be_told_where_the_blobs_are(place: Place) -> None:
    worker = place.programs.start("worker", env={"database_url": place.url})
    assert worker.ends() == 2
    assert "ONLOOKER_BLOBS" in worker.said
