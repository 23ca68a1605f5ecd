from __future__ import annotations

from dataclasses import replace

from onlooker.condense.line import Draft, Line
from onlooker.domain.screen import Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import PageShown, Seen

SETTLED_MS = 500
"""A page that stays this long without a change shows what the one before showed."""
ARRIVAL_MS = 3_000
_MESSAGES = frozenset({Role.ALERT, Role.INVALID})
_MOST = 4

Standing = dict[tuple[str, Role], ScreenLine]


def tell_standing(draft: Draft) -> Draft:
    """A page loaded anew with the same alert on it is no change of the screen, and yet the answer to what the user did: the alert is told again."""
    lines = list(draft.lines)
    standing: dict[int, Standing] = {}
    waiting: dict[int, int] = {}
    told: dict[int, int] = {}
    for place, line in enumerate(lines):
        window = line.window
        page = waiting.get(window)
        if page is not None and line.at_ms - lines[page].at_ms >= SETTLED_MS:
            lines[page] = _with(lines[page], standing[window])
            del waiting[window]
        if isinstance(line.detail, Seen):
            change = line.detail.change
            open_now = standing[window] = _after(standing.get(window, {}), change)
            if change.navigation:
                lines[place] = line.saying(Seen(change=_completed(change, open_now)))
                waiting.pop(window, None)
                told[window] = line.at_ms
        elif (
            isinstance(line.detail, PageShown)
            and line.detail.load
            and standing.get(window)
            and line.at_ms - told.get(window, -ARRIVAL_MS - 1) > ARRIVAL_MS
        ):
            waiting[window] = place
    return draft.with_lines(lines)


def _after(standing: Standing, change: ScreenChange) -> Standing:
    left = {} if change.blank else dict(standing)
    for line in change.gone:
        left.pop((line.text, line.role), None)
    left.update({(line.text, line.role): line for line in change.appeared if line.role in _MESSAGES})
    return left


def _completed(change: ScreenChange, standing: Standing) -> ScreenChange:
    shown = {(line.text, line.role) for line in change.appeared}
    return replace(change, appeared=change.appeared + tuple([line for key, line in standing.items() if key not in shown][:_MOST]))


def _with(page: Line, standing: Standing) -> Line:
    if any(isinstance(detail, Seen) for detail in page.also):
        return page
    still = ScreenChange(at_ms=page.at_ms, window=page.window, appeared=tuple(list(standing.values())[:_MOST]))
    return page.adding(Seen(change=still))
