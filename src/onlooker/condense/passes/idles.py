from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Idled

WORTH_MS = 60_000


def fold_idles(draft: Draft) -> Draft:
    """Pauses on end are one; a pause under a minute shows in the time column well enough."""
    return draft.join(_joined).drop(_brief, "short pauses")


def _joined(above: Line, line: Line) -> Line | None:
    if not (isinstance(above.detail, Idled) and isinstance(line.detail, Idled) and above.window == line.window):
        return None
    return above.absorb(line, "pauses").saying(Idled(gap=above.detail.gap or line.detail.gap))


def _brief(line: Line) -> bool:
    return isinstance(line.detail, Idled) and line.end_ms - line.at_ms < WORTH_MS
