"""Presses: rrweb's click or tap and the `$autocapture` click of the same press, woven into one entry.

A click at 0,0 that no button went down for is a key pressed on a control, a shortcut, or the page pressing its own button (`pressed_by`): the
user's is told, at an unknown place, the page's counted. The second click a browser makes of a press on a label, on the control it labels,
belongs to that press.

A press is told when the click came, or when the button went down, if the screen answered that already: a press does not come after its answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onlooker.domain.screen import Element
from onlooker.domain.snapshot import Change, MouseAct
from onlooker.domain.timeline import Click
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.elements_chain import chain_element
from onlooker.merge.instants import Instants, mouse_instants, mouse_records
from onlooker.merge.material import Material, Record, Sent
from onlooker.merge.pressed_by import ECHO_MS, PressedBy
from onlooker.merge.selections import text_selections
from onlooker.merge.targets import enriched, same_target
from onlooker.merge.untrusted import whole, whole_or

SAME_PRESS_MS = 500
"""The two streams tell of one press within some 10 ms; a blocked page may hold one back for longer."""
DOUBLE_MS = 600
_TAP_MS = 700
_HELD_MS = 1_000
_SELECTED_MS = 300
_CLICK_WITHIN_MS = 300
_STEADY_PX = 4
_OWN_WAY = frozenset(["select", "option", "input", "textarea", "label"])
"""What a browser answers by itself when the button goes down, without a click."""
_TOUCH = 2
"""rrweb's `PointerTypes.Touch`."""
_NEIGHBOURS = 24
"""How many presses around an event are compared with it: more than a person makes in half a second."""


@dataclass(slots=True)
class _Press:
    at_ms: int
    window: int
    snapshots: list[int]
    x: int
    y: int
    touch: bool
    target: Element | None
    down_ms: int | None = None
    double: bool = False
    by_page: bool = False
    events: list[str] = field(default_factory=list)
    told: Element | None = None


def clicks(material: Material) -> Strand:
    presses = sorted((*_mouse_presses(material), *_bare_taps(material), *_swallowed(material)), key=lambda press: (press.at_ms, press.snapshots))
    by_window: defaultdict[int, list[_Press]] = defaultdict(list)
    for press in presses:
        by_window[press.window].append(press)
    _mark_doubles(material, by_window)
    alone = [sent for sent in material.sent if _is_click(sent) and not _join(by_window[sent.window], sent)]
    firsts = list(_firsts(alone))
    selections = text_selections(material)
    answered = Instants((change.window, change.at_ms) for change in material.track.changes)
    drafts = [_draft(press, selections, answered) for press in presses if not press.by_page]
    drafts.extend(
        Draft(
            at_ms=sent.at_ms,
            end_ms=sent.at_ms,
            window=sent.window,
            detail=Click(target=chain_element(sent.event.elements_chain)),
            events=(sent.event.id,),
        )
        for sent in firsts
    )
    by_page = sum(press.by_page for press in presses) + len(alone) - len(firsts)
    return Strand(drafts=tuple(drafts), dropped={"press by the page": by_page} if by_page else {})


def _is_click(sent: Sent) -> bool:
    return sent.event.name == "$autocapture" and sent.event.properties.get("$event_type") in ("click", "touch", "tap")


def _firsts(alone: Iterable[Sent]) -> Iterator[Sent]:
    """Of presses only events tell of, without what another element got in the same instant: nobody has two pointers."""
    latest: dict[int, Sent] = {}
    for sent in alone:
        before = latest.get(sent.window)
        if before is None or sent.at_ms - before.at_ms > ECHO_MS or sent.event.elements_chain == before.event.elements_chain:
            latest[sent.window] = sent
            yield sent


def _mouse_presses(material: Material) -> Iterator[_Press]:
    """The element is looked up where the button went down too: a page may have replaced it by the time of the click."""
    down: dict[int, Record] = {}
    focused: dict[int, Record] = {}
    latest: dict[int, _Press] = {}
    latest_by_pointer: dict[int, int] = {}
    whose = PressedBy(material)
    for record in mouse_records(material, MouseAct.MOUSE_DOWN, MouseAct.TOUCH_START, MouseAct.FOCUS, MouseAct.CLICK):
        act = whole(record.data.get("type"))
        if act == MouseAct.FOCUS:
            focused[record.window] = record
        elif act != MouseAct.CLICK:
            down[record.window] = record
        else:
            press = _press(material, record, touch=whole(record.data.get("pointerType")) == _TOUCH)
            before = down.pop(record.window, None)
            if before is None and _echoes(latest.get(record.window), press):
                latest[record.window].snapshots.append(record.index)
                latest[record.window].target = press.target or latest[record.window].target
                continue
            latest[record.window] = press
            if before is not None and record.at_ms - before.at_ms <= _HELD_MS:
                press.target = press.target or material.track.elements.get(before.index)
                press.down_ms = before.at_ms
            if before is None and press.x == 0 and press.y == 0:
                press.x = press.y = -1
                press.by_page = not whose.user(record, focused.get(record.window), latest_by_pointer.get(record.window))
            elif before is not None:
                latest_by_pointer[record.window] = record.at_ms
            yield press


def _echoes(before: _Press | None, press: _Press) -> bool:
    if before is None or press.at_ms - before.at_ms > ECHO_MS or len(before.snapshots) > 1:
        return False
    labels = before.target is None or before.target.tag == "label" or (press.target is not None and press.target.type in ("checkbox", "radio"))
    return labels and (press.x, press.y) in ((before.x, before.y), (0, 0))


def _bare_taps(material: Material) -> Iterator[_Press]:
    """Taps whose click never came because the page took the touch for itself; a touch that moved was a swipe."""
    clicked = mouse_instants(material, MouseAct.CLICK)
    started: dict[int, Record] = {}
    moved = {record.index for record in material.told(Change.TOUCH_MOVE)}
    kinds = (MouseAct.TOUCH_START, MouseAct.TOUCH_END, MouseAct.TOUCH_MOVE_DEPARTED, MouseAct.TOUCH_CANCEL)
    for record in sorted((*mouse_records(material, *kinds), *material.told(Change.TOUCH_MOVE)), key=lambda record: record.index):
        act = whole(record.data.get("type"))
        if record.index not in moved and act == MouseAct.TOUCH_START:
            started[record.window] = record
            continue
        start = started.pop(record.window, None)
        if record.index in moved or act != MouseAct.TOUCH_END or start is None or record.at_ms - start.at_ms > _TAP_MS:
            continue
        if not clicked.any_between(record.window, start.at_ms, record.at_ms + _TAP_MS):
            yield _press(material, start, touch=True)


def _swallowed(material: Material) -> Iterator[_Press]:
    """Presses of a control whose click never came, though the button went down and up on it: something on the page took it before anybody heard."""
    clicked = mouse_instants(material, MouseAct.CLICK, MouseAct.CONTEXT_MENU)
    down: dict[int, Record] = {}
    for record in mouse_records(material, MouseAct.MOUSE_DOWN, MouseAct.MOUSE_UP):
        if whole(record.data.get("type")) == MouseAct.MOUSE_DOWN:
            down[record.window] = record
            continue
        start = down.pop(record.window, None)
        if start is None or record.at_ms - start.at_ms > _HELD_MS or not _same_spot(start, record):
            continue
        press = _press(material, start, touch=False)
        if press.target is None or not press.target.interactive or press.target.disabled or press.target.tag in _OWN_WAY:
            continue
        if not clicked.any_between(record.window, start.at_ms, record.at_ms + _CLICK_WITHIN_MS):
            press.at_ms, press.down_ms = record.at_ms, start.at_ms
            yield press


def _same_spot(down: Record, up: Record) -> bool:
    if whole(down.data.get("id")) != whole(up.data.get("id")):
        return False
    return all(abs(whole_or(down.data.get(axis), 0) - whole_or(up.data.get(axis), 0)) <= _STEADY_PX for axis in ("x", "y"))


def _press(material: Material, record: Record, *, touch: bool) -> _Press:
    return _Press(
        at_ms=record.at_ms,
        window=record.window,
        snapshots=[record.index],
        x=whole_or(record.data.get("x"), -1),
        y=whole_or(record.data.get("y"), -1),
        touch=touch,
        target=material.track.elements.get(record.index),
    )


def _mark_doubles(material: Material, presses: dict[int, list[_Press]]) -> None:
    for record in mouse_records(material, MouseAct.DOUBLE_CLICK):
        near = presses.get(record.window, [])
        place = bisect_left(near, record.at_ms + 50, key=lambda press: press.at_ms)
        for press in near[max(0, place - 2) : place]:
            press.double = press.double or record.at_ms - press.at_ms <= DOUBLE_MS


def _join(presses: Sequence[_Press], sent: Sent) -> bool:
    """Give the event to the nearest press of its half second that has none yet, one on the same element first."""
    place = bisect_left(presses, sent.at_ms, key=lambda press: press.at_ms)
    near = [
        press
        for press in presses[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
        if len(press.events) < len(press.snapshots) and abs(press.at_ms - sent.at_ms) <= SAME_PRESS_MS
    ]
    told = chain_element(sent.event.elements_chain)
    if not near:
        return False
    press = min(near, key=lambda press: (abs(press.at_ms - sent.at_ms) > 60, not same_target(press.target, told), abs(press.at_ms - sent.at_ms)))
    press.events.append(sent.event.id)
    press.told = press.told or told
    return True


def _draft(press: _Press, selections: Instants[int], answered: Instants[int]) -> Draft:
    at_ms = press.at_ms
    if press.down_ms is not None and answered.any_between(press.window, press.down_ms, at_ms - 1):
        at_ms = press.down_ms
    detail = Click(
        target=enriched(press.target, press.told),
        x=press.x,
        y=press.y,
        touch=press.touch,
        double=press.double,
        selects_text=selections.any_between(press.window, press.at_ms - _SELECTED_MS, press.at_ms + _SELECTED_MS),
    )
    return Draft(
        at_ms=at_ms,
        end_ms=at_ms,
        window=press.window,
        detail=detail,
        snapshots=tuple(press.snapshots),
        events=tuple(press.events),
    )
