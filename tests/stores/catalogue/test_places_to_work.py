"""What a place to work asks of the catalogue: runs called off, what ended when, a session by its own id, feedback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from onlooker.domain.catalogued import Affected, FoundIn, RunState, SessionState
from onlooker.domain.feedback import About, Feedback
from onlooker.ports import Catalogue
from onlooker.stores.catalogue import open_catalogue, open_engine
from onlooker.stores.catalogue.sessions import is_own_id
from onlooker.stores.catalogue.tables import SPACE, sessions
from tests.stores.made import FINDING, RUN, begun, pattern, read, selected, told

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
    assert catalogue.found_in()[0] == FoundIn(pattern_id="p", run_id="run-2", members=1, blocking=0, examined=4)
    assert catalogue.patterns_of("run-1", "a") == (Affected(pattern_id="p", finding_id="f-a", at_ms=5, blocking=False),)
    assert catalogue.patterns_of("run-2", "a") == ()


def test_which_run_found_a_pattern_last_and_how_many_have(catalogue: Catalogue) -> None:
    for number, (run_id, affected) in enumerate((("run-1", "p"), ("run-2", "p"), ("run-3", "q"))):
        catalogue.begin_run(replace(RUN, id=run_id, started_at=1_000 - number))
        for place in ("a", "b"):
            catalogue.end_session(read(place, run_id=run_id))
        catalogue.keep_patterns(run_id, told(pattern(affected, "a"), pattern("of none")), blob="k")
    assert _last_found(catalogue) == {"p": ("run-1", 2), "q": ("run-3", 1)}
    catalogue.keep_patterns("run-1", told(pattern("q", "a", "b")), blob="k")
    assert _last_found(catalogue) == {"p": ("run-2", 1), "q": ("run-1", 2)}, "looked for anew, it found another one"
    catalogue.merge_patterns("p", "q")
    assert _last_found(catalogue) == {"q": ("run-1", 3)}
    assert [(one.run_id, one.members) for one in catalogue.found_in("q")] == [("run-1", 2), ("run-2", 1), ("run-3", 1)]


def _last_found(catalogue: Catalogue) -> dict[str, tuple[str, int]]:
    return {one.pattern_id: (one.run_id, one.runs) for one in catalogue.last_found()}


def test_what_older_runs_found_is_counted_when_the_tables_are_brought_up_to_date(database: str) -> None:
    """As an Onlooker of schema 3 left them: with members, and nothing counted."""
    catalogue = begun(open_catalogue(database))
    catalogue.end_session(read("a"))
    catalogue.end_session(read("b"))
    catalogue.keep_patterns("run-1", told(pattern("p", "a", "b")), blob="k")
    catalogue.close()
    engine = open_engine(database)
    with engine.execution_options(writes=True).begin() as db:
        space = "" if db.dialect.name == "sqlite" else f"{SPACE}."
        for index in ("sessions_read", "sessions_set_aside", "sessions_under_way", "expenses_paid", "words_by_time"):
            db.execute(text(f"DROP INDEX {space}{index}"))
        db.execute(text(f"CREATE INDEX words_by_session ON {space}words (session, word)"))
        db.execute(text(f"DROP TABLE {space}found"))
        db.execute(text(f"ALTER TABLE {space}runs DROP COLUMN examined"))
        db.execute(text(f"UPDATE {space}schema SET number = 3"))
    engine.dispose()
    catalogue = open_catalogue(database)
    assert catalogue.found_in() == (FoundIn(pattern_id="p", run_id="run-1", members=2, blocking=0, examined=None),)
    assert _last_found(catalogue) == {"p": ("run-1", 1)}
    catalogue.close()


def test_runs_by_their_ids_and_why_they_skipped_sessions(catalogue: Catalogue) -> None:
    for run_id in ("run-1", "run-2"):
        begun(catalogue, run_id)
    assert catalogue.runs_of({"run-2", "no run"}) == {"run-2": replace(RUN, id="run-2")}
    assert catalogue.runs_of(()) == {}
    for place, reason in (("a", "bot: it says so"), ("b", "too short"), ("c", "too short")):
        catalogue.end_session(replace(selected(place), state=SessionState.SKIPPED, reason=reason))
    catalogue.end_session(replace(selected("d"), state=SessionState.FAILED, reason="cannot be read"))
    catalogue.end_session(replace(selected("e", run_id="run-2"), state=SessionState.SKIPPED, reason="x" * 4_000))
    assert catalogue.skipped("run-1") == {"bot: it says so": 1, "too short": 2}
    assert catalogue.skipped("run-2") == {"x" * 4_000: 1}


def test_findings_of_a_session_are_those_its_run_made_of_it(catalogue: Catalogue) -> None:
    for run_id in ("run-1", "run-2"):
        one = replace(FINDING, run_id=run_id, finding_id=f"of {run_id}")
        begun(catalogue, run_id).end_session(read("a", run_id=run_id), [one])
        catalogue.end_session(read("b", run_id=run_id), [replace(one, session_id="s-b")])
    assert [one.finding_id for one in catalogue.findings("run-2", "s-a")] == ["of run-2"]
    assert [one.session_id for one in catalogue.findings("run-2")] == ["s-a", "s-b"]


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
