"""Threads that wait for workflows, work that was missed, and a database that is away for a moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg
import pytest
import sqlalchemy as sa

from onlooker.engines.doing import Doing
from onlooker.engines.patience import Patience
from onlooker.engines.waiting import Came, LetGo, Seen, Waiting
from onlooker.errors import CatalogueError, OnlookerError

SOON_S = 45


@dataclass(kw_only=True)
class Database:
    """What is written down of workflows."""

    ended: dict[str, Came | None] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    looks: list[Sequence[str]] = field(default_factory=list)
    trouble: OnlookerError | None = None

    def look(self, names: Sequence[str]) -> Seen:
        self.looks.append(names)
        if self.trouble is not None:
            raise self.trouble
        return Seen(
            ended={name: self.ended[name] for name in names if name in self.ended}, unknown=[name for name in names if name not in self.known]
        )


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def told() -> list[OnlookerError]:
    return []


@pytest.fixture
def waiting(database: Database, told: list[OnlookerError]) -> Iterator[Waiting]:
    one = Waiting(database.look, 0.01, failed=told.append)
    one.start()
    yield one
    one.close()


def test_everybody_hears_of_their_own(waiting: Waiting, database: Database) -> None:
    begun = threading.Barrier(4)

    def wait(name: str) -> Mapping[str, object]:
        database.known.add(name)
        return waiting.until(name, lambda: begun.wait(SOON_S))

    with ThreadPoolExecutor(3) as pool:
        waits = [pool.submit(wait, name) for name in ("one", "two", "two")]
        begun.wait(SOON_S)
        database.ended["two"] = {"said": 2}
        assert [wait.result(SOON_S) for wait in waits[1:]] == [{"said": 2}] * 2
        waiting.tell("one", {"said": 1})
        assert waits[0].result(SOON_S) == {"said": 1}


def test_what_nobody_knows_of_is_begun_again(waiting: Waiting, database: Database) -> None:
    def begin() -> None:
        begun.append("")
        if len(begun) > 1:
            database.known.add("lost")
            database.ended["lost"] = {}

    begun: list[str] = []
    assert waiting.until("lost", begin) == {}
    assert len(begun) == 2


def _calls_off(waiting: Waiting, database: Database) -> None:
    database.ended["one"] = None


def _closes(waiting: Waiting, database: Database) -> None:
    waiting.close()


def _fails(waiting: Waiting, database: Database) -> None:
    database.trouble = CatalogueError("gone")


@pytest.mark.parametrize("end", [_calls_off, _closes, _fails])
def test_who_waits_in_vain_is_let_go(
    end: Callable[[Waiting, Database], None], waiting: Waiting, database: Database, told: list[OnlookerError]
) -> None:
    database.known.add("one")
    with pytest.raises(LetGo):
        waiting.until("one", lambda: end(waiting, database))
    assert [str(error) for error in told] == (["gone"] if end is _fails else [])


def test_nobody_is_asked_while_nobody_waits(waiting: Waiting, database: Database) -> None:
    database.known.add("one")
    waiting.until("one", lambda: database.ended.update(one={}))
    asked = len(database.looks)
    waiting.until("two", lambda: database.ended.update(two={}))
    assert all(names == ["two"] for names in database.looks[asked:] if names)


def test_work_that_is_said_to_be_done_and_is_not_is_missed_after_some_looks() -> None:
    doing = Doing()
    with doing("mine"):
        looks = [doing.missed(["mine", "lost"]) for _ in range(6)]
    assert looks == [[], [], ["lost"], [], [], ["lost"]], "told again where it is still not done"
    assert [doing.missed(["mine"]) for _ in range(3)] == [[], [], ["mine"]]


def test_work_that_begins_between_two_looks_is_not_missed() -> None:
    doing = Doing()
    looks = [doing.missed(["one"]), doing.missed(["one"])]
    with doing("one"):
        looks += [doing.missed(["one"])]
    assert [*looks, doing.missed(["one"]), doing.missed(["one"])] == [[], [], [], [], []]


def away(times: int, error: Callable[[], CatalogueError]) -> tuple[Callable[[], str], list[int]]:
    tries: list[int] = []

    def ask() -> str:
        tries.append(1)
        if len(tries) <= times:
            raise error()
        return "there"

    return ask, tries


def lost() -> CatalogueError:
    return _caused(sa.exc.OperationalError("SELECT 1", {}, psycopg.OperationalError("connection refused")))


def full() -> CatalogueError:
    return _caused(sa.exc.OperationalError("INSERT", {}, psycopg.errors.DiskFull("no space")))


def _caused(by: Exception) -> CatalogueError:
    error = CatalogueError("told")
    error.__cause__ = by
    return error


def test_a_lost_connection_is_tried_again_for_a_while() -> None:
    ask, tries = away(2, lost)
    assert Patience(ended=lambda: False)(ask) == "there"
    assert len(tries) == 3


@pytest.mark.parametrize(("error", "seconds", "ended"), [(lost, 0.0, False), (lost, 60.0, True), (full, 60.0, False)])
def test_what_does_not_pass_is_told_at_once(error: Callable[[], CatalogueError], seconds: float, ended: bool) -> None:
    ask, tries = away(9, error)
    with pytest.raises(CatalogueError, match="told"):
        Patience(ended=lambda: ended, seconds=seconds)(ask)
    assert len(tries) == 1
