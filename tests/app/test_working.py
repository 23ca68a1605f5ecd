"""What a worker does to a session is in the catalogue, for whoever looks on: of one that was asked for the run, and of one that shares in it."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from onlooker.app.bringing_in import bring_in
from onlooker.app.durably import go_on
from onlooker.app.picking import picked
from onlooker.app.steps import CALLED_OFF
from onlooker.app.telling import Told
from onlooker.app.wiring import kept_blobs
from onlooker.app.working import working
from onlooker.config import load
from onlooker.domain.catalogued import RunRow, RunState, SessionRow, SessionState
from onlooker.domain.report import SessionReport
from onlooker.domain.run import Phase, Progress
from onlooker.stores.catalogue import open_catalogue
from onlooker.stores.catalogue.sql_catalogue import SqlCatalogue

SAMPLES = Path(__file__).parents[2] / "samples"


def test_each_phase_is_in_the_catalogue_when_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_CLIPS", "off")
    settings = load(home=tmp_path)
    blobs = kept_blobs(settings)
    told: list[tuple[str, str]] = []
    with closing(open_catalogue(settings.catalogue)) as catalogue:

        def tell(phase: Phase, row: SessionRow, note: str, report: SessionReport | None) -> None:
            there = catalogue.session(row.run_id, row.place)
            assert there is not None
            told.append((phase.value, there.phase or there.state.value))

        catalogue.begin_run(RunRow(id="run", key="k", started_at=1))
        bring_in("run", picked([SAMPLES / "oscar-3"], None), catalogue, blobs, lambda count: None)
        with working(catalogue, blobs, settings, tell=tell) as engine:
            engine.start("run")
            while (run := catalogue.run("run")) is not None and run.state is RunState.RUNNING:
                assert engine.trouble is None, engine.trouble
                engine.changed.wait(0.2)
        [row] = catalogue.sessions("run")
    assert {"reading", "watching", "detecting", "verifying", "done"} <= {phase for phase, _ in told}
    assert all(phase == there for phase, there in told), told
    assert row.phase == ""


class _TakenUp(SqlCatalogue):
    """Somebody calls the run off, and takes it up at the very moment at which it ends."""

    def end_run(self, run_id: str, state: RunState, *, note: str = "", ended_at: int) -> None:
        super().end_run(run_id, state, note=note, ended_at=ended_at)
        if state is RunState.STOPPED:
            self.take_up(run_id, left_for=CALLED_OFF)


def test_a_run_that_is_taken_up_while_it_ends_reads_what_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLOOKER_CLIPS", "off")
    monkeypatch.setenv("ONLOOKER_CONCURRENCY", "1")
    settings = load(home=tmp_path)
    blobs = kept_blobs(settings)
    ended: list[str] = []
    with closing(open_catalogue(settings.catalogue)) as opened:
        catalogue = _TakenUp(opened._readers, opened.where)

        def on_progress(progress: Progress) -> None:
            if progress.phase is Phase.DONE and not ended:
                catalogue.call_off("run")
            if progress.phase.final:
                ended.append(progress.phase.value)

        catalogue.begin_run(RunRow(id="run", key="k", started_at=1))
        found = picked([SAMPLES / "oscar-1", SAMPLES / "oscar-3"], None)
        told = Told(catalogue, on_progress)
        going = threading.Thread(target=lambda: go_on("run", found, settings=settings, catalogue=catalogue, blobs=blobs, told=told), daemon=True)
        going.start()
        going.join(90)
        assert not going.is_alive(), "the run goes on, and nobody reads what is left"
        rows = catalogue.sessions("run")
        run = catalogue.run("run")
    assert ended == ["done", "skipped", "done"]
    assert [row.state for row in rows] == [SessionState.DONE, SessionState.DONE]
    assert run is not None
    assert run.state is RunState.DONE
