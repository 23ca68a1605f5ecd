from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.condense.passes.typing import same
from onlooker.domain.timeline import Click, Logged, Requested, Seen, Thrown

AGAIN_MS = 5_000
LONGEST = 4
"""Lines in a round."""


def fold_rounds(draft: Draft) -> Draft:
    """A press that gets the same answer again and again (press, error, press, error) is told once, with counts. Not over five seconds: then
    each try is a story of its own."""
    kept: list[Line] = []
    place = 0
    while place < len(draft.lines):
        length = _length(kept, draft.lines[place : place + LONGEST])
        if length:
            for line in range(length):
                kept[line - length] = kept[line - length].absorb(draft.lines[place + line], "rounds", times=draft.lines[place + line].times)
        else:
            kept.append(draft.lines[place])
        place += max(1, length)
    return draft.with_lines(kept)


def _length(kept: list[Line], coming: tuple[Line, ...]) -> int:
    """How many of the coming lines repeat as many of the last kept ones, beginning with a press."""
    for length in range(2, min(LONGEST, len(kept), len(coming)) + 1):
        before = kept[-length:]
        if not isinstance(before[0].detail, Click) or coming[0].at_ms - before[-1].end_ms > AGAIN_MS:
            continue
        if all(_alike(one, other) for one, other in zip(before, coming, strict=False)):
            return length
    return 0


def _alike(one: Line, other: Line) -> bool:
    if one.window != other.window or one.also != other.also:
        return False
    first, second = one.detail, other.detail
    if isinstance(first, Click) and isinstance(second, Click):
        return same(first.target, second.target)
    if isinstance(first, Requested) and isinstance(second, Requested):
        return (first.method, first.url, first.status) == (second.method, second.url, second.status)
    if isinstance(first, Seen) and isinstance(second, Seen):
        return (first.change.appeared, first.change.gone) == (second.change.appeared, second.change.gone)
    return isinstance(first, Thrown | Logged) and first == second
