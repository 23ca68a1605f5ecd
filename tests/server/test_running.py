"""Runs begun from the app, each in a process of its own: foreseen, done, called off, gone on with, and ended with a reason where they cannot be."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.app.library import Library, RunAsked, Words, open_library
from onlooker.app.library.runs import RunLine
from onlooker.config import load
from onlooker.domain.catalogued import RunState, SessionFilter, SessionState
from onlooker.domain.report import SessionReport
from onlooker.errors import InputError, MissingError, SettingError
from onlooker.stores.catalogue import open_catalogue
from tests.engines.double import Double
from tests.stores.made import begun, selected

SAMPLES = str(Path(__file__).parents[2] / "samples")
_PATIENCE_S = 90.0


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("ONLOOKER_CLIPS", "off")
    with open_library(load(home=tmp_path)) as opened:
        yield opened


def _once(look: Callable[[], RunLine], when: Callable[[RunLine], bool]) -> RunLine:
    """Another process is at work: its rows are looked at until they say so."""
    until = time.monotonic() + _PATIENCE_S
    while not when(line := look()):
        assert time.monotonic() < until, line
        time.sleep(0.05)
    return line


def _ended(library: Library, run_id: str) -> RunLine:
    return _once(lambda: library.runs.one(run_id), lambda line: line.row.state is not RunState.RUNNING)


def test_a_run_is_done_as_the_command_does_it(library: Library) -> None:
    line = library.running.begin(RunAsked(places=(SAMPLES,), context="A shop", words=Words(focus="What goes wrong?", keep=("bots", "short"))))
    assert line.row.state is RunState.RUNNING and line.row.asked["context"]
    done = _ended(library, line.row.id)
    assert (done.row.state, done.row.note) == (RunState.DONE, "")
    assert done.tally.selected == 6 and done.tally.done + done.tally.skipped == 6
    assert library.runs.report(line.row.id).focus == "What goes wrong?"
    with pytest.raises(InputError, match="is done"):
        library.running.resume(line.row.id)


def test_a_run_called_off_reads_no_more_and_is_taken_up_again(library: Library) -> None:
    line = library.running.begin(RunAsked(places=(SAMPLES,)))
    run_id = line.row.id
    _once(lambda: library.runs.one(run_id), lambda one: one.tally.selected == 6)
    off = library.running.call_off(run_id)
    assert off.ending or off.row.state is not RunState.RUNNING
    stopped = _ended(library, run_id)
    left = library.sessions.page(SessionFilter(run_id=run_id, state=SessionState.SKIPPED)).rows
    if left:  # all were under way already, on a fast machine
        assert (stopped.row.state, stopped.row.note) == (RunState.STOPPED, "called off")
        assert {row.reason for row in left} == {"called off"}
    library.running.resume(run_id)
    done = _ended(library, run_id)
    assert (done.row.state, done.tally.done, done.tally.skipped) == (RunState.DONE, 6, 0)


def test_a_process_that_is_killed_is_begun_again(library: Library) -> None:
    run_id = library.running.begin(RunAsked(places=(SAMPLES,))).row.id
    _once(lambda: library.runs.one(run_id), lambda one: one.tally.selected == 6)
    os.kill(library.running._children[run_id].pid, signal.SIGKILL)
    done = _ended(library, run_id)
    assert (done.row.state, done.tally.done) == (RunState.DONE, 6)


def test_what_was_under_way_when_the_app_ended_is_gone_on_with(tmp_path: Path, library: Library) -> None:
    run_id = library.running.begin(RunAsked(places=(SAMPLES,))).row.id
    library.running.close()
    assert library.runs.one(run_id).row.state is RunState.RUNNING
    with open_library(load(home=tmp_path)) as later:
        assert later.running.revive() == 1
        assert _ended(later, run_id).tally.done == 6
        assert later.running.revive() == 0


def test_one_session_is_read_once_more(library: Library) -> None:
    first = _ended(library, library.running.begin(RunAsked(places=(str(Path(SAMPLES) / "fava-1"),))).row.id)
    [row] = library.sessions.page(SessionFilter(run_id=first.row.id)).rows
    again = _ended(library, library.running.again(row, RunAsked(places=())).row.id)
    [later] = library.sessions.page(SessionFilter(run_id=again.row.id)).rows
    assert (again.row.state, later.session_id, later.place) == (RunState.DONE, row.session_id, row.place)
    assert library.sessions.latest(row.session_id).run_id == again.row.id
    with pytest.raises(MissingError):
        library.running.again(replace(row, parts=()), RunAsked(places=()))


def test_a_run_is_foreseen_before_it_is_begun(library: Library) -> None:
    made = library.running.foresee(RunAsked(places=(SAMPLES,), words=Words(sample=2, keep=("bots", "short"))))
    until = time.monotonic() + _PATIENCE_S
    while not (now := library.running.foreseen(made.id)).done:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert now.estimate is not None and (now.estimate.sessions, now.estimate.cost) == (2, 0.0)


def test_what_cannot_be_read_ends_the_run_with_the_reason(library: Library, tmp_path: Path) -> None:
    line = _ended(library, library.running.begin(RunAsked(places=(str(tmp_path / "nowhere"),))).row.id)
    assert line.row.state is RunState.STOPPED and "nowhere" in line.row.note


@pytest.mark.parametrize(
    "asked",
    [
        RunAsked(places=()),
        RunAsked(places=("  ",)),
        RunAsked(places=(SAMPLES,), model="nobody:knows"),
        RunAsked(places=(SAMPLES,), preset="strange"),
        RunAsked(places=(SAMPLES,), words=Words(since="some day")),
        RunAsked(places=(SAMPLES,), words=Words(strategy="luck")),
    ],
)
def test_what_can_be_told_to_be_wrong_begins_nothing(library: Library, asked: RunAsked) -> None:
    for ask in (library.running.begin, library.running.foresee):
        with pytest.raises(InputError):
            ask(asked)
    assert library.runs.latest() == ()


def test_a_run_of_another_process_that_nobody_works_on_ends_once_it_is_called_off(library: Library, tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "catalogue.db")
    begun(catalogue).select("run-1", [selected("a")])
    library.running.call_off("run-1")
    line = _ended(library, "run-1")
    assert (line.row.state, line.row.note) == (RunState.STOPPED, "called off")
    catalogue.close()


def test_only_places_under_the_roots_are_read(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    with open_library(load(home=tmp_path / "home"), roots=[inside]) as library:
        for place in (outside, inside / ".." / "out", inside / "link", inside / "link" / "*", tmp_path / "*", "/"):
            with pytest.raises(SettingError):
                library.running.foresee(RunAsked(places=(str(place),)))
        library.running.foresee(RunAsked(places=(str(inside / "*.gz"),)))


def test_a_summary_by_a_model_is_asked_for_streams_in_and_shows_what_was_sent(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_PRICES", "openai-compatible:double=1/2")
    first = _ended(library, library.running.begin(RunAsked(places=(str(Path(SAMPLES) / "fava-1"),))).row.id)
    [row] = library.sessions.page(SessionFilter(run_id=first.row.id)).rows
    assert library.sessions.calls(row) == ()
    with Double().running() as double:
        again = library.running.again(row, RunAsked(places=(), model=double.model, context="Bookkeeping for clubs"))
        following, told = library.follow(again.row.id), list[str]()
        until = time.monotonic() + _PATIENCE_S
        while not following.ended:
            assert time.monotonic() < until
            told += [str(event.data["name"]) for event in following.look() if event.kind == "summary"]
            time.sleep(0.05)
    [later] = library.sessions.page(SessionFilter(run_id=again.row.id)).rows
    report = library.sessions.report(later)
    assert isinstance(report, SessionReport) and report.reader.kind == "model"
    assert told and {segment.name for segment in report.segments} >= set(told)
    made = next(one for one in library.sessions.calls(later) if one.exchange.purpose == "summarize")
    transcript = library.sessions.transcript(later)
    assert made.kept and any(transcript.text[:500] in part.text for part in made.sent) and made.answer.startswith("{")
    assert any("Bookkeeping for clubs" in text for text in (made.instructions, *(part.text for part in made.sent)))
    ledger = library.runs.ledger(again.row.id)
    assert ledger.total.calls >= 1 and ledger.total.cost
