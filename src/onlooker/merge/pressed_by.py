"""Whose a click is that no button went down for: the user's, with a key, or the page's own.

1. One in the same instant as a press with the pointer is made by what that press set off.
2. One on the control that has the focus is the user's.
3. One that comes as the page does is the page's, unless the user already did something on it: what they did on the page before is no sign.
4. Any other is the user's when they were just busy.
"""

from __future__ import annotations

from onlooker.domain.snapshot import Change, MouseAct
from onlooker.merge.instants import Instants, mouse_records
from onlooker.merge.material import Material, Record
from onlooker.merge.page_tellings import page_tellings
from onlooker.merge.untrusted import whole

ECHO_MS = 30
"""Nobody presses two things within it."""
_BUSY_MS = 5_000
_LOADING_MS = 1_500


class PressedBy:
    def __init__(self, material: Material) -> None:
        moved = [(record.window, record.at_ms) for change in (Change.MOUSE_MOVE, Change.TOUCH_MOVE) for record in material.told(change)]
        pressed = [(record.window, record.at_ms) for record in mouse_records(material, MouseAct.MOUSE_DOWN, MouseAct.TOUCH_START)]
        scrolled = [(record.window, record.at_ms) for record in material.told(Change.SCROLL)]
        self._acts = Instants((*moved, *pressed))
        self._busy = Instants((*moved, *pressed, *scrolled))
        self._loads = Instants((telling.window, telling.at_ms) for told in page_tellings(material).values() for telling in told if telling.load)

    def user(self, click: Record, focused: Record | None, pointed_ms: int | None) -> bool:
        """`focused` is what told last where the focus is, `pointed_ms` when the pointer last pressed."""
        if pointed_ms is not None and click.at_ms - pointed_ms <= ECHO_MS:
            return False
        window, node, at_ms = click.window, whole(click.data.get("id")), click.at_ms
        loaded_ms = self._loads.latest(window, at_ms)
        here = focused is not None and (loaded_ms is None or focused.at_ms >= loaded_ms)
        if focused is not None and here and node is not None and node >= 0 and whole(focused.data.get("id")) == node:
            return True
        if loaded_ms is not None and at_ms - loaded_ms <= _LOADING_MS:  # it may scroll by itself, to where it was
            return self._acts.any_between(window, loaded_ms, at_ms)
        return self._busy.any_between(window, at_ms - _BUSY_MS, at_ms)
