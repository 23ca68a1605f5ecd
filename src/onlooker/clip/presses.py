"""Clicks and taps as the recorder told them, for their marks on the frames: one press, one mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onlooker.domain.clip import Press
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotData

_ONE_PRESS_MS = 1_000
"""From a finger or button going down to the click that a browser makes of it; a longer hold still ends in one, at the same place."""
_STILL_PX = 10
"""A finger that came off further away than this was scrolling."""


@dataclass(slots=True)
class _Down:
    press: Press
    clicked: bool = False
    """It has had its click; the next one is another press."""


def presses(recording: Recording, snapshots: Iterable[Snapshot], started_at: int) -> tuple[Press, ...]:
    """In time order. A press is told at the instant the button or finger went down, where that was recorded."""
    found: list[_Down] = []
    for snapshot in snapshots:
        if snapshot.change is Change.MOUSE_INTERACTION:
            _take(recording.data(snapshot), snapshot.at - started_at, found)
    return tuple(down.press for down in found)


def _take(data: SnapshotData, at_ms: int, found: list[_Down]) -> None:
    act, x, y, node_id = (data.get(key) for key in ("type", "x", "y", "id"))
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return
    press = Press(at_ms=at_ms, x=round(x), y=round(y), node_id=node_id if isinstance(node_id, int) else -1, touch=act == MouseAct.TOUCH_START)
    last = found[-1] if found else None
    same = last is not None and at_ms - last.press.at_ms <= _ONE_PRESS_MS and _near(last.press, press)
    match act:
        case MouseAct.TOUCH_START:
            found.append(_Down(press))
        case MouseAct.TOUCH_END if last is not None and last.press.touch and not last.clicked and not _near(last.press, press):
            found.pop()
        case MouseAct.MOUSE_DOWN if not (same and last is not None and last.press.touch):
            found.append(_Down(press))
        case MouseAct.CLICK | MouseAct.CONTEXT_MENU:
            if same and last is not None and not last.clicked:
                last.clicked = True
            elif (press.x, press.y) != (0, 0):  # a key was pressed: there is no place to mark
                found.append(_Down(press, clicked=True))
        case _:
            pass


def _near(one: Press, other: Press) -> bool:
    return abs(one.x - other.x) <= _STILL_PX and abs(one.y - other.y) <= _STILL_PX
