"""What a worker does to a session is in the catalogue, for whoever looks on: of one that was asked for the run, and of one that shares in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from onlooker.app.bringing_in import bring_in
from onlooker.app.picking import picked
from onlooker.app.wiring import kept_blobs
from onlooker.app.working import working
from onlooker.config import load
from onlooker.domain.catalogued import RunRow, RunState, SessionRow
from onlooker.domain.report import SessionReport
from onlooker.domain.run import Phase
from onlooker.stores.catalogue import open_catalogue

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
