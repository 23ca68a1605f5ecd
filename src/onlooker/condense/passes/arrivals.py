from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Left, PageShown, Seen

SHOWN_MS = 3_000
SAME_MS = 2_000


def fold_arrivals(draft: Draft) -> Draft:
    """A page and what it shows at once are one line; leaving a page for the next is said by the next; a load and its route are one."""
    return draft.join(_joined)


def _joined(above: Line, line: Line) -> Line | None:
    if above.window != line.window:
        return None
    before, now = above.detail, line.detail
    if isinstance(before, Left) and not before.last and isinstance(now, PageShown):
        return above.absorb(line, "arrivals").saying(now)
    if not isinstance(before, PageShown):
        return None
    if isinstance(now, Seen) and line.at_ms - above.at_ms <= SHOWN_MS and not any(isinstance(detail, Seen) for detail in above.also):
        return above.absorb(line, "arrivals").adding(now)
    if isinstance(now, PageShown) and now.url == before.url and not (now.load and before.load) and line.at_ms - above.at_ms <= SAME_MS:
        return above.absorb(line, "arrivals").saying(PageShown(url=now.url, title=now.title or before.title, load=now.load or before.load))
    return None
