"""A database that is away for a moment (started anew, taken over by its standby, a laptop that slept) is waited for; one that stays away is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from onlooker.engines.database import lost
from onlooker.errors import CatalogueError

T = TypeVar("T")
PATIENCE_S = 10.0
_EVERY_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """`ended` says when nobody waits any more."""

    ended: Callable[[], bool]
    seconds: float = PATIENCE_S

    def __call__(self, do: Callable[[], T]) -> T:
        """Does it, again where the connection was lost. Raises CatalogueError."""
        until = 0.0
        while True:
            began = time.monotonic()
            try:
                return do()
            except CatalogueError as error:
                now = time.monotonic()
                if until == 0.0 or now - began > self.seconds:  # it went well for long, so this is another loss
                    until = now + self.seconds
                if now >= until or self.ended() or not lost(error):
                    raise
            time.sleep(_EVERY_S)
