"""Any timestamp -> integer epoch ms. Recorders and exporters write ms, seconds, microseconds, nanoseconds, or ISO 8601."""

from __future__ import annotations

import math
from datetime import UTC, datetime

_SECONDS = 1e8
"""From here (1973 as seconds) a number is an epoch in seconds; below, ms since some start of the recording's own."""
_MILLISECONDS = 1e11
_MICROSECONDS = 1e14
_NANOSECONDS = 1e17
_ABSURD = 1e20
_ABSURD_AWAY = 7 * 86_400_000
"""No session lasts a week: PostHog ends one after a day."""


def epoch_ms(value: object) -> int | None:
    """None where the value tells no time: not a number, negative, not finite, text that is no date."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _scaled(value)
    if isinstance(value, str):
        return _parsed(value)
    return None


def _scaled(value: float) -> int | None:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value < 0 or value >= _ABSURD:
        return None
    if _SECONDS <= value < _MILLISECONDS:
        return round(value * 1000)
    if value < _MICROSECONDS:
        return round(value)
    if value < _NANOSECONDS:
        return int(value // 1000)
    return int(value // 1_000_000)


def _parsed(text: str) -> int | None:
    text = text.strip()[:40]
    try:
        return _scaled(float(text))
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "Z"))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        ms = moment.timestamp() * 1000
    except (ValueError, OverflowError, OSError):
        return None
    return round(ms) if ms > 0 else None


def mend_times(times: list[int | None]) -> tuple[list[int], int]:
    """Each missing or absurd time becomes its predecessor's (the first sound one's at the start), so that order in the file is kept.
    Absurd is more than `_ABSURD_AWAY` from the median. Gives the times and how many were mended."""
    known = sorted(at for at in times if at is not None)
    if not known:
        return [0] * len(times), len(times)
    median = known[len(known) // 2]
    if len(known) == len(times) and known[-1] - median <= _ABSURD_AWAY and median - known[0] <= _ABSURD_AWAY:
        return [at for at in times if at is not None], 0
    last = next(at for at in times if at is not None and abs(at - median) <= _ABSURD_AWAY)
    mended = 0
    out: list[int] = []
    for at in times:
        if at is None or abs(at - median) > _ABSURD_AWAY:
            mended += 1
        else:
            last = at
        out.append(last)
    return out, mended
