"""Where one intent ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onlooker.summarize.rules.acts import Act, Doing

_PAUSE_MS = 60_000
_LONG_PAUSE_MS = 240_000
_MOST = 8
_ACTS_PER_SEGMENT = 4
_BORDER = 3
"""A border stands from this weight on."""


def split(acts: Sequence[Act]) -> tuple[tuple[Act, ...], ...]:
    """One to eight runs of acts, in order; empty for no acts. The strongest borders win; more acts allow more of them."""
    if not acts:
        return ()
    weights = [(_weight(acts, place), place) for place in range(1, len(acts))]
    most = min(_MOST, 1 + len(acts) // _ACTS_PER_SEGMENT)
    strongest = sorted((pair for pair in weights if pair[0] >= _BORDER), key=lambda pair: (-pair[0], pair[1]))[: most - 1]
    borders = [0, *sorted(place for _, place in strongest), len(acts)]
    return tuple(tuple(acts[first:after]) for first, after in pairwise(borders))


def _weight(acts: Sequence[Act], place: int) -> int:
    """Of the border before the act at `place`."""
    before, after = acts[place - 1], acts[place]
    pause = after.at_ms - before.end_ms
    weight = 4 if pause >= _LONG_PAUSE_MS else 2 if pause >= _PAUSE_MS else 0
    weight += 2 if before.section != after.section else 1 if before.place != after.place else 0
    weight += 1 if before.window != after.window else 0
    weight += 2 if after.doing is Doing.SEARCHED and before.doing is not Doing.SEARCHED else 0
    if before.doing is Doing.COMMITTED and after.doing is not Doing.COMMITTED:
        weight += 2
    return weight
