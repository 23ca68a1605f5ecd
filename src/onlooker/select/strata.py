"""A sample that looks like the whole: proportional over strata, and the same one whenever the same sessions are drawn from with the same seed.

1. A stratum is a release, a first page and a degree of friction. At least one session of each is taken.
2. Where that asks for more sessions than the sample has, the strata are made coarser: without the page, without the release, by friction alone.
3. Which sessions of a stratum are taken is told by the hash of seed and session, so a larger sample holds most of a smaller one.
4. The order spreads every stratum over the whole sample: a run that stops half-way has read a sample of half the size.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from onlooker.domain.ids import content_id
from onlooker.domain.selection import Glimpse, Stratum

_Key = tuple[str, ...]
_ID = re.compile(r"\d|^[0-9a-z]{20,}$|%|@", re.IGNORECASE)
"""In a path's piece: it differs from visit to visit."""
_DEPTH = 3
_DEGREES = ("little friction", "some friction", "much friction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`taken` in the order in which they are to be read."""

    taken: tuple[Glimpse, ...]
    strata: tuple[Stratum, ...]

    @property
    def even(self) -> bool:
        """Whether each stratum has the share in the sample that it has in the whole, give or take one session."""
        size, whole = len(self.taken), sum(stratum.whole for stratum in self.strata)
        return all(abs(stratum.taken - size * stratum.whole / whole) < 1 for stratum in self.strata)


def sample(glimpses: Sequence[Glimpse], size: int, seed: int) -> Sample:
    """All of them where there are no more than `size`."""
    size = min(size, len(glimpses))
    groups = _groups(glimpses, size)
    quotas = _quotas({key: len(group) for key, group in groups.items()}, size)
    placed: list[tuple[float, str, Glimpse]] = []
    for key, group in groups.items():
        drawn = sorted(group, key=lambda one: _lot(one, seed))[: quotas[key]]
        placed += [((rank + 0.5) / quotas[key], _lot(one, seed), one) for rank, one in enumerate(drawn)]
    return Sample(
        taken=tuple(one for _, _, one in sorted(placed, key=lambda each: each[:2])),
        strata=tuple(Stratum(label=_label(key), taken=quotas[key], whole=len(groups[key])) for key in sorted(groups)),
    )


def _lot(glimpse: Glimpse, seed: int) -> str:
    return content_id(seed, glimpse.session_id, glimpse.place)


def _groups(glimpses: Sequence[Glimpse], size: int) -> Mapping[_Key, Sequence[Glimpse]]:
    """By the finest strata of which there are no more than `size`."""
    degree = _degrees(glimpses)
    groups: dict[_Key, list[Glimpse]] = {}
    for fineness in (3, 2, 1, 0):
        found: defaultdict[_Key, list[Glimpse]] = defaultdict(list)
        for one in glimpses:
            found[(degree[one.friction.score], one.release, first_page(one))[:fineness]].append(one)
        groups = found
        if len(groups) <= size:
            break
    return groups


def _degrees(glimpses: Sequence[Glimpse]) -> Mapping[int, str]:
    """Thirds of the sessions by their score; equal scores are never parted, so that the thirds may be uneven."""
    scores = sorted(one.friction.score for one in glimpses)
    return {score: _DEGREES[min(2, bisect_left(scores, score) * 3 // len(scores))] for score in scores}


def first_page(glimpse: Glimpse) -> str:
    """The path of the first page down to its third piece, without what differs from visit to visit."""
    try:
        path = urlsplit(next(iter(glimpse.pages), "")).path
    except ValueError:
        path = ""
    pieces = [piece for piece in path.split("/") if piece][:_DEPTH]
    return "/" + "/".join("*" if _ID.search(piece) else piece for piece in pieces)


def _quotas(sizes: Mapping[_Key, int], size: int) -> Mapping[_Key, int]:
    """In proportion, by largest remainders; never none, never more than there are."""
    whole = sum(sizes.values())
    if not whole:
        return {}
    exact = {key: size * count / whole for key, count in sizes.items()}
    quotas = {key: min(sizes[key], max(1, int(share))) for key, share in exact.items()}
    while (short := size - sum(quotas.values())) != 0:
        step = 1 if short > 0 else -1
        free = [key for key in sizes if (quotas[key] < sizes[key] if step > 0 else quotas[key] > 1)]
        key = max(free, key=lambda key: (step * (exact[key] - quotas[key]), key))
        quotas = {**quotas, key: quotas[key] + step}
    return quotas


def _label(key: _Key) -> str:
    return ", ".join(filter(None, (key[0], f"release {key[1]}" if key[1:] and key[1] else "", *key[2:]))) if key else "all sessions"
