"""Shares with their bounds, the trend, the releases, and what chance alone could do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from math import comb, sqrt
from statistics import median

from onlooker.domain.pattern import Bucket, Examined, ReleaseCount, Share

_Z = 1.959964
"""Standard deviations that bound 95 %."""
_DAY = 86_400_000
_WEEK = 7 * _DAY
_MONDAY = 4 * _DAY
"""From the epoch, a Thursday, to its first Monday."""
_DAYS = 31
"""A period of at most so many days is told by day, a longer one by week."""
_BUCKETS = 160
RELEASE_CHANCE = 0.1
"""Chance below which a release is said not to have a problem."""
RARE = 0.01
"""Prevalence for which the chance to have missed a problem is told."""


def share(part: int, whole: int) -> Share:
    """With its Wilson interval at 95 %; nothing is known of a share of none."""
    if whole <= 0:
        return Share(part=0, whole=0, low=0.0, high=1.0)
    value, spread = part / whole, _Z * _Z / whole
    middle = (value + spread / 2) / (1 + spread)
    half = _Z * sqrt(value * (1 - value) / whole + spread / (4 * whole)) / (1 + spread)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(part=part, whole=whole, low=0.0 if part == 0 else low, high=1.0 if part == whole else high)


def reached(sessions: Iterable[Examined]) -> Share | None:
    """How many of those whose outcome is known reached their goal; None where none is."""
    known = [one.success for one in sessions if one.success is not None]
    return share(sum(known), len(known)) if known else None


def trend(examined: Sequence[Examined], affected: Collection[str]) -> tuple[Bucket, ...]:
    """By UTC day or by week from Monday on, over all sessions whose start is known, without holes; so wide that there are at most 160."""
    dated = [one for one in examined if one.started_at > 0]
    if not dated:
        return ()
    first, last = (pick(one.started_at for one in dated) for pick in (min, max))
    width, anchor = (_DAY, 0) if last // _DAY - first // _DAY < _DAYS else (_WEEK, _MONDAY)
    while (last - first) // width >= _BUCKETS:
        width *= 2
    begin = (first - anchor) // width * width + anchor
    counts = [[0, 0] for _ in range((last - begin) // width + 1)]
    for one in dated:
        count = counts[(one.started_at - begin) // width]
        count[0] += 1
        count[1] += one.session_id in affected
    return tuple(
        Bucket(start=begin + place * width, end=begin + (place + 1) * width, examined=seen, affected=hit) for place, (seen, hit) in enumerate(counts)
    )


def releases(examined: Iterable[Examined], affected: Collection[str]) -> tuple[ReleaseCount, ...]:
    """In the order in which sessions of them began; sessions that name none are left out."""
    counts: dict[str, list[int]] = {}
    for one in examined:
        if one.release:
            count = counts.setdefault(one.release, [0, 0])
            count[0] += 1
            count[1] += one.session_id in affected
    return tuple(ReleaseCount(release=release, examined=seen, affected=hit) for release, (seen, hit) in counts.items())


def since(counts: Sequence[ReleaseCount], following: Callable[[str, str], bool]) -> str:
    """The first release that has it, where those before it do not, and chance alone would keep it out of so many of their sessions less than one time
    in ten. `following(one, other)`: `other` came after `one`, and not beside it."""
    place = next((place for place, one in enumerate(counts) if one.affected), 0)
    last = max((at for at, one in enumerate(counts) if one.affected), default=0)
    return counts[place].release if place and _apart(counts[:place], counts[place : last + 1], counts[place - 1], counts[place], following) else ""


def gone(counts: Sequence[ReleaseCount], following: Callable[[str, str], bool]) -> str:
    """The first release that does not have it any more, nor any after it; as sure as `since`."""
    first = next((at for at, one in enumerate(counts) if one.affected), len(counts))
    place = max((at + 1 for at, one in enumerate(counts) if one.affected), default=len(counts))
    if place >= len(counts) or not _apart(counts[place:], counts[first:place], counts[place - 1], counts[place], following):
        return ""
    return counts[place].release


def _apart(
    free: Sequence[ReleaseCount], having: Sequence[ReleaseCount], one: ReleaseCount, other: ReleaseCount, following: Callable[[str, str], bool]
) -> bool:
    without, affected = sum(count.examined for count in free), sum(count.affected for count in having)
    chance = chance_absent(affected, without + sum(count.examined for count in having), without)
    return chance < RELEASE_CHANCE and following(one.release, other.release)


def followed(examined: Iterable[Examined]) -> Callable[[str, str], bool]:
    """Whether a release came after another: most sessions of the one began before any of the other did."""
    began: dict[str, list[int]] = {}
    for one in examined:
        if one.release and one.started_at > 0:
            began.setdefault(one.release, []).append(one.started_at)

    def following(one: str, other: str) -> bool:
        return one in began and other in began and median(began[one]) < min(began[other])

    return following


def chance_missed(examined: int) -> float:
    """That a problem which one session in a hundred has is in fewer than two of so many."""
    return (1 - RARE) ** examined + examined * RARE * (1 - RARE) ** max(0, examined - 1) if examined > 0 else 1.0


def chance_absent(affected: int, whole: int, without: int) -> float:
    """That all `affected` of `whole` sessions lie outside `without` of them by chance alone."""
    if affected <= 0 or without <= 0:
        return 1.0
    return comb(max(0, whole - without), affected) / comb(whole, affected)


def chance_quiet(prevalence: float, sessions: int) -> float:
    """That a problem of this prevalence shows in none of so many sessions."""
    return (1 - prevalence) ** sessions if 0 < prevalence < 1 and sessions > 0 else 1.0 if not prevalence >= 1 or sessions <= 0 else 0.0
