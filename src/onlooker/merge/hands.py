"""Whose hand changed a field: the user's, or the page's own. The recorder tells of both alike, mostly:

1. It may say so itself (`userTriggered`).
2. A change of the focused field is the user's, but for a long value set the moment it got the focus.
3. So is one that a `change` event came with, and that of a box or list just pressed. Events for several fields in one go are of a library that
   fills its form.
4. Any other change while another field holds the focus is the page's.
5. With the focus unknown, the page's are: several fields in one instant, a box nobody pressed, a long value at one stroke, a value that is set to
   what it was. Where the recorder never tells the focus, only the first and the last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from onlooker.domain.screen import Element
from onlooker.domain.snapshot import Change, MouseAct, SnapshotType
from onlooker.merge.elements_chain import chain_element
from onlooker.merge.instants import Instants, mouse_records
from onlooker.merge.material import Material, Record, Sent
from onlooker.merge.untrusted import text, whole, whole_or

TOGETHER_MS = 100
"""A library that fills a form takes a moment for each field; a person takes longer."""
_INSTANT_MS = 30
_PRESSED_MS = 200
_FOCUSED_MS = 100
_ONE_STROKE = 3
"""Letters a key can change: a letter, a composed one, a word taken back a letter at a time."""
_BOXES = frozenset({"checkbox", "radio"})


class Focus:
    """Which node held the focus in a window at a record, and since when; None where nobody said."""

    def __init__(self, material: Material) -> None:
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        self._held: defaultdict[int, list[tuple[int, int] | None]] = defaultdict(list)
        now: dict[int, tuple[int, int] | None] = {}
        pages = {record.index for record in material.of_type(SnapshotType.META)}
        told = sorted((*material.told(Change.MOUSE_INTERACTION), *material.of_type(SnapshotType.META)), key=lambda record: record.index)
        for record in told:
            act = None if record.index in pages else whole(record.data.get("type"))
            node = whole_or(record.data.get("id"), -1)
            if act == MouseAct.FOCUS:
                now[record.window] = (node, record.at_ms) if node >= 0 else None
            elif record.index in pages or (act == MouseAct.BLUR and (now.get(record.window) or (-1, 0))[0] == node):
                now[record.window] = None
            else:
                continue
            self._places[record.window].append(record.index)
            self._held[record.window].append(now[record.window])
        self._told = {record.window for record in told if record.index not in pages and whole(record.data.get("type")) == MouseAct.FOCUS}

    def told(self, window: int) -> bool:
        """Whether the recorder tells the focus of this window at all."""
        return window in self._told

    def at(self, record: Record) -> tuple[int, int] | None:
        place = bisect_right(self._places[record.window], record.index)
        return self._held[record.window][place - 1] if place else None


def _one_by_one(changed: Sequence[Sent]) -> Iterator[Sent]:
    """Without those that came together."""
    last: dict[int, Sent] = {}
    crowd: set[int] = set()
    for sent in sorted(changed, key=lambda one: one.at_ms):
        before = last.get(sent.window)
        if before is not None and sent.at_ms - before.at_ms <= TOGETHER_MS and sent.event.elements_chain != before.event.elements_chain:
            crowd.update((id(before), id(sent)))
        last[sent.window] = sent
    return (sent for sent in changed if id(sent) not in crowd)


class Hands:
    """`changed` are the `change` events. Asked about all changes in order, for it compares each with the field's value before."""

    def __init__(self, material: Material, changed: Sequence[Sent]) -> None:
        self._focus = Focus(material)
        clicks = mouse_records(material, MouseAct.CLICK)
        self._presses = Instants(((record.window, whole(record.data.get("id"))), record.at_ms) for record in clicks)
        by_hand = list(_one_by_one(changed))
        self._confirmed = Instants((sent.window, sent.at_ms) for sent in by_hand)
        named = ((sent, chain_element(sent.event.elements_chain)) for sent in by_hand)
        self._named = Instants(((sent.window, told.tag, told.name), sent.at_ms) for sent, told in named if told is not None and told.name)
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
        stroke = abs(len(value) - len(before)) <= _ONE_STROKE
        if focused is not None and focused[0] == node:
            return stroke or not alone or record.at_ms - focused[1] > _FOCUSED_MS
        if target is not None and self._named.any_between(
            (record.window, target.tag, target.name), record.at_ms - _INSTANT_MS, record.at_ms + _INSTANT_MS
        ):
            return True
        if alone and self._confirmed.any_between(record.window, record.at_ms - _INSTANT_MS, record.at_ms + _INSTANT_MS):
            return True
        if self._presses.any_between((record.window, node), record.at_ms - _PRESSED_MS, record.at_ms):
            return True
        if focused is not None or not alone:
            return False
        box = record.data.get("isChecked") is True or (target is not None and target.type in _BOXES)
        if not box and value == before:
            return False
        return not self._focus.told(record.window) or (not box and stroke)
