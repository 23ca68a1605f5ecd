"""One command, killed and given again until it ends; and what has to be the same however often that was."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.engines.double import Double
from tests.engines.programs import Program, Programs

_WORD = re.compile(rb"w[0-9a-f]{12}")


@dataclass(kw_only=True)
class Life:
    """A run in a home of its own: what it is asked, how often it was killed, and which answers were kept when it was."""

    programs: Programs
    double: Double
    folder: Path
    sessions: Path
    env: Mapping[str, str] = field(default_factory=dict)
    kills: int = 0
    asked_again: list[str] = field(default_factory=list)
    _kept: set[str] = field(default_factory=set)
    _seen: int = 0

    def __post_init__(self) -> None:
        self._seen = len(self.double.calls)

    @property
    def out(self) -> Path:
        return self.folder / "report"

    @property
    def notes(self) -> Path:
        return self.folder / "blobs" / "notes"

    @property
    def is_told(self) -> bool:
        """The report is out: from then on the same command begins another run."""
        return any(note.read_bytes().endswith(b"\ntold") for note in self.notes.rglob("*.note"))

    def begin(self, *more: str, out: Path | None = None) -> Program:
        """The same command each time."""
        places = {"home": str(self.folder / "home"), "blobs": str(self.folder / "blobs")}
        words = ("watch", str(self.sessions), "--model", self.double.model, "--out", str(self.out), *more)
        return self.programs.start(*words, env={**places, **self.env}, out=out)

    def kill(self, program: Program) -> None:
        program.kill()
        self.kills += 1
        self._look()
        self._kept = {word.decode() for note in self.notes.rglob("*.note") for word in _WORD.findall(note.read_bytes())}

    def ends(self, program: Program) -> int:
        status = program.ends()
        self._look()
        return status

    def killed_at(self, chance: random.Random, whole_s: float, most: int) -> float:
        """Killed up to `most` times at random points, and then left to its end. How long it took, kills and all."""
        began = time.monotonic()
        while not self.is_told:
            program = self.begin()
            if self.kills < most:
                program.process.join(chance.uniform(0.0, 0.5) * whole_s)
            if self.kills < most and program.running:
                self.kill(program)
            else:
                assert self.ends(program) == 0, program.said
        return time.monotonic() - began

    def _look(self) -> None:
        """No answer that was kept when it was killed last is asked for again."""
        new = self.double.words()[self._seen :]
        self.asked_again += [word for word in new if word in self._kept]
        self._seen += len(new)


def told(folder: Path) -> dict[str, object]:
    """What a report says, but for how long it took and which answers it had from before."""
    return {file.name: _timeless(json.loads(file.read_text())) for file in sorted(folder.glob("*.json"))}


def _timeless(value: object) -> object:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name not in _OF_THE_READING}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


_OF_THE_READING = frozenset({"usage", "seconds", "cost", "exchanges", "cached", "saved", "ledger", "estimate", "foreseen"})


def sessions_told(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.json")):
        report = json.loads(file.read_text())
        if isinstance(report, dict) and "session_id" in report:
            yield str(report["session_id"])
