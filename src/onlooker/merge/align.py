"""Where a session starts and ends, and by how much the events' clock differs from the recorder's.

1. A difference is looked for only in what both streams tell of: presses, errors, page views.
2. Presses and errors are told within some 50 ms by both; page views lag by up to seconds, so they only support.
3. Where events and snapshots already agree as they are, nothing is corrected: jitter is not skew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.snapshot import Change, MouseAct, Recording, SnapshotType
from onlooker.merge.console_line import console_line, error_text
from onlooker.merge.exception_event import exception_of
from onlooker.merge.untrusted import fields, text, whole

SKEW_MS = 1_000
"""A smaller difference is left alone."""
LONGEST_MS = 24 * 3_600_000
"""What lies further than this from the middle of a session is not of it: a clock that was never set."""
_TIGHT_MS = 300
_LAG_MS = 5_000
_ANCHORS = 120
"""Of each kind and stream; enough to agree on, few enough to compare each with each."""
_AGREEING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """`started_at` and `ended_at` are the first and the last instant of both streams, epoch ms on the recorder's clock; `skew_ms` is added
    to the events' clock."""

    started_at: int
    ended_at: int
    skew_ms: int = 0

    @property
    def duration_ms(self) -> int:
        return self.ended_at - self.started_at

    def snapshot_ms(self, at: int) -> int:
        return at - self.started_at

    def event_ms(self, at: int) -> int:
        return at + self.skew_ms - self.started_at

    def holds(self, at_ms: int) -> bool:
        return 0 <= at_ms <= self.duration_ms


def align(recording: Recording | None, events: EventLog) -> Alignment:
    """Empty streams give a session of no length at epoch 0."""
    skew = _skew(recording, events.events) if recording is not None else 0
    seen = [snapshot.at for snapshot in recording.snapshots] if recording is not None else []
    sent = sorted(event.at + skew for event in events.events)
    middle = seen[len(seen) // 2] if seen else sent[len(sent) // 2] if sent else 0
    within = [at for at in (*seen, *sent) if abs(at - middle) <= LONGEST_MS]
    return Alignment(started_at=min(within, default=middle), ended_at=max(within, default=middle), skew_ms=skew)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchor:
    """Something both streams tell of: equal keys may be the same thing."""

    key: str
    at: int


def _skew(recording: Recording, events: Sequence[ProductEvent]) -> int:
    sharp_events = list(_limited(_sharp_events(events)))
    lagging_events = list(_limited(_page_events(events)))
    if not sharp_events and len(lagging_events) < _AGREEING:
        return 0
    sharp = _offsets(sharp_events, list(_limited(_sharp_snapshots(recording))))
    lagging = _offsets(lagging_events, list(_limited(_page_snapshots(recording))))
    best = _densest(sharp, _TIGHT_MS) if sharp else _densest(lagging, _TIGHT_MS)
    if best is None:
        return 0
    still = _support(sharp, 0, _TIGHT_MS) + _support(lagging, 0, _LAG_MS)
    moved = _support(sharp, best, _TIGHT_MS) + _support(lagging, best, _LAG_MS)
    agreed = _support(sharp, best, _TIGHT_MS) * 2 >= len(sharp_events)
    return best if abs(best) > SKEW_MS and moved >= _AGREEING and agreed and still * 2 < moved else 0


def _offsets(events: Sequence[_Anchor], snapshots: Sequence[_Anchor]) -> list[tuple[int, int]]:
    """(what to add to the event's time, which event) for every pair of equal keys, in order of the first."""
    return sorted((seen.at - event.at, which) for which, event in enumerate(events) for seen in snapshots if seen.key == event.key)


def _support(offsets: Iterable[tuple[int, int]], centre: int, slack: int) -> int:
    return len({which for offset, which in offsets if abs(offset - centre) <= slack})


def _densest(offsets: Sequence[tuple[int, int]], width: int) -> int | None:
    """The middle of the stretch of `width` in which most events find a partner; nearest to 0 among equals."""
    best: tuple[int, int] | None = None
    start = 0
    for end, (offset, _) in enumerate(offsets):
        while offset - offsets[start][0] > width:
            start += 1
        middle = offsets[(start + end) // 2][0]
        score = (end - start + 1, -abs(middle))
        if best is None or score > (best[0], -abs(best[1])):
            best = (end - start + 1, middle)
    return best[1] if best is not None else None


def _limited(anchors: Iterable[_Anchor]) -> Iterator[_Anchor]:
    for count, anchor in enumerate(anchors):
        if count == _ANCHORS:
            return
        yield anchor


def _sharp_events(events: Iterable[ProductEvent]) -> Iterator[_Anchor]:
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        if event.name == "$autocapture" and event.properties.get("$event_type") == "click":
            yield _Anchor(key="click", at=event.at)
        elif event.name == "$exception":
            yield _Anchor(key=f"error {exception_of(event).message}", at=event.at)


def _page_events(events: Iterable[ProductEvent]) -> Iterator[_Anchor]:
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        if event.name == "$pageview":
            yield _Anchor(key=text(event.properties.get("$current_url")), at=event.at)


def _sharp_snapshots(recording: Recording) -> Iterator[_Anchor]:
    for snapshot in recording.snapshots:
        if snapshot.change is Change.MOUSE_INTERACTION:
            if whole(recording.data(snapshot).get("type")) == MouseAct.CLICK:
                yield _Anchor(key="click", at=snapshot.at)
        elif snapshot.type is SnapshotType.PLUGIN:
            line = console_line(recording.data(snapshot))
            error = error_text(line) if line is not None else None
            if error is not None:
                yield _Anchor(key=f"error {error.message}", at=snapshot.at)


def _page_snapshots(recording: Recording) -> Iterator[_Anchor]:
    for snapshot in recording.snapshots:
        if snapshot.type is SnapshotType.META:
            yield _Anchor(key=text(recording.data(snapshot).get("href")), at=snapshot.at)
        elif snapshot.type is SnapshotType.CUSTOM:
            data = recording.data(snapshot)
            if data.get("tag") == "$pageview":
                yield _Anchor(key=text(fields(data.get("payload")).get("href")), at=snapshot.at)
