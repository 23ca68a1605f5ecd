"""What runs have come to: counted anew while that can change, and once after that."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from onlooker.app.library.tallies import Tallies
from onlooker.domain.catalogued import RunRow, RunState, SessionState, Tally
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import begun, read, selected

LATE = 10**9


def test_a_run_that_has_ended_is_counted_once_and_anew_when_it_was_taken_up(tmp_path: Path) -> None:
    with closing(open_catalogue(tmp_path / "catalogue.db")) as catalogue:
        tallies = Tallies()

        def told(run_id: str, now: int = LATE) -> Tally:
            run = catalogue.run(run_id)
            assert isinstance(run, RunRow)
            return tallies.of(run, catalogue, now)

        begun(catalogue).end_session(read("a"))
        assert told("run-1").done == 1
        catalogue.end_session(read("b"))
        assert told("run-1").done == 2, "it still runs"

        catalogue.end_run("run-1", RunState.DONE, ended_at=5_000)
        assert told("run-1", now=6_000).done == 2
        catalogue.end_session(replace(read("c")))
        assert told("run-1", now=7_000).done == 3, "it ended just now: something may still be written down"

        assert told("run-1").done == 3
        catalogue.end_session(read("d"))
        assert told("run-1").done == 3

        catalogue.take_up("run-1", left_for="called off")
        assert told("run-1").done == 4
        catalogue.end_run("run-1", RunState.DONE, ended_at=9_000)
        assert told("run-1").done == 4


def test_why_sessions_were_skipped_is_counted_as_often(tmp_path: Path) -> None:
    with closing(open_catalogue(tmp_path / "catalogue.db")) as catalogue:
        tallies = Tallies()
        for place in ("a", "b"):
            begun(catalogue).end_session(replace(selected(place), state=SessionState.SKIPPED, reason="bot"))
            run = catalogue.run("run-1")
            assert run is not None
            assert tallies.skipped(run, catalogue, LATE) == catalogue.skipped("run-1")
        catalogue.end_run("run-1", RunState.DONE, ended_at=5_000)
        run = catalogue.run("run-1")
        assert run is not None
        assert (tallies.skipped(run, catalogue, LATE), tallies.of(run, catalogue, LATE).skipped) == ({"bot": 2}, 2)
