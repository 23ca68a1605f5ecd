from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.condense.passes.typing import same
from onlooker.domain.timeline import Click

AGAIN_MS = 3_000


def fold_clicks(draft: Draft) -> Draft:
    """Presses of the same element while nothing else happened are one line with a count."""
    return draft.join(_joined)


def _joined(above: Line, line: Line) -> Line | None:
    if not isinstance(above.detail, Click) or above.window != line.window:
        return None
    gap = line.at_ms - above.end_ms
    if isinstance(line.detail, Click) and gap <= AGAIN_MS and not above.also and not line.also and same(above.detail.target, line.detail.target):
        return above.absorb(line, "clicks", times=line.times)
    return None
