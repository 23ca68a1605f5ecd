"""What is taken out of a recording and its events for a glimpse: nothing that needs the page rebuilt.

Of the recording's contents only addresses, custom and plugin records and presses are decoded, and of those no more than `MOST_BYTES`;
mutations, full snapshots, pointer movement and typing are told by the index alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.domain.untrusted import number_of, text_of

MOST_BYTES = 16_000_000
"""Of contents decoded in one session: a tenth of a second. Ordinary sessions have a hundredth of it."""
LARGEST = 1_000_000
"""In bytes; a larger record is one with bodies of answers in it."""

_DECODED = frozenset({SnapshotType.META, SnapshotType.CUSTOM, SnapshotType.PLUGIN})
_HANDS = frozenset({Change.MOUSE_MOVE, Change.TOUCH_MOVE, Change.SCROLL, Change.INPUT, Change.DRAG, Change.SELECTION})
_TOUCHED = frozenset({"click", "touch", "tap", "change", "submit"})
_ANSWERS = frozenset({Change.MUTATION, Change.VIEWPORT_RESIZE, Change.MEDIA_INTERACTION, Change.CANVAS_MUTATION})
_PRESSES = frozenset({MouseAct.MOUSE_DOWN, MouseAct.CLICK, MouseAct.CONTEXT_MENU, MouseAct.DOUBLE_CLICK, MouseAct.TOUCH_START, MouseAct.TOUCH_END})


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A click or a tap. `node` is rrweb's number of what was pressed, -1 where none is told."""

    at: int
    window: int
    node: int
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One decoded record."""

    at: int
    window: int
    type: SnapshotType
    data: SnapshotData


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A product event on the recorder's clock."""

    at: int
    event: ProductEvent

    @property
    def name(self) -> str:
        return self.event.name

    @property
    def properties(self) -> Mapping[str, object]:
        return self.event.properties

    @property
    def own(self) -> bool:
        """Whether the team's own code sent it, not the library by itself."""
        return bool(self.event.name) and not self.event.name.startswith("$")

    def text(self, key: str, limit: int = 2000) -> str:
        return text_of(self.event.properties.get(key))[:limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What both streams left, in time order each; all instants are epoch ms on the recorder's clock. At `acts` the user did something, at `hands` by
    pressing or typing; `deeds` counts what was more than a moving pointer. By window: at `answers` a page changed, at `loads` a document was loaded.
    `full` counts the full snapshots."""

    acts: Sequence[int]
    hands: Sequence[int]
    presses: Sequence[Press]
    told: Sequence[Told]
    sent: Sequence[Sent]
    answers: Mapping[int, Sequence[int]] = field(default_factory=dict)
    loads: Mapping[int, Sequence[int]] = field(default_factory=dict)
    windows: Sequence[str] = ()
    deeds: int = 0
    snapshots: int = 0
    full: int = 0
    unread: int = 0

    def answered(self, press: Press, within_ms: int) -> bool:
        """Whether anything at all changed in the window soon after a press."""
        times = self.answers.get(press.window, ())
        place = bisect_right(times, press.at)
        return place < len(times) and times[place] <= press.at + within_ms

    def after_act(self, at: int, within_ms: int) -> bool:
        """Whether the user pressed or typed shortly before."""
        place = bisect_right(self.hands, at)
        return place > 0 and at - self.hands[place - 1] <= within_ms


def traces(recording: Recording | None, events: EventLog, *, skew_ms: int) -> Traces:
    """`skew_ms` is added to the events' clock to agree with the recorder's. Without a recording, page views and the team's own events are all
    there is to tell when somebody was there."""
    sent = tuple(Sent(at=event.at + skew_ms, event=event) for event in events.events)
    if recording is not None and recording.snapshots:
        return _recorded(recording, sent)
    deeds = [one.at for one in sent if one.own or _touched(one)]
    viewed = [one.at for one in sent if one.name == "$pageview"]
    hands = [one.at for one in sent if _touched(one)]
    return Traces(acts=sorted([*deeds, *viewed]), hands=hands, presses=(), told=(), sent=sent, deeds=len(deeds))


def _touched(sent: Sent) -> bool:
    return sent.name == "$autocapture" and sent.text("$event_type") in _TOUCHED


def _recorded(recording: Recording, sent: Sequence[Sent]) -> Traces:
    hands = [one.at for one in sent if _touched(one)]
    acts = list(hands)
    answers: dict[int, list[int]] = {}
    loads: dict[int, list[int]] = {}
    deeds, full = len(acts), 0
    wanted: list[Snapshot] = []
    for snapshot in recording.snapshots:
        change = snapshot.change
        if change is None:
            if snapshot.type in _DECODED:
                wanted.append(snapshot)
            elif snapshot.type is SnapshotType.FULL:
                full += 1
                answers.setdefault(snapshot.window, []).append(snapshot.at)
            else:
                loads.setdefault(snapshot.window, []).append(snapshot.at)
        elif change is Change.MOUSE_INTERACTION:
            wanted.append(snapshot)
        elif change in _ANSWERS:
            answers.setdefault(snapshot.window, []).append(snapshot.at)
        elif change in _HANDS:
            acts.append(snapshot.at)
            deeds += change is not Change.MOUSE_MOVE
            if change is Change.INPUT:
                hands.append(snapshot.at)
    told: list[Told] = []
    presses: list[Press] = []
    unread = 0
    left = MOST_BYTES
    for snapshot in wanted:
        if snapshot.size > min(left, LARGEST):
            unread += 1
            continue
        left -= snapshot.size
        data = recording.data(snapshot)
        if snapshot.change is None:
            told.append(Told(at=snapshot.at, window=snapshot.window, type=snapshot.type, data=data))
        elif isinstance(act := data.get("type"), int) and act in _PRESSES:
            acts.append(snapshot.at)
            deeds += 1
            if act == MouseAct.CLICK:
                presses.append(_press(snapshot, data))
                hands.append(snapshot.at)
    return Traces(
        acts=sorted(acts),
        hands=sorted(hands),
        presses=presses,
        told=told,
        sent=sent,
        answers=answers,
        loads=loads,
        windows=recording.windows,
        deeds=deeds,
        snapshots=len(recording.snapshots),
        full=full,
        unread=unread,
    )


def _press(snapshot: Snapshot, data: SnapshotData) -> Press:
    node = data.get("id")
    return Press(
        at=snapshot.at,
        window=snapshot.window,
        node=node if isinstance(node, int) else -1,
        x=number_of(data.get("x")),
        y=number_of(data.get("y")),
    )


def payloads(told: Sequence[Told], plugin: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """(instant, payload) of every record of one plugin."""
    for one in told:
        payload = one.data.get("payload")
        if one.type is SnapshotType.PLUGIN and one.data.get("plugin") == plugin and isinstance(payload, dict):
            yield one.at, payload
