"""What a place to work asks of the catalogue: runs called off, what ended when, a session by its own id, feedback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from onlooker.domain.catalogued import Affected, FoundIn, RunState, SessionState
from onlooker.domain.feedback import About, Feedback
from onlooker.ports import Catalogue
from onlooker.stores.catalogue import open_catalogue, open_engine
from onlooker.stores.catalogue.sessions import is_own_id
from onlooker.stores.catalogue.tables import SPACE, sessions
from tests.stores.made import begun, pattern, read, selected, told

SAID = Feedback(
    id="1", session_id="s-a", about=About.FINDING, right=False, finding_id="f", why="it is meant so", by="ana", at=5, run_id="r", place="a"
)


def test_a_run_is_called_off_once_and_only_while_it_runs(catalogue: Catalogue) -> None:
    begun(catalogue).call_off("run-1")
    run = catalogue.run("run-1")
    assert run is not None and run.called_off > 1_600_000_000_000
    catalogue.call_off("run-1")
    assert catalogue.run("run-1") == run
    begun(catalogue, "run-2").end_run("run-2", RunState.DONE, ended_at=9)
    catalogue.call_off("run-2")
    ended = catalogue.run("run-2")
    assert ended is not None and ended.called_off == 0


def test_a_run_taken_up_again_reads_what_was_left_for_that_reason_and_nothing_else(catalogue: Catalogue) -> None:
    begun(catalogue).call_off("run-1")
    for place, reason in (("a", "called off"), ("b", "bot")):
        catalogue.end_session(replace(selected(place), state=SessionState.SKIPPED, reason=reason))
    catalogue.end_session(read("c"))
    catalogue.end_run("run-1", RunState.STOPPED, note="called off", ended_at=9)
    catalogue.take_up("run-1", left_for="called off")
    run = catalogue.run("run-1")
    assert run is not None and (run.state, run.note, run.ended_at, run.called_off) == (RunState.RUNNING, "", 0, 0)
    states = {row.place: row.state for row in catalogue.sessions("run-1")}
    assert states == {"a": SessionState.SELECTED, "b": SessionState.SKIPPED, "c": SessionState.DONE}


def test_sessions_are_told_in_the_order_in_which_they_ended(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected("a"), selected("b", order=1), selected("c", order=2)])
    assert catalogue.ended_since("run-1", 0) == ()
    catalogue.end_session(read("b"))
    catalogue.end_session(read("a"))
    ended = catalogue.ended_since("run-1", 0)
    assert sorted(row.place for _, row in ended) == ["a", "b"]
    assert [at for at, _ in ended] == sorted(at for at, _ in ended)
    assert catalogue.ended_since("run-1", ended[-1][0]) == ()
    assert len(catalogue.ended_since("run-1", 0, limit=1)) == 1


def test_what_is_under_way_is_what_something_is_being_done_to(catalogue: Catalogue) -> None:
    begun(catalogue).select("run-1", [selected("a"), selected("b", order=1)])
    catalogue.phase("run-1", "b", "reading")
    assert [(row.place, row.phase) for row in catalogue.under_way("run-1")] == [("b", "reading")]
    catalogue.end_session(read("b"))
    assert catalogue.under_way("run-1") == ()


def test_a_session_is_found_by_its_own_id_as_the_latest_run_came_to_it(catalogue: Catalogue) -> None:
    long = "x" * 4_000
    for run_id in ("run-1", "run-2"):
        begun(catalogue, run_id).end_session(read("a", run_id=run_id))
        catalogue.end_session(replace(read("b", run_id=run_id), session_id=long))
    found = catalogue.latest("s-a")
    assert found is not None and (found.run_id, found.place) == ("run-2", "a")
    found = catalogue.latest(long)
    assert found is not None and found.place == "b"
    assert catalogue.latest("x" * 100) is None


def test_its_own_id_is_looked_up_and_not_searched_for(database: str) -> None:
    """Of a million sessions the one takes a millisecond, the other seconds."""
    open_catalogue(database).close()
    engine = open_engine(database)
    lite = engine.dialect.name == "sqlite"
    wanted = select(sessions.c.id).where(*is_own_id(sessions.c.session_id, "s-1")).order_by((sessions.c.id + 0).desc()).limit(1)
    told = str(wanted.compile(engine, compile_kwargs={"literal_binds": True})).replace(f"{SPACE}.", "" if lite else f"{SPACE}.")
    with engine.connect() as db:
        if not lite:
            db.exec_driver_sql("SET enable_seqscan = off")  # it would read a table without rows whole
        explained = db.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if lite else ''}{told}").all()
    engine.dispose()
    assert "sessions_by_own_id" in str(explained)


def test_a_pattern_is_told_from_the_side_of_its_runs_and_of_its_sessions(catalogue: Catalogue) -> None:
    for number, run_id in enumerate(("run-1", "run-2")):
        begun(catalogue, run_id)
        for place in ("a", "b"):
            catalogue.end_session(read(place, run_id=run_id))
        catalogue.keep_patterns(run_id, told(pattern("p", *"ab"[number:])), blob="k")
    assert {(one.run_id, one.members) for one in catalogue.found_in("p")} == {("run-1", 2), ("run-2", 1)}
    assert catalogue.found_in() == catalogue.found_in("p")
    assert catalogue.found_in("q") == ()
    assert catalogue.found_in()[0] == FoundIn(pattern_id="p", run_id="run-2", members=1, blocking=0)
    assert catalogue.patterns_of("run-1", "a") == (Affected(pattern_id="p", finding_id="f-a", at_ms=5, blocking=False),)
    assert catalogue.patterns_of("run-2", "a") == ()


def test_feedback_is_kept_replaced_and_withdrawn(catalogue: Catalogue) -> None:
    summary = replace(SAID, id="2", about=About.SUMMARY, finding_id="", success=True, session_id="s-b")
    for said in (SAID, summary, replace(SAID, right=True, at=6)):
        catalogue.keep_feedback(said)
    assert catalogue.feedback("s-a") == (replace(SAID, right=True, at=6),)
    assert set(catalogue.feedback()) == {summary, replace(SAID, right=True, at=6)}
    catalogue.drop_feedback("1")
    assert catalogue.feedback() == (summary,)
    with pytest.raises(KeyError):
        catalogue.drop_feedback("1")
