"""Typing and choosing: a burst of changes of one field is one entry, with the value it ended with.

Values the page itself sets are counted, not told: the screen shows them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from onlooker.domain.screen import Element
from onlooker.domain.snapshot import Change, MouseAct
from onlooker.domain.timeline import Typed
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.elements_chain import chain_element
from onlooker.merge.hands import TOGETHER_MS, Hands
from onlooker.merge.instants import Instants, mouse_instants
from onlooker.merge.material import Material, Record, Sent
from onlooker.merge.targets import enriched, other_target, same_target
from onlooker.merge.untrusted import text

PAUSE_MS = 5_000
"""A longer pause ends a burst."""
_INSTANT_MS = 30
_CHANGE_MS = 120_000
"""A field's `change` event comes when the user leaves it."""
_LATEST = 12
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
    presses = mouse_instants(material, MouseAct.CLICK, MouseAct.TOUCH_END)
    changed = [sent for sent in material.sent if sent.event.name == "$autocapture" and sent.event.properties.get("$event_type") == "change"]
    hands = Hands(material, changed)
    bursts: list[_Burst] = []
    by_window: defaultdict[int, list[_Burst]] = defaultdict(list)
    by_page: list[Record] = []
    for record, alone in _with_company(material.told(Change.INPUT)):
        target = material.track.elements.get(record.index)
        if not hands.made(record, target, alone=alone):
            by_page.append(record)
            continue
        here = by_window[record.window]
        if here and _continues(here[-1], record, presses):
            here[-1].records.append(record)
            here[-1].target = here[-1].target or target
        else:
            burst = _Burst(records=[record], target=target)
            bursts.append(burst)
            here.append(burst)
    set_by_page = Instants((record.window, record.at_ms) for record in by_page)
    alone_events = [
        sent
        for sent in changed
        if not _join(by_window[sent.window], sent) and not set_by_page.any_between(sent.window, sent.at_ms - _INSTANT_MS, sent.at_ms + _INSTANT_MS)
    ]
    drafts = [_draft(burst) for burst in bursts]
    drafts.extend(_event_draft(sent) for sent in alone_events)
    return Strand(drafts=tuple(drafts), dropped={"input by the page": len(by_page)} if by_page else {})


def _with_company(records: Sequence[Record]) -> Iterator[tuple[Record, bool]]:
    """Each record, and whether it is alone: no other field of its window changes at the same moment."""
    by_window: defaultdict[int, list[Record]] = defaultdict(list)
    for record in records:
        by_window[record.window].append(record)
    company: set[int] = set()
    for told in by_window.values():
        for one, other in pairwise(told):
            if other.at_ms - one.at_ms <= TOGETHER_MS and one.data.get("id") != other.data.get("id"):
                company.update((one.index, other.index))
    return ((record, record.index not in company) for record in records)


def _continues(burst: _Burst, record: Record, presses: Instants[int]) -> bool:
    same = burst.records[-1].data.get("id") == record.data.get("id")
    pressed = presses.any_between(record.window, burst.end_ms + 1, record.at_ms - 1)
    return same and record.at_ms - burst.end_ms <= PAUSE_MS and not pressed


def _join(bursts: Sequence[_Burst], sent: Sent) -> bool:
    """Give the event to the last burst of its field, or to one that has just ended."""
    told = chain_element(sent.event.elements_chain)
    place = bisect_right(bursts, sent.at_ms + 50, key=lambda burst: burst.records[0].at_ms)
    near = [burst for burst in reversed(bursts[max(0, place - _LATEST) : place]) if sent.at_ms - burst.end_ms <= _CHANGE_MS]
    burst = next((burst for burst in near if same_target(burst.target, told)), None) or next(
        (burst for burst in near if not burst.events and not other_target(burst.target, told) and sent.at_ms - burst.end_ms <= PAUSE_MS), None
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
