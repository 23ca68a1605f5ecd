"""Which drafts a second look is asked about, in which request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onlooker.discover.model.draft import Draft
from onlooker.discover.model.material import Material
from onlooker.discover.model.packing import pack, tokens

_MEMBERS = 24
"""Units of one heap that are shown, those of most sessions first."""
_MOST = 30
"""Heaps in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heaps:
    """`drafts` by place, in the order of their labels, with the units that are shown of each; `pairs` are those to be compared."""

    drafts: tuple[int, ...]
    shown: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int], ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """Units in the order of their labels."""
        return tuple(unit for of in self.shown for unit in of)


def questions(drafts: Sequence[Draft], pairs: Sequence[tuple[int, int]], material: Material, bound: int) -> tuple[Heaps, ...]:
    """A draft of one unit is looked at only beside another: there is nothing in it to take apart. Two that are compared come into one request; a
    comparison that would make it too heavy is left out, the least alike first."""
    shown = {place: _shown(draft, material) for place, draft in enumerate(drafts)}
    weight = {place: sum(tokens(material.told("m1", unit)) for unit in units) for place, units in shown.items()}
    home = {place: [place] for place in shown}
    kept = []
    for one, other in pairs:
        mine, theirs = home[one], home[other]
        if mine is not theirs:
            if sum(weight[place] for place in (*mine, *theirs)) > bound or len(mine) + len(theirs) > _MOST:
                continue
            mine += theirs
            for place in theirs:
                home[place] = mine
        kept.append((one, other))
    compared = {place for pair in kept for place in pair}
    asked = [sorted(places) for places in _each(home.values()) if len(drafts[places[0]].units) > 1 or places[0] in compared]
    packed = pack([sum(weight[place] for place in places) for places in asked], bound, _MOST)
    return tuple(_heaps([place for number in stretch for place in asked[number]], kept, shown) for stretch in packed)


def _heaps(places: Sequence[int], pairs: Sequence[tuple[int, int]], shown: dict[int, tuple[int, ...]]) -> Heaps:
    return Heaps(drafts=tuple(places), shown=tuple(shown[place] for place in places), pairs=tuple(pair for pair in pairs if pair[0] in places))


def _shown(draft: Draft, material: Material) -> tuple[int, ...]:
    return tuple(sorted(draft.units, key=lambda place: (-len(material.units[place].sessions), place))[:_MEMBERS])


def _each(homes: Iterable[list[int]]) -> list[list[int]]:
    return list({id(places): places for places in homes}.values())
