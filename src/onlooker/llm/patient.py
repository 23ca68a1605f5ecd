"""Asks again where that may help, after the wait the provider asked for.

The loop is ours and not an HTTP transport's: a transport of one's own switches off the user's proxies, google-genai's retry ignores
the delay Google sends, and a reply that is no JSON is worth a second try as well. Reading Retry-After is pydantic-ai's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.errors import ModelError
from onlooker.llm.around import Around


@dataclass(frozen=True, kw_only=True)
class Patient(Around):
    """Gives up after `tries`, or at once when told to wait longer than `longest_s`."""

    tries: int = 3
    longest_s: float = 90.0
    sleep: Callable[[float], None] = field(default=time.sleep)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        attempt = 1
        while True:
            try:
                reply = self.inner.reply(request, on_part)
            except ModelError as error:
                if error.again_after_s is None or attempt >= self.tries or error.again_after_s > self.longest_s:
                    raise
                self.sleep(max(error.again_after_s, 0.5 * 2 ** (attempt - 1)))
                attempt += 1
            else:
                return replace(reply, attempts=attempt)
