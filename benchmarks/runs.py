"""What it costs that a run survives anything, and what several workers bring.

    python benchmarks/runs.py LABELLED [--only rules,overhead,workers,takeover,memory] [--sessions 100] [--latency 2] [--postgres URL]

LABELLED is a folder of recordings, one folder each; they are copied with ids of their own until there are as many as a part needs. Every command is a
process of its own with a fresh home, without clips. Models are doubles on the loopback. A Postgres is started from the wheel the tests use, or an
empty database is given with `--postgres`.

rules      so many sessions, by the rules alone: seconds from the last recording that was brought in to the report, and all in all
overhead   the same sessions read directly and durably, by turns: seconds and CPU seconds for each
workers    1, 2 and 4 processes, each of which reads four sessions at once, with a model that takes `--latency` seconds for each answer
takeover   a worker of three is killed while a session and a call are its own: seconds until the call is made anew by another
memory     the most memory of a run over few sessions and over many, up to the moment at which the last is read
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tables import table

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg

from tests.engines.double import Double
from tests.engines.sessions import SMALL, made
from tests.postgres import start

_COMMAND = [sys.executable, "-c", "from onlooker.cli import main; main()"]
_ENDED = re.compile(r"\[(\d+)/\d+\]")


@dataclass(kw_only=True)
class Took:
    seconds: float
    cpu: float
    said: str


@dataclass(kw_only=True)
class Bench:
    folder: Path
    recordings: Sequence[Path]
    sessions: int
    latency: float
    postgres: Callable[[], str]
    homes: int = 0

    def copies(self, count: int, of: Sequence[Path] | None = None) -> Path:
        folder = self.folder / f"{'small' if of else 'sessions'}-{count}"
        if not folder.exists():
            made(folder, count, of or self.recordings)
        return folder

    def home(self) -> Path:
        self.homes += 1
        return self.folder / f"home-{self.homes}"

    def begin(self, *words: str, home: Path, name: str, **settings: str) -> subprocess.Popen[str]:
        given = {f"ONLOOKER_{setting.upper()}": value for setting, value in {"home": str(home), "clips": "off", **settings}.items()}
        home.mkdir(exist_ok=True)
        with (home / f"{name}.err").open("w") as said:
            return subprocess.Popen([*_COMMAND, *words], env={**os.environ, **given}, stdout=subprocess.DEVNULL, stderr=said, text=True)

    def run(self, *words: str, home: Path, **settings: str) -> Took:
        before, began = _cpu(), time.monotonic()
        process = self.begin(*words, home=home, name="run", **settings)
        if process.wait() != 0:
            raise SystemExit((home / "run.err").read_text())
        return Took(seconds=time.monotonic() - began, cpu=_cpu() - before, said=(home / "run.err").read_text())


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _until(holds: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> float:
    """When it came to hold."""
    while not holds():
        if process is not None and process.poll() is not None:
            raise SystemExit("a command ended before its time")
        time.sleep(0.01)
    return time.monotonic()


def rules(bench: Bench) -> None:
    folder, home = bench.copies(bench.sessions), bench.home()
    before, began = _cpu(), time.monotonic()
    process = bench.begin("watch", str(folder), "--out", str(home / "out"), home=home, name="run")
    brought = _until(lambda: _all_kept(home), process)
    process.wait()
    ended = time.monotonic()
    rows = [[f"{bench.sessions}", f"{ended - brought:.1f}", f"{ended - began:.1f}", f"{_cpu() - before:.1f}"]]
    print(table(("sessions", "s after the import", "s in all", "CPU s"), rows), end="\n\n")


def _all_kept(home: Path) -> bool:
    return any(note.read_bytes().endswith(b"\nall") for note in (home / "blobs" / "notes").rglob("*.note"))


def overhead(bench: Bench) -> None:
    folder, count = bench.copies(bench.sessions), bench.sessions
    took: dict[str, list[Took]] = {"direct": [], "durable": []}
    for _ in range(3):
        for engine, several in took.items():
            several.append(bench.run("watch", str(folder), home=bench.home(), engine=engine))
    rows = []
    for engine, several in took.items():
        wall, cpu = statistics.median(one.seconds for one in several), statistics.median(one.cpu for one in several)
        rows.append([engine, f"{wall:.1f}", f"{cpu:.1f}", f"{1000 * cpu / count:.0f}"])
    print(table((f"{count} sessions", "s", "CPU s", "CPU ms a session"), rows), end="\n\n")


def workers(bench: Bench) -> None:
    rows = []
    for database in ("SQLite", "Postgres"):
        single = 0.0
        for count in (1, 2, 4):
            seconds, whole = _with_workers(bench, count, bench.postgres() if database == "Postgres" else "")
            single = single or seconds
            rows.append([f"{database}, {count}", f"{seconds:.1f}", f"{_SHARED / seconds:.2f}", f"{single / seconds:.2f}", f"{whole:.1f}"])
    print(table(("database, workers", "s", "sessions a second", "times one", "s with import and patterns"), rows), end="\n\n")


_SHARED = 192
"""Sessions that are shared; each is asked about once or twice."""


def _with_workers(bench: Bench, count: int, database: str) -> tuple[float, float]:
    """Seconds from the first question to the last answer about a session, and of the whole command."""
    folder, home = bench.copies(_SHARED, SMALL), bench.home()
    settings = {"concurrency": "4", **({"database_url": database, "blobs": str(home / "blobs")} if database else {})}
    with Double(latency_s=bench.latency).running() as double:
        others = [bench.begin("worker", home=home, name=f"worker-{number}", **settings) for number in range(count - 1)]
        for number, other in enumerate(others):
            _until(lambda number=number: "working on" in (home / f"worker-{number}.err").read_text(), other)
        took = bench.run("watch", str(folder), "--model", double.model, home=home, **settings)
        for other in others:
            other.terminate()
            other.wait()
    asked = [call for call in double.calls if call.purpose != "patterns"]
    return max(call.ended or 0.0 for call in asked) - min(call.began for call in asked), took.seconds


def takeover(bench: Bench) -> None:
    rows = []
    for where in ("this host", "another"):
        took = [sorted(_taken_over(bench, database, where) for _ in range(_TIMES)) for database in ("SQLite", "Postgres")]
        rows.append([where, *(f"{several[0]:.1f} to {several[-1]:.1f}" for several in took)])
    print(table(("the killed worker was of", "SQLite: s", "Postgres: s"), rows), end="\n\n")


_TIMES = 5


def _taken_over(bench: Bench, database: str, where: str) -> float:
    folder, home = bench.copies(12, SMALL), bench.home()
    url = bench.postgres() if database == "Postgres" else ""
    settings = {"concurrency": "1", **({"database_url": url, "blobs": str(home / "blobs")} if url else {})}
    with Double().running() as double:
        double.hold()
        others = [bench.begin("worker", home=home, name=f"worker-{number}", **settings) for number in range(2)]
        for number, other in enumerate(others):
            _until(lambda number=number: "working on" in (home / f"worker-{number}.err").read_text(), other)
        watch = bench.begin("watch", str(folder), "--model", double.model, home=home, name="watch", **settings)
        double.wait_for(3, 60.0)
        killed = others[0]
        if where == "another":
            killed.send_signal(signal.SIGSTOP)
            _moved(killed.pid, url, home)
        killed.kill()
        killed.wait()
        began = time.monotonic()
        double.release()
        again = _until(lambda: len(double.words()) > len(set(double.words())), watch)
        watch.wait()
        others[1].terminate()
        others[1].wait()
    return again - began


def _moved(pid: int, url: str, home: Path) -> None:
    """As if it had been a process of another machine."""
    if url:
        with psycopg.connect(url) as db:
            db.execute("UPDATE onlooker.workers SET host = 'another' WHERE pid = %s", (pid,))
        return
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(home / "catalogue.db") as file:
        file.execute("UPDATE workers SET host = 'another' WHERE pid = ?", (pid,))


def memory(bench: Bench) -> None:
    rows = []
    for count in (50, 500):
        folder, home = bench.copies(count, SMALL), bench.home()
        process = bench.begin("watch", str(folder), home=home, name="run")
        most = 0
        while process.poll() is None and len(_ENDED.findall((home / "run.err").read_text())) < count:
            most = max(most, _resident(process.pid))
            time.sleep(0.05)
        process.wait()
        rows.append([f"{count}", f"{most / 1e6:.0f}"])
    print(table(("sessions", "MB while they are read"), rows), end="\n\n")


def _resident(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0
    return int(told[1]) * resource.getpagesize() if len(told) > 1 else 0


PARTS: Mapping[str, Callable[[Bench], None]] = {
    "rules": rules,
    "overhead": overhead,
    "workers": workers,
    "takeover": takeover,
    "memory": memory,
}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between; default: all")
    parser.add_argument("--sessions", type=int, default=100, help="of the parts by the rules; default: %(default)s")
    parser.add_argument("--latency", type=float, default=2.0, help="seconds a double takes for an answer; default: %(default)s")
    parser.add_argument("--postgres", help="address of an empty database; each part then leaves its rows in it")
    given = parser.parse_args(words)
    recordings = sorted(events.parent for events in given.labelled.rglob("events.jsonl.gz"))
    chosen = given.only.split(",")
    if not recordings or not set(chosen) <= set(PARTS):
        wrong = f"no part of that name; there are {', '.join(PARTS)}" if recordings else f"{given.labelled}: give a folder of labelled recordings"
        print(f"runs.py: {wrong}", file=sys.stderr)
        return 2

    def fresh() -> str:
        server = start()
        return server.url(server.make())

    with tempfile.TemporaryDirectory(prefix="onlooker-runs-") as folder:
        postgres = (lambda: str(given.postgres)) if given.postgres else fresh
        bench = Bench(folder=Path(folder), recordings=recordings, sessions=given.sessions, latency=given.latency, postgres=postgres)
        for part in chosen:
            PARTS[part](bench)
    return 0


if __name__ == "__main__":
    sys.exit(main())
