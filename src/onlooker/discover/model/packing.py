"""Things in their order, put into as few requests as hold them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

CHARACTERS_PER_TOKEN = 3
"""Of short lines full of names."""


def tokens(text: str) -> int:
    return ceil(len(text) / CHARACTERS_PER_TOKEN)


def pack(weights: Sequence[int], bound: int, most: int) -> tuple[range, ...]:
    """Stretches of at most `most` things that weigh at most `bound` together, about equally heavy; one that is heavier stands alone."""
    groups = max(ceil(sum(weights) / max(1, bound)), ceil(len(weights) / max(1, most)), 1)
    fair = min(bound, ceil(sum(weights) / groups) + max(weights, default=0))
    packed: list[range] = []
    start, weight = 0, 0
    for place, own in enumerate(weights):
        if place > start and (weight + own > fair or place - start >= most):
            packed.append(range(start, place))
            start, weight = place, 0
        weight += own
    return (*packed, range(start, len(weights))) if weights else ()
