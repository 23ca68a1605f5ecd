"""A worker with work that is nothing but lines in a file: the engine alone, in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onlooker.engines import Durable, Limits
from onlooker.errors import CatalogueError, OnlookerError

_TICK_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Line:
    at: float
    worker: str
    what: str
    name: str


@dataclass(kw_only=True)
class Lines:
    """One file that all workers write to."""

    file: Path

    def write(self, worker: str, what: str, name: str) -> None:
        with self.file.open("a") as file:  # a short line is written whole
            file.write(f"{time.monotonic()} {worker} {what} {name}\n")

    def read(self, what: str) -> list[Line]:
        split = [line.split(" ", 3) for line in self.file.read_text().splitlines()] if self.file.exists() else []
        lines = [Line(at=float(at), worker=worker, what=said, name=name) for at, worker, said, name in split]
        return [line for line in lines if line.what == what]

    def until(self, what: str, count: int, timeout_s: float = 30.0) -> list[Line]:
        end = time.monotonic() + timeout_s
        while len(self.read(what)) < count:
            assert time.monotonic() < end, f"{len(self.read(what))} lines say {what}, not {count}"
            time.sleep(_TICK_S)  # what another process has written is seen by looking
        return self.read(what)


@dataclass(kw_only=True)
class Plain:
    """Reads a session by making one call, which waits until the file `go` is there. `places` name the sessions."""

    worker: str
    lines: Lines
    go: Path
    sessions: Sequence[str]
    a_minute: int = 0
    engine: Durable | None = None

    def places(self, run_id: str) -> list[str]:
        done = {line.name for line in self.lines.read("read")}
        return [name for name in self.sessions if name not in done]

    def read(self, run_id: str, place: str) -> None:
        self.lines.write(self.worker, "reading", place)
        assert self.engine is not None
        self.engine.call(run_id, place, provider="plain", a_minute=self.a_minute)
        self.lines.write(self.worker, "read", place)

    def gather(self, run_id: str) -> None:
        self.lines.write(self.worker, "gathered", run_id)

    def call(self, run_id: str, call: str) -> dict[str, object]:
        self.lines.write(self.worker, "called", call)
        while not self.go.exists():
            time.sleep(_TICK_S)
        return {}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a worker is made of; plain values, for they go to another process."""

    where: str
    folder: str
    name: str
    sessions: tuple[str, ...]
    a_minute: int = 0
    period_s: float = 60.0
    at_once: int = 2
    steps: int = 1
    after: str = ""
    """A worker that is dead, and whose work it takes over."""
    start: str = ""
    """The run it is asked to start, if any; its own end is a line `over`."""

    def begun(self) -> multiprocessing.process.BaseProcess:
        process = multiprocessing.get_context("forkserver").Process(target=_serve, args=(self,))
        process.start()
        return process


def _serve(asked: Asked) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    lines = Lines(file=Path(asked.folder) / "lines")
    work = Plain(worker=asked.name, lines=lines, go=Path(asked.folder) / "go", sessions=asked.sessions, a_minute=asked.a_minute)
    limits = Limits(sessions=asked.at_once, calls=asked.at_once, period_s=asked.period_s)
    engine = Durable(asked.where, work, worker=asked.name, limits=limits, explain=_explained, steps=asked.steps)
    work.engine = engine
    engine.launch()
    lines.write(asked.name, "ready", "-")
    if asked.after:
        engine.take_over({asked.after})
    if asked.start:
        try:
            engine.start(asked.start)
        except OnlookerError as error:
            lines.write(asked.name, "refused", str(error).replace(" ", "_"))
            engine.close()
            return
    while asked.start == "" or engine.ended(asked.start) is None:
        engine.changed.wait(_TICK_S)
    lines.write(asked.name, "over", str(engine.ended(asked.start)) or "-")
    engine.close()


def _explained(error: Exception) -> OnlookerError:
    return CatalogueError(repr(error))
