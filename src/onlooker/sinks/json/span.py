"""Times in the JSON form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from onlooker.domain.timebase import EPOCH, LATEST_INSTANT, iso

Ms = Annotated[int, Meta(description="Milliseconds since the session's start.")]
Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", description="UTC instant, as in 2026-11-22T14:53:12.150Z.")]


class SpanShape(Struct, frozen=True, kw_only=True):
    """A stretch of the session."""

    start_ms: Ms
    end_ms: Ms


def instant_text(ms: int) -> str:
    return iso(min(max(ms, 0), LATEST_INSTANT))


def epoch_ms(instant: str) -> int:
    """Raises ValueError for what is no time (a 31st of February)."""
    return (datetime.fromisoformat(instant) - EPOCH) // timedelta(milliseconds=1)
