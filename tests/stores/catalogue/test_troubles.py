"""A database that is gone, locked, full or damaged: a CatalogueError says what to do, and no password."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from onlooker.errors import CatalogueError
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue, open_engine
from onlooker.stores.catalogue.troubles import troubles_of
from tests.postgres import Postgres
from tests.stores.made import FINDING, RUN, begun, read


def _fails(catalogue: SqlCatalogue, says: str) -> None:
    with pytest.raises(CatalogueError, match=says) as raised:
        catalogue.begin_run(RUN)
    assert "secret" not in str(raised.value)
    assert "INSERT" not in str(raised.value)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[SqlCatalogue]:
    catalogue = begun(open_catalogue(tmp_path / "c.db"))
    assert isinstance(catalogue, SqlCatalogue)
    yield catalogue
    catalogue.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "c.db").write_bytes(b"a letter to my mother, and a long one at that\n" * 100)
    with pytest.raises(CatalogueError, match=r"c\.db is no SQLite database: move it away"):
        open_catalogue(tmp_path / "c.db")


def test_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "c.db"
    catalogue = begun(open_catalogue(file))
    for number in range(200):
        catalogue.end_session(read(f"p{number}"), [FINDING])
    catalogue.close()
    kept = file.read_bytes()
    file.write_bytes(kept[:4096] + b"\xff" * (len(kept) - 4096))
    with pytest.raises(CatalogueError, match="is damaged: move it and its -wal file away"):
        open_catalogue(file).sessions("run-1")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be opened: see that its folder is there"):
        open_catalogue(tmp_path)


def test_a_file_where_its_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(CatalogueError, match="no folder for the catalogue"):
        open_catalogue(tmp_path / "home" / "c.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    open_catalogue(tmp_path / "c.db").close()
    (tmp_path / "c.db").chmod(0o400)
    with pytest.raises(CatalogueError, match="give this user the right"):
        begun(open_catalogue(tmp_path / "c.db"))


def test_a_full_disk_stops_with_what_was_there_kept(tmp_path: Path) -> None:
    """The nearest to a full disk: a limit on the pages of the file."""
    open_catalogue(tmp_path / "c.db").close()
    engine = open_engine(tmp_path / "c.db")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 60"))
    catalogue = SqlCatalogue(engine, "c.db")
    begun(catalogue)
    ended = 0
    with pytest.raises(CatalogueError, match=r"c\.db cannot grow, the disk is full: make room"):
        while True:
            catalogue.end_session(read(f"p{ended}"), [FINDING] * 9)
            ended += 1
    catalogue.close()
    again = open_catalogue(tmp_path / "c.db")
    assert len(again.sessions("run-1")) == ended
    assert len(again.findings("run-1")) == 9 * ended
    again.close()


def test_a_file_that_another_holds_for_too_long(tmp_path: Path, opened: SqlCatalogue) -> None:
    impatient = create_engine(f"sqlite:///{tmp_path / 'c.db'}", connect_args={"timeout": 0.01, "isolation_level": None})
    with sqlite3.connect(tmp_path / "c.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogueError, match="was held by another process"), troubles_of("c.db"), impatient.connect() as db:
            db.exec_driver_sql("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()
    impatient.dispose()


def test_a_table_that_is_gone(tmp_path: Path, opened: SqlCatalogue) -> None:
    with sqlite3.connect(tmp_path / "c.db") as other:
        other.execute("DROP TABLE runs")
    other.close()
    _fails(opened, r"c\.db does not hold what it should")


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CatalogueError, match=rf"the catalogue at 127.0.0.1:{port}/x cannot be reached.*ONLOOKER_DATABASE_URL") as raised:
        open_catalogue(f"postgresql://me:secret@127.0.0.1:{port}/x")
    assert "secret" not in str(raised.value)


def test_a_database_that_is_not_there(postgres: Postgres) -> None:
    with pytest.raises(CatalogueError, match=r"nowhere is not there: create it \(createdb\)"):
        open_catalogue(postgres.url("nowhere"))


def test_a_user_that_is_not_there(postgres: Postgres) -> None:
    with pytest.raises(CatalogueError, match="does not let this user in: see the user and the password"):
        open_catalogue(postgres.url("postgres").replace("postgres:secret", "stranger:secret"))


def test_a_user_that_may_not_create(postgres: Postgres, postgres_url: str) -> None:
    postgres.tell("DROP ROLE IF EXISTS guest")
    postgres.tell("CREATE ROLE guest LOGIN")
    with pytest.raises(CatalogueError, match="grant CREATE on the database"):
        open_catalogue(postgres_url.replace("postgres:secret", "guest:secret"))


def test_a_connection_cut_while_idle_is_made_anew(postgres: Postgres, postgres_url: str) -> None:
    catalogue = open_catalogue(postgres_url)
    begun(catalogue)
    postgres.tell("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + postgres_url.rpartition("/")[2] + "'")
    assert catalogue.run("run-1") == RUN
    catalogue.close()


def test_a_connection_cut_in_the_middle_is_told(postgres: Postgres, postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with pytest.raises(CatalogueError, match=r"was shut down|cannot be reached, or the connection was lost"), troubles_of("db"), engine.begin() as db:
        pid = db.scalar(text("SELECT pg_backend_pid()"))
        postgres.tell(f"SELECT pg_terminate_backend({pid})")
        db.execute(text("SELECT 1"))
    engine.dispose()


def test_a_lock_that_another_holds_for_too_long(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with engine.begin() as other:
        assert [other.scalar(text(f"SHOW {name}")) for name in ("lock_timeout", "idle_in_transaction_session_timeout")] == ["1min", "1min"]
        other.execute(text("SELECT pg_advisory_xact_lock(1)"))
        with pytest.raises(CatalogueError, match="was held by another process"), troubles_of("db"), engine.begin() as db:
            db.execute(text("SET LOCAL lock_timeout = 10"))
            db.execute(text("SELECT pg_advisory_xact_lock(1)"))
    engine.dispose()


def test_a_database_dropped_under_its_feet(postgres: Postgres, postgres_url: str) -> None:
    catalogue = open_catalogue(postgres_url)
    postgres.drop(postgres_url.rpartition("/")[2])
    _fails(catalogue, "is not there: create it")
    catalogue.close()
