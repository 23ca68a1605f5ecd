"""What may break under a run: each ends it with one line that says what to do, loses nothing, and the same command goes on once that is done."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from tests.engines.double import Call, Double
from tests.engines.lives import Life, sessions_told
from tests.engines.programs import Program, Programs
from tests.engines.sessions import made
from tests.postgres import Postgres, start

SESSIONS = 6
_HEADER = 100
"""Bytes of an SQLite file that say what it is."""


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions")
    made(folder, SESSIONS)
    return folder


@pytest.fixture
def life(programs: Programs, double: Double, sessions: Path, tmp_path: Path) -> Life:
    return Life(programs=programs, double=double, folder=tmp_path / "life", sessions=sessions, env={"concurrency": "2"})


def said(program: Program, status: int = 1) -> str:
    """The one line it ends with."""
    assert program.ends() == status, program.said
    lines = [line for line in program.said.splitlines() if not line.startswith("[")]
    assert len(lines) == 1, program.said
    return lines[0]


def goes_on(life: Life) -> None:
    """The same command reads what is left, and no more."""
    again = life.begin()
    assert life.ends(again) == 0, again.said
    assert len(list(sessions_told(life.out))) == SESSIONS
    assert life.asked_again == []


def two_read(life: Life) -> Program:
    """A run with two sessions read, and the model keeps silent about the next two."""
    double = life.double

    def summaries() -> list[Call]:
        return [call for call in double.calls if call.purpose == "summary"]

    double.hold(lambda call: call in summaries()[2:])
    program = life.begin()
    assert program.until(lambda: f"[2/{SESSIONS}]" in program.said and len(summaries()) >= 4)
    return program


def test_an_interrupt_ends_it_at_once_and_says_what_is_kept(life: Life) -> None:
    program = two_read(life)
    began = time.monotonic()
    program.signal(signal.SIGINT)
    assert said(program, 130) == "onlooker: interrupted; 2 of 6 sessions are read and kept; the same command goes on from there"
    assert time.monotonic() - began < 45, "it waits for no model"
    life.double.release()
    goes_on(life)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(folder: Path) -> Path:
    """What takes all the room that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                pass
    return filler


@pytest.mark.parametrize("part", ["blobs", "home"])
def test_a_full_disk(part: str, life: Life, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "24m") as disk:
        life.folder.mkdir()
        (disk / part).mkdir()
        (life.folder / part).symlink_to(disk / part)
        program = two_read(life)
        filler = filled(disk)
        life.double.release()
        told = said(program)
        assert "2 of 6 sessions are read and kept; the same command goes on from there" in told
        assert "make room" in told
        filler.unlink()
        goes_on(life)


def test_a_disk_that_was_full_from_the_start(life: Life) -> None:
    """A limit on the size of files stands for it, where nobody may mount."""
    words = ("watch", str(life.sessions), "--model", life.double.model)
    places = {"home": str(life.folder / "home"), "blobs": str(life.folder / "blobs")}
    for most in (4_000, 120_000, 240_000):
        program = life.programs.start(*words, env=places, limits={resource.RLIMIT_FSIZE: most})
        assert "make room" in said(program) or "disk may be full" in said(program), program.said
    assert life.double.calls == []
    goes_on(life)


def test_a_home_that_cannot_be_written(life: Life, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    program = life.programs.start("watch", str(life.sessions), env={"home": str(tmp_path / "file" / "home")})
    assert "ONLOOKER_HOME" in said(program)


@pytest.mark.parametrize("name", ["runs.db", "catalogue.db"])
def test_a_damaged_database(name: str, life: Life) -> None:
    program = two_read(life)
    life.kill(program)
    life.double.release()
    file = life.folder / "home" / name
    kept = file.read_bytes()
    for damaged in (b"no database at all" * 100, kept[:_HEADER] + bytes(len(kept) - _HEADER)):
        for rest in ("-wal", "-shm"):
            file.with_name(f"{name}{rest}").unlink(missing_ok=True)
        file.write_bytes(damaged)
        told = said(life.begin())
        assert str(file) in told and "move it" in told
    for rest in ("", "-wal", "-shm"):
        file.with_name(f"{name}{rest}").unlink(missing_ok=True)
    goes_on(life)


def test_a_database_that_is_damaged_while_the_run_is_under_way(life: Life) -> None:
    program = two_read(life)
    for name in ("runs.db", "runs.db-wal"):
        file = life.folder / "home" / name
        size = file.stat().st_size
        with file.open("r+b") as damaged:
            damaged.write(os.urandom(size))
    life.double.release()
    told = said(program)
    assert "runs.db" in told and "of 6 sessions are read and kept" in told
    for rest in ("", "-wal", "-shm"):
        (life.folder / "home" / f"runs.db{rest}").unlink(missing_ok=True)
    goes_on(life)


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that may be shut down."""
    server = start.__wrapped__()
    yield server
    server.process.send_signal(signal.SIGQUIT)
    server.process.wait()


def shut_down(server: Postgres) -> None:
    """At once, as in a power cut."""
    server.process.send_signal(signal.SIGQUIT)
    server.process.wait()


def up_again(server: Postgres) -> subprocess.Popen[bytes]:
    words = [str(word) for word in cast(Sequence[str], server.process.args)]
    data = words[words.index("-D") + 1]
    user = "nobody" if os.geteuid() == 0 else None
    return subprocess.Popen(words, user=user, cwd=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


@contextmanager
def back(server: Postgres) -> Iterator[None]:
    process = up_again(server)
    try:
        yield
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def test_a_postgres_that_goes_away(life: Life, own_postgres: Postgres) -> None:
    life.env = {**life.env, "database_url": own_postgres.url(own_postgres.make())}
    program = two_read(life)
    shut_down(own_postgres)
    life.double.release()
    told = said(program)
    assert "cannot be reached" in told and "2 of 6 sessions are read and kept; the same command goes on from there" in told
    assert "secret" not in told
    with back(own_postgres):
        goes_on(life)


def test_a_postgres_that_is_away_for_a_moment(life: Life, own_postgres: Postgres) -> None:
    life.env = {**life.env, "database_url": own_postgres.url(own_postgres.make())}
    program = two_read(life)
    shut_down(own_postgres)
    with back(own_postgres):
        life.double.release()
        assert life.ends(program) == 0, program.said
    assert len(list(sessions_told(life.out))) == SESSIONS
