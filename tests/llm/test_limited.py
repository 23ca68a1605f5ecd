"""How many at once, how many a minute, and a pause that counts for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.errors import ModelError
from onlooker.llm.limited import Limited
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request


class Watch:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def seconds(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Meeting:
    """Counts who is inside at once, and waits until as many as expected have come, or shortly."""

    name = "any:model"
    context_tokens = 1_000
    sees = Sees.TEXT

    def __init__(self, expected: int) -> None:
        self.most = 0
        self._inside = 0
        self._lock = threading.Lock()
        self._met = threading.Barrier(expected)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        self._met.wait(5)
        with self._lock:
            self._inside -= 1
        return ModelReply(content={}, model=self.name)


def test_no_more_at_once_than_allowed() -> None:
    meeting = Meeting(expected=3)
    model = Limited(meeting, concurrency=3)
    with ThreadPoolExecutor(9) as threads:
        list(threads.map(lambda _: model.reply(request()), range(9)))
    assert meeting.most == 3


def test_calls_are_spread_over_the_minute() -> None:
    watch = Watch()
    model = Limited(Scripted([CONTENT]), concurrency=4, requests_per_minute=30, seconds=watch.seconds, sleep=watch.sleep)
    for _ in range(4):
        model.reply(request())
    assert watch.slept == [2.0, 2.0, 2.0]


def test_without_a_limit_nobody_waits() -> None:
    watch = Watch()
    model = Limited(Scripted([CONTENT]), concurrency=1, seconds=watch.seconds, sleep=watch.sleep)
    for _ in range(3):
        model.reply(request())
    assert watch.slept == []


def test_the_pause_a_provider_asks_for_counts_for_everybody() -> None:
    watch = Watch()
    model = Limited(Scripted([ModelError("slow down", again_after_s=9.0), CONTENT]), concurrency=2, seconds=watch.seconds, sleep=watch.sleep)
    with pytest.raises(ModelError):
        model.reply(request())
    model.reply(request())
    assert watch.slept == [9.0]
