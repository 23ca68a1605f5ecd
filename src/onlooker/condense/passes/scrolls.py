from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Scrolled

SHORT_PX = 600
RESTLESS = 4


def fold_scrolls(draft: Draft) -> Draft:
    """Scrolling on end is one line; a scroll of less than a screen's height says nothing, unless it goes to and fro."""
    return draft.join(_joined).drop(_short, "short scrolls")


def _joined(above: Line, line: Line) -> Line | None:
    if not (isinstance(above.detail, Scrolled) and isinstance(line.detail, Scrolled) and above.window == line.window):
        return None
    first, second = above.detail, line.detail
    turned = (first.to_y - first.from_y) * (second.to_y - second.from_y) < 0
    both = Scrolled(from_y=first.from_y, to_y=second.to_y, reversals=first.reversals + second.reversals + turned)
    return above.absorb(line, "scrolls").saying(both)


def _short(line: Line) -> bool:
    return isinstance(line.detail, Scrolled) and abs(line.detail.to_y - line.detail.from_y) < SHORT_PX and line.detail.reversals < RESTLESS
