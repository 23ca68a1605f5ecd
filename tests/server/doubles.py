"""An inbox in memory, and an app over it that is spoken to without a network."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from onlooker.app.capturing import Capturing
from onlooker.domain.captured import Batch, CapturedSession, CaptureLimits, KeepAddress, WriteKey
from onlooker.errors import CatalogueError
from onlooker.server import capture_app

KEY = "onl_test"


@dataclass(kw_only=True)
class MemoryInbox:
    """`held` lets appends wait; `broken` makes them fail."""

    appends: list[Sequence[Batch]] = field(default_factory=list)
    held: threading.Event | None = None
    broken: bool = False
    used: int = 0

    @property
    def batches(self) -> list[Batch]:
        return [batch for batches in self.appends for batch in batches]

    def append(self, batches: Sequence[Batch]) -> None:
        if self.held is not None:
            assert self.held.wait(10)
        if self.broken:
            raise CatalogueError("the disk is full")
        self.appends.append(tuple(batches))

    def waiting(self) -> Sequence[CapturedSession]:
        raise NotImplementedError

    def quiet(self, *, silent_since: int, begun_before: int) -> Sequence[CapturedSession]:
        raise NotImplementedError

    def take(self, session: CapturedSession) -> Iterator[Batch]:
        raise NotImplementedError

    def done(self, session: CapturedSession) -> None:
        raise NotImplementedError

    def size_of(self, project: str, session: str) -> int:
        return sum(len(batch.lines) for batch in self.batches if (batch.project, batch.session) == (project, session))

    def size(self) -> int:
        return self.used

    def close(self) -> None:
        """Nothing is open."""


class OneKey:
    """A key that is not changed."""

    def add(self, key: WriteKey) -> None:
        raise NotImplementedError

    def all(self) -> Sequence[WriteKey]:
        return [WriteKey(key=KEY, project="shop", made_at=0)]

    def withdraw(self, key: str) -> None:
        raise NotImplementedError

    def project_of(self, key: str) -> str | None:
        return "shop" if key == KEY else None


@asynccontextmanager
async def spoken_to(
    inbox: MemoryInbox, limits: CaptureLimits | None = None, address: KeepAddress = KeepAddress.OFF
) -> AsyncIterator[httpx.AsyncClient]:
    app = capture_app(Capturing(inbox, OneKey(), limits, address))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app, client=("203.0.113.7", 1)), base_url="http://capture.test") as client:
        yield client
