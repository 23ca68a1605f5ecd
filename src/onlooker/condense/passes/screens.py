from __future__ import annotations

from dataclasses import replace

from onlooker.condense.line import Draft, Line
from onlooker.domain.screen import ScreenChange
from onlooker.domain.timeline import Seen

TOGETHER_MS = 1_000


def join_screens(draft: Draft) -> Draft:
    """A screen that changes in several steps within a second, with nothing else between, changed once."""
    return draft.join(_joined)


def _joined(above: Line, line: Line) -> Line | None:
    if not (isinstance(above.detail, Seen) and isinstance(line.detail, Seen) and above.window == line.window):
        return None
    first, second = above.detail.change, line.detail.change
    if line.at_ms - above.at_ms > TOGETHER_MS or second.navigation:
        return None
    return above.absorb(line, "screen steps").saying(Seen(change=_after(first, second)))


def _after(first: ScreenChange, second: ScreenChange) -> ScreenChange:
    """What came and is still there, and what went and did not come back. A text that flashed up between the two stays told as appeared
    and gone."""
    values = {label: (label, before, after) for label, before, after in first.values}
    for label, before, after in second.values:
        values[label] = (label, values[label][1] if label in values else before, after)
    return replace(
        second,
        appeared=first.appeared + second.appeared,
        again=first.again + second.again,
        gone=first.gone + second.gone,
        values=tuple(values.values()),
        at_ms=first.at_ms,
        navigation=first.navigation,
    )
