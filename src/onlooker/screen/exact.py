"""The screen as a browser laid it out: the same nouns as the screen read from the rebuilt page alone, and it replaces that as evidence.

The browser says what could be seen; what a text means (an alert, a dialog, a field and its label) is read by the one reader there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import msgspec

from onlooker.domain.clip import Laid
from onlooker.domain.document import Document
from onlooker.domain.evidence import ScreenText
from onlooker.domain.screen import Element, Role, Screen, ScreenChange, ScreenLine, ScreenTrack
from onlooker.domain.timebase import Span
from onlooker.screen.evidence import AFTER_MS, evidence
from onlooker.screen.glance import FieldShown, Glance, change_between, glance, screen_of
from onlooker.screen.out_of_sight import out_of_sight
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
_MOST_NOTES = 6


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


def all_laid_out(pages: Sequence[Laid]) -> tuple[Screen, ...]:
    """Those that are pages, in order. A page that stands still is read once."""
    read: dict[bytes, Screen | None] = {}
    seen = []
    for laid in pages:
        if laid.page not in read:
            read[laid.page] = laid_out(laid)
        screen = read[laid.page]
        if screen is not None:
            seen.append(replace(screen, at_ms=laid.at_ms, window=laid.window, url=laid.url))
    return tuple(seen)


def _recorded(line: ScreenLine) -> ScreenLine:
    return line if line.node_id < _MADE else replace(line, node_id=-1)


def exact(
    screens: Sequence[Screen],
    track: ScreenTrack,
    *,
    start_ms: int,
    end_ms: int,
    window: int,
    near: Element | None = None,
    moved: Sequence[Span] = (),
) -> ScreenText | None:
    """From the looks at one window, in time order; None when they do not span the finding, or missed a message. `track`, the screen as the rebuilt
    page tells it, says what the looks alone cannot: where a page was loaded anew, which values the page changed and not the user's hand, and which
    messages were there all the while out of sight. `moved`: when the window was scrolled or made another size; lines that only that brought or took
    are no change of the page."""
    own = [screen for screen in screens if screen.window == window]
    if not own or own[0].at_ms > start_ms + _LATE_MS or own[-1].at_ms < min(end_ms, start_ms + AFTER_MS):
        return None
    told = [change for change in track.changes if change.window == window]
    if any(not any(at_ms <= seen.at_ms <= at_ms + _STANDS_MS for seen in own) for at_ms in _pressing(told, start_ms, end_ms)):
        return None
    looks = own if own[0].at_ms < start_ms else [_before(own[0], told, start_ms), *own]
    changes = [_first(looks[0]), *filter(None, (_change(before, after, told, moved) for before, after in pairwise(looks)))]
    text = evidence(ScreenTrack(changes=tuple(changes), screens=tuple(looks)), start_ms=start_ms, end_ms=end_ms, window=window, near=near)
    unseen = out_of_sight(told, own, start_ms=start_ms, end_ms=end_ms + AFTER_MS)
    return replace(text, notes=(*unseen, *text.notes)[:_MOST_NOTES], exact=True)


def _pressing(changes: Sequence[ScreenChange], start_ms: int, end_ms: int) -> list[int]:
    """When alerts, dialogs and marked fields came up during the finding."""
    return [change.at_ms for change in changes if start_ms <= change.at_ms <= end_ms and any(line.role in _PRESSING for line in change.appeared)]


def _before(late: Screen, told: Sequence[ScreenChange], start_ms: int) -> Screen:
    """The screen as the finding found it, from a look a little later: without what came meanwhile."""
    came = {(line.text, line.role) for change in told if start_ms <= change.at_ms <= late.at_ms for line in change.appeared}
    return replace(late, at_ms=start_ms - 1, lines=tuple(line for line in late.lines if (line.text, line.role) not in came))


def _first(screen: Screen) -> ScreenChange:
    change = change_between(Glance(), _glance(screen, {}), at_ms=screen.at_ms, window=screen.window, navigation=True, typed=frozenset())
    assert change is not None
    return change


def _change(before: Screen, after: Screen, told: Sequence[ScreenChange], moved: Sequence[Span]) -> ScreenChange | None:
    """None when nothing changed between two looks."""
    between = [change for change in told if before.at_ms < change.at_ms <= after.at_ms]
    if any(span.start_ms <= after.at_ms and span.end_ms >= before.at_ms for span in moved):
        after = _unmoved(before, after, between)
    fields: dict[tuple[str, int], int] = {}
    was, now = _glance(before, fields), _glance(after, fields)
    by_page = {label for change in between for label, _, _ in change.values}
    typed = frozenset(node_id for (label, _), node_id in fields.items() if label not in by_page)
    navigation = any(change.navigation for change in between)
    return change_between(was, now, at_ms=after.at_ms, window=after.window, navigation=navigation, typed=typed)


def _glance(screen: Screen, known: dict[tuple[str, int], int]) -> Glance:
    """`known` numbers the fields of both looks: the nth of a name is the same one in both."""
    fields = []
    seen: Counter[str] = Counter()
    for label, value in screen.fields:
        number = known.setdefault((label, seen[label]), len(known))
        seen[label] += 1
        fields.append(FieldShown(node_id=number, label=label, value=value))
    return Glance(lines=screen.lines, fields=tuple(fields), disabled=tuple(range(len(screen.disabled))), pictures=screen.pictures)


def _unmoved(before: Screen, after: Screen, between: Sequence[ScreenChange]) -> Screen:
    """The later screen without what scrolling alone brought, and with what it alone took: plain lines of which the rebuilt page says no change."""
    came = {line.text for change in between for line in change.appeared}
    went = {line.text for change in between for line in change.gone}
    stood, stands = {line.text for line in before.lines}, {line.text for line in after.lines}
    kept = [line for line in after.lines if line.role in _PRESSING or line.text in stood or line.text in came]
    taken = [line for line in before.lines if line.role not in _PRESSING and line.text not in stands and line.text not in went]
    return replace(after, lines=(*kept, *taken))
