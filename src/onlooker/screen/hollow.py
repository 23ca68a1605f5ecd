"""Sections with a heading and nothing in them: a box was held ready for a script to fill, and it is empty."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.screen import Role, ScreenLine
from onlooker.screen.item import Disabled, Item, Mark

_NOTES = 1
"""Lines that may stand beside an empty box: a footnote to what was to be shown in it."""
_MOST = 20
"""Sections told of one page."""


def hollow_sections(items: Sequence[Item]) -> tuple[str, ...]:
    """The headings of those that hold an empty box and a note at most, down to the next heading, in document order."""
    found: list[str] = []
    heading, lines, empty, filled = "", 0, False, True
    for item in items:
        if isinstance(item, ScreenLine) and item.role is Role.HEADING:
            if empty and not filled and lines <= _NOTES:
                found.append(heading)
            heading, lines, empty, filled = item.text, 0, False, False
        elif isinstance(item, ScreenLine) and item.role is Role.TEXT:
            lines += 1
        elif item is Mark.HOLLOW:
            empty = True
        elif not (isinstance(item, (str, Disabled)) or item is Mark.UNSURE):
            filled = True
    if empty and not filled and lines <= _NOTES:
        found.append(heading)
    return tuple(found[:_MOST])
