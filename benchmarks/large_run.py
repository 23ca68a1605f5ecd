"""What the ledger and the report of a very large run take, in time and memory.

    python benchmarks/large_run.py [--sessions 10000] [--only WORD]

The sessions of `samples/` are read by rules once, and their reports kept under other ids, again and again, each with three paid calls and a foreseen
cost, as a run with a model keeps them. Each way to look at the run is a process of its own: seconds, its memory at most, and what of that was there
before it looked (the program itself).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from onlooker import app, config
from onlooker.app.kept import ended_row
from onlooker.app.library.kept import Kept
from onlooker.app.library.runs import Runs
from onlooker.app.wiring import kept_blobs
from onlooker.domain.catalogued import RunRow, RunState, SessionRow
from onlooker.domain.estimate import LOOK, SUMMARIZE, PhaseEstimate
from onlooker.domain.ledger import ledger
from onlooker.domain.model import Exchange
from onlooker.domain.report import SessionReport
from onlooker.stores.catalogue import open_catalogue

SAMPLES = Path(__file__).parent.parent / "samples"
RUN = "large"
_MODEL = "a:model"


def made(report: SessionReport, number: int) -> SessionReport:
    about = tuple(finding.id for finding in report.findings[:1])
    exchanges = tuple(
        Exchange(key=f"{number:x}-{purpose}", purpose=purpose, model=_MODEL, about=() if purpose == "summarize" else about, input_tokens=6_000,
                 output_tokens=700, cost=0.004)
        for purpose in ("summarize", "verify", "describe")
    )  # fmt: skip
    foreseen = tuple(PhaseEstimate(name=name, model=_MODEL, calls=1, input_tokens=6_000, output_tokens=700, cost=0.004) for name in (SUMMARIZE, LOOK))
    usage = replace(report.usage, calls=3, cost=0.012, exchanges=exchanges, foreseen=foreseen)
    return replace(report, session_id=f"{report.session_id[:24]}{number:012x}", source=f"made/{number}", usage=usage)


def fill(home: Path, sessions: int) -> None:
    settings = config.load(home=home)
    blobs = kept_blobs(settings)
    reports = app.watch([SAMPLES]).sessions
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        catalogue.begin_run(RunRow(id=RUN, key="k", started_at=1, asked={"settings": {"model": _MODEL}}))
        for number, report in enumerate(islice(cycle(reports), sessions)):
            row = SessionRow(run_id=RUN, place=f"p{number}", order=number, origin=f"made/{number}", name=f"p{number}")
            ended = ended_row(row, made(report, number), blobs)
            catalogue.end_session(*ended, made(report, number).usage)
        catalogue.end_run(RUN, RunState.DONE, ended_at=60_001)


def _size(told: object) -> str:
    return f"{len(told) / 1e6:.1f} MB" if isinstance(told, str | bytes) else ""


def _lines(runs: Runs) -> str:
    """As the API sends them: one after the other."""
    return f"{sum(map(len, runs.lines(RUN))) / 1e6:.1f} MB"


WAYS: Mapping[str, Callable[[Runs], str]] = {
    "nothing": lambda runs: "",
    "ledger": lambda runs: f"{runs.ledger(RUN).total.calls} calls",
    "ledger of the whole report": lambda runs: f"{ledger(runs.report(RUN)).total.calls} calls",
    "report, lines": _lines,
    "report, json": lambda runs: _size(app.render(runs.report(RUN), "json")),
    "report, md": lambda runs: _size(app.render(runs.report(RUN), "md")),
    "report, html": lambda runs: _size(app.render(runs.report(RUN), "html")),
}


def look(home: Path, way: str) -> None:
    settings = config.load(home=home)
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        runs = Runs(Kept(settings=settings, catalogue=catalogue, blobs=kept_blobs(settings)))
        runs.one(RUN)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        told = WAYS[way](runs)
        took = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"| {way} | {took:.2f} | {most / 1024:,.0f} | {before / 1024:,.0f} | {told} |", flush=True)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sessions", type=int, default=10_000)
    words.add_argument("--only", default="")
    words.add_argument("--home", type=Path)
    words.add_argument("--look")
    given = words.parse_args()
    if given.look:
        look(given.home, given.look)
        return
    with tempfile.TemporaryDirectory() as made_home:
        home = given.home or Path(made_home)
        if not (home / "catalogue.db").exists():
            fill(home, given.sessions)
        print("| way | seconds | memory at most, MB | before, MB | came to |\n| --- | --: | --: | --: | --: |", flush=True)
        for way in WAYS:
            if given.only in way:
                subprocess.run([sys.executable, __file__, "--home", str(home), "--look", way], check=False)


if __name__ == "__main__":
    main()
