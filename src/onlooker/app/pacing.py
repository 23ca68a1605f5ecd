"""How long a run would take: its sessions played through what they share, which is one reader, some browsers, and a model's slots and rate."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

CALL_S = 20.0
"""A model's usual time for one summary or one look: a guess, on the slow side."""
FRAME_S = 0.05
"""Of one browser: 275 frames of 12 clips of the bench's shop took 12.7 s, with other work on the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Of one session, in the order of the work: read, asked about its transcript, rendered, asked about its clips."""

    read_s: float
    summaries: int = 0
    frames: int = 0
    looks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`sessions` and `calls` under way at once; calls a minute at most, 0: any number."""

    sessions: int
    calls: int
    browsers: int
    per_minute: int = 0
    call_s: float = CALL_S


def seconds(efforts: Sequence[Effort], pace: Pace) -> float:
    """Each session begins when there is a place for it, and each of its steps when what it needs is free."""
    free = {"reader": [0.0], "model": [0.0] * pace.calls, "browser": [0.0] * max(1, pace.browsers)}
    gap = 60.0 / pace.per_minute if pace.per_minute else 0.0
    turn = ended = 0.0
    waiting = list(reversed([_steps(effort, pace.call_s) for effort in efforts]))
    ready = [(0.0, number, waiting.pop()) for number in range(min(pace.sessions, len(waiting)))]
    number = len(ready)
    while ready:
        now, own, steps = heapq.heappop(ready)
        if not steps:
            ended = max(ended, now)
            if waiting:
                heapq.heappush(ready, (now, number, waiting.pop()))
                number += 1
            continue
        (needs, takes), *rest = steps
        begun = max(now, heapq.heappop(free[needs]))
        if needs == "model":
            begun = max(begun, turn)
            turn = begun + gap
        heapq.heappush(free[needs], begun + takes)
        heapq.heappush(ready, (begun + takes, own, rest))
    return ended


def _steps(effort: Effort, call_s: float) -> list[tuple[str, float]]:
    rendering = [("browser", effort.frames * FRAME_S)] if effort.frames else []
    return [("reader", effort.read_s), *[("model", call_s)] * effort.summaries, *rendering, *[("model", call_s)] * effort.looks]
