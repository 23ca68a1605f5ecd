"""The command line as processes of their own, each with its group, that can be killed, stopped and waited for.

They are forked from a process that has imported everything once: tests start commands a hundred times, and importing takes longer than what they do.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path

_PRELOADED = ["onlooker.cli.main", "onlooker.app.durably", "onlooker.llm.remote", "onlooker.sources", "pydantic_ai.models.openai", "openai", "pytest"]
_TICK_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Program:
    """One command under way. What it says to stdout and stderr is in files."""

    process: multiprocessing.process.BaseProcess
    out: Path
    err: Path

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def said(self) -> str:
        return self.err.read_text() if self.err.exists() else ""

    @property
    def printed(self) -> str:
        return self.out.read_text() if self.out.exists() else ""

    @property
    def running(self) -> bool:
        return self.process.exitcode is None

    def kill(self) -> None:
        """With everything it has started."""
        self.signal(signal.SIGKILL)
        self.process.join()

    def signal(self, number: int) -> None:
        os.killpg(self.pid, number)

    def ends(self, timeout_s: float = 90.0) -> int:
        """Its status, once it has ended by itself."""
        self.process.join(timeout_s)
        if self.process.exitcode is None:
            self.kill()
            raise AssertionError(f"it did not end within {timeout_s:g} s; it said: {self.said}")
        return self.process.exitcode

    def until(self, holds: Callable[[], bool], timeout_s: float = 60.0) -> bool:
        """Whether it came to hold; False when the program ended before."""
        end = time.monotonic() + timeout_s
        while not holds():
            if not self.running:
                return holds()
            assert time.monotonic() < end, f"waited for in vain; it said: {self.said}"
            time.sleep(_TICK_S)  # what another process has done is seen by looking
        return True


class Programs:
    """`env` is what all of them see besides what each is given; each one's words go to files of `folder`."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._folder, self._env = folder, dict(env)
        self.started: list[Program] = []
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, *args: str, env: Mapping[str, str] | None = None, out: Path | None = None, limits: Mapping[int, int] | None = None) -> Program:
        """`env` names settings without their prefix, in small letters. `out` may be a pipe. `limits` are of `resource`."""
        out, err = out or self._folder / f"{len(self.started):02}.out", self._folder / f"{len(self.started):02}.err"
        settings = {f"ONLOOKER_{name.upper()}": value for name, value in (env or {}).items()}
        process = _forks().Process(target=_run, args=(args, {**self._env, **settings}, str(out), str(err), dict(limits or {})))
        process.start()
        program = Program(process=process, out=out, err=err)
        program.until(err.exists)  # its group is its own by then
        self.started.append(program)
        return program

    def end(self) -> None:
        for program in self.started:
            if program.running:
                program.signal(signal.SIGCONT)
                program.kill()
            program.process.close()


@functools.cache
def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _run(args: tuple[str, ...], env: Mapping[str, str], out: str, err: str, limits: Mapping[int, int]) -> None:
    import resource  # noqa: PLC0415 - in the child alone

    os.setsid()
    for name in [name for name in os.environ if name.startswith("ONLOOKER_")]:
        del os.environ[name]
    os.environ.update(env)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdin, sys.stdout, sys.stderr = open(os.devnull), open(1, "w"), open(2, "w")  # noqa: SIM115, PTH123 - as a shell would give them
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the server that forks lets none through
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
    sys.argv = ["onlooker", *args]
    from onlooker.cli import main  # noqa: PLC0415

    sys.exit(main())
