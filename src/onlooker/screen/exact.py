"""The screen as a browser laid it out: the same nouns as the screen read from the rebuilt page alone, and it replaces that as evidence.

The browser says what could be seen; what a text means (an alert, a dialog, a field and its label) is read by the one reader there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from onlooker.domain.clip import Laid
from onlooker.domain.document import Document
from onlooker.domain.evidence import ScreenText
from onlooker.domain.screen import Element, Role, Screen, ScreenChange, ScreenLine, ScreenTrack
from onlooker.screen.evidence import AFTER_MS, evidence
from onlooker.screen.glance import glance, line_difference, screen_of
from onlooker.screen.reading import Reading

_LATE_MS = 1_500
"""A look so long after a finding began still tells how it began: frames are a second apart."""


_DISPLAYS = (
    "block inline inline-block flex inline-flex grid inline-grid flow-root list-item contents table inline-table table-row table-cell "
    "table-caption table-row-group table-header-group table-footer-group"
)
_SHEET = "".join(f'[laid="{display}"]{{display:{display}}}' for display in _DISPLAYS.split())
_STYLED = {"type": 2, "id": 2**31 + 7, "tagName": "style", "attributes": {"_cssText": _SHEET}, "childNodes": []}
"""How the browser laid each element out, as the reader takes such things: by a sheet. So elements that are alike are read once; and on a page
without a sheet of its own a class named `hide` is not taken for hidden, which here it is known not to be."""
_MADE = 1_000_000_000
"""Node ids from here on stand for nothing in the recording."""

_PRESSING = (Role.ALERT, Role.INVALID, Role.DIALOG)
_STANDS_MS = 1_000
"""A message that stands a second has a frame, and every frame may have a look."""


def laid_out(laid: Laid) -> Screen | None:
    """None when what the browser gave is no page."""
    try:
        told = msgspec.json.decode(laid.page)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    top = told.get("node")
    kids = top.get("childNodes") if isinstance(top, dict) else None
    if isinstance(kids, list):
        kids.append(_STYLED)
    document = Document()
    document.resize(told)
    document.load(told)
    if document.root is None:
        return None
    seen = glance(document, Reading(document, {}).items(), {})
    screen = screen_of(document, seen, at_ms=laid.at_ms, window=laid.window, url=laid.url)
    unsure = told.get("unsure")
    return replace(screen, unsure=unsure if isinstance(unsure, int) else 0, lines=tuple(map(_recorded, screen.lines)))


def _recorded(line: ScreenLine) -> ScreenLine:
    return line if line.node_id < _MADE else replace(line, node_id=-1)


def exact(
    screens: Sequence[Screen], track: ScreenTrack, *, start_ms: int, end_ms: int, window: int, near: Element | None = None
) -> ScreenText | None:
    """From the looks at one window; `track`, the screen as it was read from the rebuilt page, tells where a page was loaded anew, and whether a
    text was there that came and went between two looks. None when the looks do not span the finding, or missed such a text."""
    own = [screen for screen in screens if screen.window == window]
    if not own or own[0].at_ms > start_ms + _LATE_MS or own[-1].at_ms < min(end_ms, start_ms + AFTER_MS):
        return None
    if any(not any(at_ms <= seen.at_ms <= at_ms + _STANDS_MS for seen in own) for at_ms in _pressing(track, window, start_ms, end_ms)):
        return None
    loads = [change.at_ms for change in track.changes if change.window == window and change.navigation]
    changes = [_change(before, after, loads) for before, after in zip((None, *own), own, strict=False)]
    told = evidence(ScreenTrack(changes=tuple(filter(None, changes)), screens=tuple(own)), start_ms=start_ms, end_ms=end_ms, window=window, near=near)
    return replace(told, exact=True)


def _pressing(track: ScreenTrack, window: int, start_ms: int, end_ms: int) -> list[int]:
    """When alerts, dialogs and marked fields came up during the finding."""
    return [
        change.at_ms
        for change in track.changes
        if change.window == window and start_ms <= change.at_ms <= end_ms and any(line.role in _PRESSING for line in change.appeared)
    ]


def _change(before: Screen | None, after: Screen, loads: Sequence[int]) -> ScreenChange | None:
    """None when nothing changed between two looks."""
    appeared, gone = line_difference(before.lines if before is not None else (), after.lines)
    values = _values(before, after)
    if before is not None and not appeared and not gone and not values:
        return None
    navigation = before is not None and any(before.at_ms < at_ms <= after.at_ms for at_ms in loads)
    return ScreenChange(
        at_ms=after.at_ms,
        window=after.window,
        appeared=appeared,
        gone=gone,
        values=() if navigation else values,
        navigation=navigation,
        spinners=sum(line.role is Role.SPINNER for line in after.lines),
        dialogs=len({line.box for line in after.lines if line.role is Role.DIALOG}),
        invalid=sum(line.role is Role.INVALID for line in after.lines),
        blank=after.blank,
        lines=len(after.lines),
    )


def _values(before: Screen | None, after: Screen) -> tuple[tuple[str, str, str], ...]:
    """Fields of one name that show something else now, where the name is no other field's."""
    if before is None:
        return ()
    was, now = dict(before.fields), dict(after.fields)
    unique = {label for label in now if label and sum(label == other for other, _ in after.fields) == 1}
    return tuple((label, was[label], value) for label, value in now.items() if label in unique and label in was and was[label] != value)
