"""Where one intent ends and the next begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from onlooker.summarize.rules.acts import Act, Doing
from onlooker.summarize.rules.deeds import is_step

_SHORT_PAUSE_MS = 20_000
_PAUSE_MS = 60_000
_LONG_PAUSE_MS = 240_000
_MOST = 8
_ACTS_PER_SEGMENT = 3
_STILL_SEARCHING = 5
_SURE_BORDER = 6
_FEW_ACTS = 2
_SHORT_MS = 8_000
_BORDER = 3
"""A border stands from this weight on."""


def split(acts: Sequence[Act]) -> tuple[tuple[Act, ...], ...]:
    """One to eight runs of acts, in order; empty for no acts. The strongest borders win, unless they would cut off a scrap."""
    if not acts:
        return ()
    weights = [(_weight(acts, place), place) for place in range(1, len(acts))]
    borders = [0, len(acts)]
    for weight, place in sorted((pair for pair in weights if pair[0] >= _BORDER), key=lambda pair: (-pair[0], pair[1])):
        if len(borders) > min(_MOST, 1 + len(acts) // _ACTS_PER_SEGMENT):
            break
        at = bisect_right(borders, place)
        sides = acts[borders[at - 1] : place], acts[place : borders[at]]
        if weight >= _SURE_BORDER or not any(_is_scrap(side) for side in sides):
            borders.insert(at, place)
    return tuple(tuple(acts[first:after]) for first, after in pairwise(borders))


def _is_scrap(acts: Sequence[Act]) -> bool:
    return len(acts) < _FEW_ACTS or acts[-1].end_ms - acts[0].at_ms < _SHORT_MS


def _weight(acts: Sequence[Act], place: int) -> int:
    """Of the border before the act at `place`."""
    before, after = acts[place - 1], acts[place]
    pause = after.at_ms - before.end_ms
    weight = 4 if pause >= _LONG_PAUSE_MS else 2 if pause >= _PAUSE_MS else 1 if pause >= _SHORT_PAUSE_MS else 0
    weight += 2 if before.section != after.section else 1 if before.place != after.place else 0
    weight += 1 if before.window != after.window else 0
    weight += 2 if after.doing is Doing.SEARCHED and not _searched_before(acts, place) else 0
    if before.doing is Doing.COMMITTED and after.doing is not Doing.COMMITTED:
        weight += 1 if is_step(before.thing) else 2
    if after.doing is Doing.FILLED and before.doing is not Doing.FILLED and place > 1:
        weight += 1
    return weight


def _searched_before(acts: Sequence[Act], place: int) -> bool:
    """Whether the search at `place` goes on with a search of the last few acts."""
    return any(act.doing is Doing.SEARCHED for act in acts[max(0, place - _STILL_SEARCHING) : place])
