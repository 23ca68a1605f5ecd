"""Asks again where that may help, after the wait the provider asked for.

The loop is ours and not an HTTP transport's: a transport of one's own switches off the user's proxies, google-genai's retry ignores
the delay Google sends, and a reply that is no JSON is worth a second try as well. Reading Retry-After is pydantic-ai's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.errors import ModelError
from onlooker.llm.around import Around


@dataclass(frozen=True, kw_only=True)
class Patient(Around):
    """Gives up after `tries`, or at once when told to wait longer than `longest_s`. What the tries before the last one used is in the usage of the
    reply, or of the error."""

    tries: int = 3
    longest_s: float = 90.0
    sleep: Callable[[float], None] = field(default=time.sleep)

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        attempt = 1
        lost = Usage(cost=0.0)
        while True:
            try:
                reply = self.inner.reply(request, on_part)
            except ModelError as error:
                lost = lost.plus(lost_by(error))
                if error.again_after_s is None or attempt >= self.tries or error.again_after_s > self.longest_s:
                    error.input_tokens, error.output_tokens, error.cost = lost.input_tokens, lost.output_tokens, lost.cost
                    raise
                self.sleep(max(error.again_after_s, 0.5 * 2 ** (attempt - 1)))
                attempt += 1
            else:
                return replace(reply, attempts=attempt, usage=reply.usage.plus(lost) if attempt > 1 else reply.usage)


def lost_by(error: ModelError) -> Usage:
    return Usage(input_tokens=error.input_tokens, output_tokens=error.output_tokens, cost=error.cost)
