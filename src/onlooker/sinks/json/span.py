"""Times in the JSON form."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Ms = Annotated[int, Meta(description="Milliseconds since the session's start.")]
Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", description="UTC instant, as in 2026-11-22T14:53:12.150Z.")]


class SpanShape(Struct, frozen=True, kw_only=True):
    """A stretch of the session."""

    start_ms: Ms
    end_ms: Ms
