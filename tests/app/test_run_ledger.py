"""The ledger and the lines of a run, read session by session, are those of its whole report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker import app, config
from onlooker.app.kept import ended_row
from onlooker.app.library.kept import Kept
from onlooker.app.library.runs import Runs
from onlooker.app.patterns_kept import keep_patterns
from onlooker.domain.catalogued import RunState, SessionState
from onlooker.domain.estimate import PhaseEstimate
from onlooker.domain.ledger import ledger
from onlooker.domain.model import Exchange
from onlooker.domain.pattern import PatternReport
from onlooker.domain.report import FailedSession, SessionReport, Spent
from onlooker.stores import MemoryBlobs
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue
from tests.sinks import reports
from tests.stores.made import RUN, selected

SUMMARY = Exchange(key="1", purpose="summarize", model="a:small", input_tokens=1_000, output_tokens=100, cost=0.01)
LOOK = Exchange(key="2", purpose="verify", model="b:large", about=("f1", "f2"), input_tokens=3_000, output_tokens=300, cost=0.1)
KEPT = replace(SUMMARY, key="3", cost=0.0, cached=True, saved=0.02)
FORESEEN = PhaseEstimate(name="summarize", model="a:small", calls=1, input_tokens=900, output_tokens=90, cost=0.009)
SPENT = (
    Spent(calls=2, exchanges=(SUMMARY, LOOK), foreseen=(FORESEEN,)),
    Spent(cached_calls=1, exchanges=(KEPT,), refused=("verify", "verify"), foreseen=(FORESEEN,)),
    Spent(calls=1, cost=None, exchanges=(replace(LOOK, cost=None),)),
    Spent(),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqlCatalogue]:
    with closing(open_catalogue(tmp_path / "catalogue.db")) as opened:
        yield opened


@pytest.fixture
def blobs() -> MemoryBlobs:
    return MemoryBlobs()


def _runs(catalogue: SqlCatalogue, blobs: MemoryBlobs, *, older: bool = False) -> Runs:
    """A run of four sessions, one that failed and one that is not read yet. `older`: ended by an Onlooker that kept no usage apart."""
    catalogue.begin_run(replace(RUN, asked={"settings": {"model": "a:small"}}))
    for number, usage in enumerate(SPENT):
        report = replace(reports.bought_kettle(), session_id=f"s-{number}", usage=usage)
        _end(catalogue, blobs, number, report, None if older else usage)
    _end(catalogue, blobs, 4, FailedSession(session_id="bad", source="bad.json", reason="it is empty"), None)
    catalogue.select("run-1", [selected("later", order=5)])
    found = PatternReport(examined=4, users=1, refused=("assign", "check"))
    extract = replace(LOOK, key="9", purpose="extract", about=())
    catalogue.keep_patterns("run-1", found, blob=keep_patterns(found, [extract], blobs))
    catalogue.end_run("run-1", RunState.DONE, ended_at=61_000)
    return Runs(Kept(settings=config.Settings(), catalogue=catalogue, blobs=blobs))


def _end(catalogue: SqlCatalogue, blobs: MemoryBlobs, number: int, report: SessionReport | FailedSession, usage: Spent | None) -> None:
    row, found = ended_row(selected(f"p{number}", order=number), report, blobs)
    catalogue.end_session(row, found, usage)


@pytest.mark.parametrize("older", [False, True])
def test_the_ledger_is_that_of_the_whole_report(catalogue: SqlCatalogue, blobs: MemoryBlobs, older: bool) -> None:
    runs = _runs(catalogue, blobs, older=older)
    told = runs.ledger("run-1")
    assert told == ledger(runs.report("run-1"))
    assert (told.total.calls, told.total.cached, told.total.cost) == (4, 1, None)
    assert [(one.phase, one.calls, one.sessions) for one in told.left_out] == [("look", 2, 1), ("patterns", 2, 0)]
    assert told.forecast is not None and told.forecast.foreseen.sessions == 4


def test_the_lines_are_those_of_the_whole_report(catalogue: SqlCatalogue, blobs: MemoryBlobs) -> None:
    runs = _runs(catalogue, blobs)
    assert "".join(runs.lines("run-1")) == app.render(runs.report("run-1"), "json")


def test_what_is_gone_from_the_store_is_told_last_and_was_paid_all_the_same(catalogue: SqlCatalogue, blobs: MemoryBlobs) -> None:
    runs = _runs(catalogue, blobs)
    [row] = [row for row in catalogue.sessions("run-1") if row.session_id == "s-0"]
    catalogue.end_session(replace(row, report_blob="0" * 16), (), SPENT[0])
    assert "".join(runs.lines("run-1")) == app.render(runs.report("run-1"), "json")
    assert [line for line in runs.lines("run-1") if "no longer in the store" in line]
    assert runs.ledger("run-1").total.calls == 4


def test_a_session_read_again_has_taken_what_it_took_last(catalogue: SqlCatalogue, blobs: MemoryBlobs) -> None:
    _runs(catalogue, blobs)
    [row] = [row for row in catalogue.sessions("run-1") if row.session_id == "s-0"]
    catalogue.end_session(replace(row, state=SessionState.DONE), (), SPENT[1])
    assert [one.usage for one in catalogue.ended("run-1") if one.session_id == "s-0"] == [SPENT[1]]
