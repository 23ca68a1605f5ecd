"""Migrations: the tables come to be what the queries take them for, once, whoever comes first."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from onlooker.errors import CatalogueError, SettingError
from onlooker.stores.catalogue import SCHEMA, open_catalogue, open_engine
from onlooker.stores.catalogue.migrate import migrate
from onlooker.stores.catalogue.migrations import MIGRATIONS
from onlooker.stores.catalogue.tables import SPACE, TABLES
from tests.stores.made import RUN, begun

GROWN = (*MIGRATIONS, ("ALTER TABLE runs ADD COLUMN colour {text}", "CREATE TABLE hats (id {id}, name {text})"))


def _number(database: str) -> int:
    engine = open_engine(database)
    with engine.connect() as db:
        number = db.scalar(text("SELECT number FROM " + ("schema" if db.dialect.name == "sqlite" else f"{SPACE}.schema")))
    engine.dispose()
    return int(number)


def _migrated(database: str, to: tuple[tuple[str, ...], ...]) -> None:
    engine = open_engine(database)
    try:
        migrate(engine.execution_options(writes=True), to)
    finally:
        engine.dispose()


def test_the_tables_are_what_the_queries_take_them_for(database: str) -> None:
    open_catalogue(database).close()
    engine = open_engine(database)
    there = inspect(engine)
    space = None if engine.dialect.name == "sqlite" else SPACE
    assert set(there.get_table_names(schema=space)) == {table.name for table in TABLES}
    for table in TABLES:
        columns = {one["name"]: one["type"]._type_affinity for one in there.get_columns(table.name, schema=space)}
        assert columns == {one.name: one.type.dialect_impl(engine.dialect)._type_affinity for one in table.columns}
    engine.dispose()


def test_opened_again_nothing_is_done_again(database: str) -> None:
    first = begun(open_catalogue(database))
    first.close()
    again = open_catalogue(database)
    assert again.run("run-1") == RUN
    again.close()
    assert _number(database) == SCHEMA


def test_a_newer_program_brings_the_tables_up_to_date_and_keeps_the_rows(database: str) -> None:
    begun(open_catalogue(database)).close()
    _migrated(database, GROWN)
    assert _number(database) == SCHEMA + 1
    engine = open_engine(database)
    with engine.connect() as db:
        assert db.execute(text("SELECT id, colour FROM " + ("runs" if db.dialect.name == "sqlite" else f"{SPACE}.runs"))).all() == [("run-1", None)]
    engine.dispose()


def test_an_older_program_says_that_it_is_too_old_and_changes_nothing(database: str) -> None:
    _migrated(database, GROWN)
    with pytest.raises(CatalogueError, match=rf"newer Onlooker \(schema {SCHEMA + 1}, this one knows {SCHEMA}\): upgrade"):
        open_catalogue(database)
    assert _number(database) == SCHEMA + 1


def test_a_migration_that_fails_halfway_leaves_nothing_of_itself(database: str) -> None:
    open_catalogue(database).close()
    with pytest.raises(Exception, match="nonsense"):
        _migrated(database, (*MIGRATIONS, ("CREATE TABLE hats (id {id})", "CREATE nonsense")))
    assert _number(database) == SCHEMA
    _migrated(database, GROWN)
    assert _number(database) == SCHEMA + 1


def _open(database: str, number: int) -> None:
    begun(open_catalogue(database), f"run-{number}").close()


def test_many_processes_may_open_a_new_database_at_once(database: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_open, args=(database, number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * len(processes)
    catalogue = open_catalogue(database)
    assert {run.id for run in catalogue.runs()} == {f"run-{number}" for number in range(4)}
    catalogue.close()


def test_a_file_is_told_by_path_or_by_address(tmp_path: Path) -> None:
    file = tmp_path / "a b" / "runs.db"
    begun(open_catalogue(file)).close()
    for where in (str(file), f"sqlite:///{file}"):
        catalogue = open_catalogue(where)
        assert catalogue.run("run-1") == RUN
        catalogue.close()
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    db.close()


@pytest.mark.parametrize(
    "where", ["mysql://me:secret@db/x", "sqlite://", "sqlite:///:memory:", "postgresql://me:secret@db:port/x", "://", "http://db"]
)
def test_an_address_that_means_nothing_is_a_setting_error_without_the_password(where: str) -> None:
    with pytest.raises(SettingError, match="ONLOOKER_DATABASE_URL") as raised:
        open_catalogue(where)
    assert "secret" not in str(raised.value)
