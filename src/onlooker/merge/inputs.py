"""Typing and choosing: a burst of changes of one field is one entry, with the value it ended with.

The recorder also tells of values the page itself sets. They are told apart like this:
1. The recorder may say so (`userTriggered`).
2. A change of the focused field is the user's.
3. So is one that a `change` event came with: only hands cause one; and that of a box or list just pressed.
4. Any other change while another field holds the focus is the page's.
5. With the focus unknown, the page's are: several fields in one instant, a box nobody pressed, a long value at one stroke. Where the
   recorder never tells the focus, only the first.
What the page set is counted, not told: the screen shows it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from onlooker.domain.screen import Element
from onlooker.domain.snapshot import Change, MouseAct, SnapshotType
from onlooker.domain.timeline import Typed
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.elements_chain import chain_element
from onlooker.merge.material import Material, Record, Sent
from onlooker.merge.targets import enriched, same_target
from onlooker.merge.untrusted import text, whole, whole_or

PAUSE_MS = 5_000
"""A longer pause ends a burst."""
_INSTANT_MS = 30
_PRESSED_MS = 200
_CHANGE_MS = 120_000
"""A field's `change` event comes when the user leaves it."""
_LATEST = 12
_ONE_STROKE = 3
"""Letters a key can change: a letter, a composed one, a word taken back a letter at a time."""
_BOXES = frozenset({"checkbox", "radio"})


@dataclass(slots=True)
class _Burst:
    """Changes of one field, being folded."""

    records: list[Record]
    target: Element | None
    events: list[str] = field(default_factory=list)
    told: Element | None = None

    @property
    def end_ms(self) -> int:
        return self.records[-1].at_ms


def typing(material: Material) -> Strand:
    presses = _presses(material)
    changed = [sent for sent in material.sent if sent.event.name == "$autocapture" and sent.event.properties.get("$event_type") == "change"]
    hands = _Hands(material, changed)
    bursts: list[_Burst] = []
    by_window: defaultdict[int, list[_Burst]] = defaultdict(list)
    by_page = 0
    for record, alone in _with_company(material.told(Change.INPUT)):
        target = material.track.elements.get(record.index)
        if not hands.made(record, target, alone=alone):
            by_page += 1
            continue
        here = by_window[record.window]
        if here and _continues(here[-1], record, presses.get(record.window, ())):
            here[-1].records.append(record)
            here[-1].target = here[-1].target or target
        else:
            burst = _Burst(records=[record], target=target)
            bursts.append(burst)
            here.append(burst)
    alone_events = [sent for sent in changed if not _join(by_window[sent.window], sent)]
    drafts = [_draft(burst) for burst in bursts]
    drafts.extend(_event_draft(sent) for sent in alone_events)
    return Strand(drafts=tuple(drafts), dropped={"input by the page": by_page} if by_page else {})


class _Focus:
    """Which node had the focus in a window at a record: its id, or None where nobody said."""

    def __init__(self, material: Material) -> None:
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        self._nodes: defaultdict[int, list[int | None]] = defaultdict(list)
        now: dict[int, int | None] = {}
        pages = {record.index for record in material.of_type(SnapshotType.META)}
        told = sorted((*material.told(Change.MOUSE_INTERACTION), *material.of_type(SnapshotType.META)), key=lambda record: record.index)
        for record in told:
            act = None if record.index in pages else whole(record.data.get("type"))
            node = whole_or(record.data.get("id"), -1)
            if act == MouseAct.FOCUS:
                now[record.window] = node if node >= 0 else None
            elif record.index in pages or (act == MouseAct.BLUR and now.get(record.window) == node):
                now[record.window] = None
            else:
                continue
            self._places[record.window].append(record.index)
            self._nodes[record.window].append(now[record.window])
        self._told = {record.window for record in told if record.index not in pages and whole(record.data.get("type")) == MouseAct.FOCUS}

    def told(self, window: int) -> bool:
        """Whether the recorder tells the focus of this window at all."""
        return window in self._told

    def at(self, record: Record) -> int | None:
        place = bisect_right(self._places[record.window], record.index)
        return self._nodes[record.window][place - 1] if place else None


def _with_company(records: Sequence[Record]) -> Iterator[tuple[Record, bool]]:
    """Each record, and whether it is alone: no other field of its window changes in the same instant."""
    by_window: defaultdict[int, list[Record]] = defaultdict(list)
    for record in records:
        by_window[record.window].append(record)
    company: set[int] = set()
    for told in by_window.values():
        for one, other in pairwise(told):
            if other.at_ms - one.at_ms <= _INSTANT_MS and one.data.get("id") != other.data.get("id"):
                company.update((one.index, other.index))
    return ((record, record.index not in company) for record in records)


class _Hands:
    """Whether a change was made by the user; fed with all changes in order, for it compares each with the field's value before."""

    def __init__(self, material: Material, changed: Sequence[Sent]) -> None:
        self._focus = _Focus(material)
        self._presses = _pressed_nodes(material)
        self._confirmed: defaultdict[int, list[int]] = defaultdict(list)
        for sent in changed:
            self._confirmed[sent.window].append(sent.at_ms)
        self._values: dict[tuple[int, int | None], str] = {}

    def made(self, record: Record, target: Element | None, *, alone: bool) -> bool:
        node = whole(record.data.get("id"))
        value = text(record.data.get("text"))
        before = self._values.get((record.window, node), "")
        self._values[record.window, node] = value
        said = record.data.get("userTriggered")
        if isinstance(said, bool):
            return said
        focused = self._focus.at(record)
        if focused is not None and focused == node:
            return True
        if alone and _any_between(self._confirmed[record.window], record.at_ms - _INSTANT_MS, record.at_ms + _INSTANT_MS):
            return True
        if _any_between(self._presses.get((record.window, node), ()), record.at_ms - _PRESSED_MS, record.at_ms):
            return True
        if focused is not None or not alone:
            return False
        box = record.data.get("isChecked") is True or (target is not None and target.type in _BOXES)
        return not self._focus.told(record.window) or (not box and abs(len(value) - len(before)) <= _ONE_STROKE)


def _continues(burst: _Burst, record: Record, presses: Sequence[int]) -> bool:
    same = burst.records[-1].data.get("id") == record.data.get("id")
    pressed = _any_between(presses, burst.end_ms + 1, record.at_ms - 1)
    return same and record.at_ms - burst.end_ms <= PAUSE_MS and not pressed


def _presses(material: Material) -> Mapping[int, Sequence[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for record in material.told(Change.MOUSE_INTERACTION):
        if whole(record.data.get("type")) in (MouseAct.CLICK, MouseAct.TOUCH_END):
            found[record.window].append(record.at_ms)
    return found


def _pressed_nodes(material: Material) -> Mapping[tuple[int, int | None], Sequence[int]]:
    found: defaultdict[tuple[int, int | None], list[int]] = defaultdict(list)
    for record in material.told(Change.MOUSE_INTERACTION):
        if whole(record.data.get("type")) == MouseAct.CLICK:
            found[record.window, whole(record.data.get("id"))].append(record.at_ms)
    return found


def _any_between(times: Sequence[int], start: int, end: int) -> bool:
    place = bisect_left(times, start)
    return place < len(times) and times[place] <= end


def _join(bursts: Sequence[_Burst], sent: Sent) -> bool:
    """Give the event to the last burst of its field, or to one that has just ended."""
    told = chain_element(sent.event.elements_chain)
    place = bisect_right(bursts, sent.at_ms + 50, key=lambda burst: burst.records[0].at_ms)
    near = [burst for burst in reversed(bursts[max(0, place - _LATEST) : place]) if sent.at_ms - burst.end_ms <= _CHANGE_MS]
    burst = next((burst for burst in near if same_target(burst.target, told)), None) or next(
        (burst for burst in near if not burst.events and (burst.target is None or sent.at_ms - burst.end_ms <= PAUSE_MS)), None
    )
    if burst is None:
        return False
    burst.events.append(sent.event.id)
    burst.told = told
    return True


def _draft(burst: _Burst) -> Draft:
    last = burst.records[-1]
    target = enriched(burst.target, burst.told)
    value = text(last.data.get("text"))
    masked = bool(value) and not value.strip("*")
    checked = last.data.get("isChecked") is True
    box = target.type in _BOXES if target is not None and target.type else checked
    return Draft(
        at_ms=burst.records[0].at_ms,
        end_ms=last.at_ms,
        window=last.window,
        detail=Typed(target=target, value="***" if masked else value, checked=checked if box else None, masked=masked),
        count=len(burst.records),
        snapshots=tuple(record.index for record in burst.records),
        events=tuple(burst.events),
    )


def _event_draft(sent: Sent) -> Draft:
    target = chain_element(sent.event.elements_chain)
    return Draft(at_ms=sent.at_ms, end_ms=sent.at_ms, window=sent.window, detail=Typed(target=target), events=(sent.event.id,))
