"""Runs: what was begun is there, and is found again by what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.catalogued import RunRow, RunState, SessionState, Tally
from onlooker.ports import Catalogue
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import EXPENSE, RUN, begun, read, selected

ODD = st.text(st.characters(exclude_categories=()), max_size=30)
"""Any code points, half surrogate pairs and NUL among them."""


def test_what_is_begun_is_there(catalogue: Catalogue, database: str) -> None:
    run = replace(RUN, asked={"places": ["a", "b"], "budget": 2.5, "focus": None}, skipped_places=(("x.txt", "no session"),), estimate={"usd": 1.5})
    catalogue.begin_run(run)
    assert catalogue.run("run-1") == run
    assert catalogue.run("run-2") is None
    again = open_catalogue(database)
    assert again.run("run-1") == run
    again.close()


def test_a_run_begun_again_keeps_what_it_came_to(catalogue: Catalogue) -> None:
    begun(catalogue).end_run("run-1", RunState.DONE, ended_at=2_000)
    begun(catalogue)
    assert catalogue.run("run-1") == replace(RUN, state=RunState.DONE, ended_at=2_000)


def test_the_latest_come_first(catalogue: Catalogue) -> None:
    for number in (2, 5, 1):
        catalogue.begin_run(replace(RUN, id=f"run-{number}", started_at=number))
    assert [run.id for run in catalogue.runs()] == ["run-5", "run-2", "run-1"]
    assert [run.id for run in catalogue.runs(limit=1)] == ["run-5"]


def test_the_same_question_finds_its_latest_unfinished_run(catalogue: Catalogue) -> None:
    for number in (1, 2, 3):
        catalogue.begin_run(replace(RUN, id=f"run-{number}", started_at=number))
    catalogue.begin_run(replace(RUN, id="other", key="something else", started_at=9))
    catalogue.end_run("run-3", RunState.STOPPED, note="the budget ended", ended_at=4)
    found = catalogue.unfinished("all of it")
    assert found is not None
    assert found.id == "run-2"
    assert catalogue.unfinished("never asked") is None
    stopped = catalogue.run("run-3")
    assert stopped is not None
    assert (stopped.state, stopped.note, stopped.ended_at) == (RunState.STOPPED, "the budget ended", 4)


def test_what_was_foreseen_is_kept(catalogue: Catalogue) -> None:
    begun(catalogue).foresee("run-1", {"calls": 110, "usd": 0.42})
    run = catalogue.run("run-1")
    assert run is not None
    assert run.estimate == {"calls": 110, "usd": 0.42}


def test_the_tally_counts_from_the_rows(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected(place) for place in "abcde"])
    catalogue.end_session(replace(read("a"), findings=3, blocking=1))
    catalogue.end_session(replace(read("b"), findings=1))
    catalogue.end_session(replace(selected("c"), state=SessionState.FAILED, reason="no snapshot"))
    catalogue.end_session(replace(selected("d"), state=SessionState.SKIPPED, reason="a bot"))
    catalogue.spend(EXPENSE)
    catalogue.spend(replace(EXPENSE, request_key="k2", cost=0.5))
    catalogue.spend(replace(EXPENSE, request_key="k3", saved=True, cost=0.0))
    assert catalogue.tally("run-1") == Tally(selected=5, done=2, failed=1, skipped=1, findings=4, blocking=1, calls=2, cost=0.75)
    assert catalogue.tally("nothing") == Tally()


def test_a_price_nobody_knows_is_not_zero(catalogue: Catalogue) -> None:
    begun(catalogue).spend(EXPENSE)
    catalogue.spend(replace(EXPENSE, request_key="k2", cost=None))
    tally = catalogue.tally("run-1")
    assert (tally.calls, tally.cost) == (2, None)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=ODD,
    asked=st.dictionaries(ODD, st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ODD, max_size=4),
    places=st.lists(st.tuples(ODD, ODD), max_size=3),
)
def test_any_words_come_back_as_they_were(catalogue: Catalogue, note: str, asked: dict[str, object], places: list[tuple[str, str]]) -> None:
    run = RunRow(id=note, key=f"{note} key", started_at=1, note=note, asked=asked, skipped_places=tuple(places))
    if (there := catalogue.run(note)) is None:
        catalogue.begin_run(run)
        assert catalogue.run(note) == run
        assert catalogue.unfinished(f"{note} key") == run
    else:
        assert there.id == note


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63) + 1, 10**30, -(10**30)])
def test_a_number_too_large_is_cut_and_breaks_nothing(catalogue: Catalogue, number: int) -> None:
    catalogue.begin_run(replace(RUN, started_at=number))
    run = catalogue.run("run-1")
    assert run is not None
    assert run.started_at == max(-(2**63) + 1, min(number, 2**63 - 1))
