"""What the strands are made of: snapshots sorted by what they tell and decoded, events with their window, all in session time.

Mutations, full snapshots and style rules are never decoded here: they are nearly all of a recording's bytes, and the screen track
has already read them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.screen import Mutated, ScreenTrack
from onlooker.domain.snapshot import Change, Recording, SnapshotData, SnapshotType
from onlooker.merge.align import Alignment
from onlooker.merge.untrusted import text

_TOLD = frozenset(
    {
        Change.MOUSE_MOVE,
        Change.MOUSE_INTERACTION,
        Change.SCROLL,
        Change.VIEWPORT_RESIZE,
        Change.INPUT,
        Change.TOUCH_MOVE,
        Change.MEDIA_INTERACTION,
        Change.DRAG,
        Change.SELECTION,
    }
)
_KEPT = frozenset({SnapshotType.DOM_CONTENT_LOADED, SnapshotType.LOAD, SnapshotType.META, SnapshotType.CUSTOM, SnapshotType.PLUGIN})
_BYTES_A_RECORD = 120
"""Of one mutation record, measured on a recording with 1.14 million of them: what their number is guessed from, without decoding them,
when the screen track has not counted them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One decoded snapshot."""

    index: int
    at_ms: int
    window: int
    data: SnapshotData


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One event and where it belongs. `url` is the page it names."""

    event: ProductEvent
    at_ms: int
    window: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """`ticks` are the instants of all snapshots, in order; `recorded` the windows that have any. `sent` is in time order, whatever
    order the events came in. `outside` counts what is too far from the rest to be of this session."""

    windows: tuple[str, ...]
    started_at: int
    duration_ms: int
    skew_ms: int = 0
    track: ScreenTrack = field(default_factory=ScreenTrack)
    changes: Mapping[Change, Sequence[Record]] = field(default_factory=dict)
    others: Mapping[SnapshotType, Sequence[Record]] = field(default_factory=dict)
    ticks: Sequence[int] = ()
    recorded: frozenset[int] = frozenset()
    mutations: tuple[Mutated, ...] = ()
    sent: tuple[Sent, ...] = ()
    outside: int = 0

    def told(self, change: Change) -> Sequence[Record]:
        return self.changes.get(change, ())

    def of_type(self, kind: SnapshotType) -> Sequence[Record]:
        return self.others.get(kind, ())


def gather(recording: Recording | None, events: EventLog, track: ScreenTrack, alignment: Alignment) -> Material:
    names = list(recording.windows) if recording is not None else []
    snapshots = recording.snapshots if recording is not None else ()
    within = [snapshot for snapshot in snapshots if alignment.holds(alignment.snapshot_ms(snapshot.at))]
    changes: defaultdict[Change, list[Record]] = defaultdict(list)
    others: defaultdict[SnapshotType, list[Record]] = defaultdict(list)
    mutations: list[Mutated] = []
    for snapshot in within:
        at_ms = alignment.snapshot_ms(snapshot.at)
        change = snapshot.change
        if change is Change.MUTATION:
            mutations.append(Mutated(at_ms=at_ms, window=snapshot.window, nodes=max(1, snapshot.size // _BYTES_A_RECORD), attributes=0))
        elif recording is not None and (change in _TOLD or snapshot.type in _KEPT):
            record = Record(index=snapshot.index, at_ms=at_ms, window=snapshot.window, data=recording.data(snapshot))
            (others[snapshot.type] if change is None else changes[change]).append(record)
    ticks = [alignment.snapshot_ms(snapshot.at) for snapshot in within]
    places = [snapshot.window for snapshot in within]
    sent = tuple(_placed(events, alignment, names, ticks, places))
    return Material(
        windows=tuple(names) or ("",),
        started_at=alignment.started_at,
        duration_ms=alignment.duration_ms,
        skew_ms=alignment.skew_ms,
        track=track,
        changes=changes,
        others=others,
        ticks=ticks,
        recorded=frozenset(places),
        mutations=track.mutations or tuple(mutations),
        sent=sent,
        outside=len(snapshots) - len(within) + len(events.events) - len(sent),
    )


def _placed(events: EventLog, alignment: Alignment, names: list[str], ticks: Sequence[int], places: Sequence[int]) -> Iterator[Sent]:
    """Events in time order, each in the window it names, which is added to `names` if new; without a name, in the one being recorded."""
    known = {name: index for index, name in reversed([*enumerate(names)])}
    for event in sorted(events.events, key=lambda event: (event.at, event.id, event.name)):
        at_ms = alignment.event_ms(event.at)
        if not alignment.holds(at_ms):
            continue
        if event.window_id and event.window_id not in known:
            known[event.window_id] = len(names)
            names.append(event.window_id)
        here = places[max(0, bisect_right(ticks, at_ms) - 1)] if places else 0
        window = known[event.window_id] if event.window_id else here
        yield Sent(event=event, at_ms=at_ms, window=window, url=text(event.properties.get("$current_url")))
