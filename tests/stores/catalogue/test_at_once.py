"""Many at once: threads and processes that share a database cannot do together what none may do alone."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from onlooker.domain.catalogued import RunState, SessionState
from onlooker.ports import Catalogue
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import EXPENSE, FINDING, begun, pattern, read, selected, told

CAP = 1.0
CALL = 0.07
FIT = 14
"""Calls of that price under that cap."""


def _together(count: int, do: Callable[[int], object]) -> list[object]:
    """All begin at the same instant."""
    ready = threading.Barrier(count)

    def one(number: int) -> object:
        ready.wait()
        return do(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def _pay(database: str, name: int, calls: int) -> None:
    """Sets aside and spends, as a worker does."""
    catalogue = open_catalogue(database)
    for number in range(calls):
        key = f"{name} {number}"
        if catalogue.set_aside("run-1", key, CALL, CAP) is None:
            catalogue.spend(replace(EXPENSE, request_key=key, cost=CALL))
    catalogue.close()


def _in_processes(count: int, target: Callable[..., None], *args: object) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=target, args=(args[0], number, *args[1:])) for number in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(90)
    assert [process.exitcode for process in processes] == [0] * count


def test_threads_cannot_cross_the_cap_together(catalogue: Catalogue) -> None:
    begun(catalogue)
    left = _together(24, lambda number: catalogue.set_aside("run-1", f"k{number}", CALL, CAP))
    assert left.count(None) == FIT


def test_threads_that_spend_as_they_go_stay_under_the_cap(database: str) -> None:
    begun(open_catalogue(database)).close()
    _together(6, lambda name: _pay(database, name, 6))
    catalogue = open_catalogue(database)
    assert len(catalogue.expenses("run-1")) == FIT
    catalogue.close()


def test_processes_cannot_cross_the_cap_together(database: str) -> None:
    begun(open_catalogue(database)).close()
    _in_processes(4, _pay, database, 8)
    catalogue = open_catalogue(database)
    spent = catalogue.expenses("run-1")
    assert len(spent) == FIT
    assert sum(one.cost or 0.0 for one in spent) <= CAP
    catalogue.close()


def test_the_same_selection_by_several_workers_is_made_once(catalogue: Catalogue) -> None:
    begun(catalogue)
    rows = [selected(f"p{number}", order=number) for number in range(60)]
    _together(6, lambda _: catalogue.select("run-1", rows))
    assert [row.place for row in catalogue.sessions("run-1")] == [row.place for row in rows]


def test_a_session_ended_by_two_workers_has_the_findings_of_one(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected("a")])
    _together(8, lambda number: catalogue.end_session(read("a"), [replace(FINDING, title=f"{number} {place}") for place in range(5)]))
    titles = [one.title.split() for one in catalogue.findings("run-1")]
    assert [place for _, place in titles] == ["0", "1", "2", "3", "4"]
    assert len({number for number, _ in titles}) == 1


def test_each_ends_its_own_while_another_looks_on(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected(f"p{number}", order=number) for number in range(40)])

    def work(worker: int) -> object:
        for number in range(worker, 40, 8):
            catalogue.phase("run-1", f"p{number}", "read")
            catalogue.end_session(read(f"p{number}", order=number), [FINDING])
            catalogue.beat(f"w{worker}", host="here", pid=worker)
            assert catalogue.tally("run-1").done >= 1
        return None

    _together(8, work)
    assert all(row.state is SessionState.DONE for row in catalogue.sessions("run-1"))
    assert len(catalogue.findings("run-1")) == 40
    assert len(catalogue.workers()) == 8


def test_runs_that_keep_patterns_at_once_lose_none(catalogue: Catalogue) -> None:
    def keep(number: int) -> object:
        run_id = f"run-{number}"
        begun(catalogue, run_id)
        catalogue.keep_patterns(run_id, told(pattern("shared", signatures=(f"s{number}",)), pattern(f"own {number}")), blob="b")
        catalogue.end_run(run_id, RunState.DONE, ended_at=1)
        return None

    _together(6, keep)
    known = {one.id: one for one in catalogue.known_patterns()}
    assert set(known) == {"shared", *(f"own {number}" for number in range(6))}
    assert set(known["shared"].signatures) == {f"s{number}" for number in range(6)}
