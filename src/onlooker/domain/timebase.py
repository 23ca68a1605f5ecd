"""One timebase: integer milliseconds since the session's start. UTC instants appear only at borders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_INSTANT = 253_402_300_799_999
"""The last millisecond of the year 9999, in epoch ms: beyond it ISO 8601 has no form. A recorder's clock can claim anything."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A closed stretch of a session, in ms since its start. `end_ms` is never before `start_ms`."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if self.end_ms < self.start_ms:
            raise ValueError(f"span ends before it starts: {self.start_ms}..{self.end_ms}")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlaps(self, other: Span, slack_ms: int = 0) -> bool:
        """Whether the two share an instant once each is widened by `slack_ms` on both sides."""
        return self.start_ms - slack_ms <= other.end_ms + slack_ms and other.start_ms - slack_ms <= self.end_ms + slack_ms

    def union(self, other: Span) -> Span:
        return Span(start_ms=min(self.start_ms, other.start_ms), end_ms=max(self.end_ms, other.end_ms))


def clock(ms: int) -> str:
    """`83450` as `1:23`, `3723000` as `1:02:03`: what a person reads and types."""
    seconds = max(0, ms) // 1000
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def instant(epoch_ms: int) -> datetime:
    """The UTC instant of an epoch in ms."""
    return EPOCH + timedelta(milliseconds=epoch_ms)


def iso(epoch_ms: int) -> str:
    """`2026-11-22T14:53:12.150Z`, the form of every instant in JSON."""
    return instant(epoch_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minute(epoch_ms: int) -> str:
    """`2026-11-22 14:53`, UTC; an instant that ISO 8601 has no form for is the nearest that it has."""
    return iso(min(max(epoch_ms, 0), LATEST_INSTANT))[:16].replace("T", " ")


def day(epoch_ms: int) -> str:
    """`2026-11-22`, UTC, likewise."""
    return minute(epoch_ms)[:10]
