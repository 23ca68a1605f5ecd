from __future__ import annotations

import re
from dataclasses import replace

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Seen

_DIGITS = re.compile(r"\d+")


def fold_ticks(draft: Draft) -> Draft:
    """A screen that goes on changing in the same way by itself (a clock, a counter, a progress bar) is one line with the last state."""
    return draft.join(_joined)


def _joined(above: Line, line: Line) -> Line | None:
    if not (isinstance(above.detail, Seen) and isinstance(line.detail, Seen) and above.window == line.window):
        return None
    return (
        replace(above.absorb(line, "ticks", times=line.times), more=line.more, less=line.less).saying(line.detail)
        if _shape(above.detail) == _shape(line.detail)
        else None
    )


def _shape(seen: Seen) -> tuple[object, ...]:
    change = seen.change
    return (
        change.navigation,
        change.blank,
        tuple((line.role, _DIGITS.sub("#", line.text)) for line in change.appeared),
        tuple((line.role, _DIGITS.sub("#", line.text)) for line in change.gone),
        tuple(label for label, _, _ in change.values),
    )
