"""Drafts and assignments -> drafts whose units stand: each unit in one at most, none with what it cannot be one with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onlooker.discover.model.assign import Assigned
from onlooker.discover.model.draft import Draft
from onlooker.discover.model.standing import compatible, reach
from onlooker.discover.model.unit import Unit

_MOST_OF_IT = 0.67
"""Share of the sessions that a part must hold, for the words of the whole to be true of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """`taken_apart` counts drafts that held what cannot be one."""

    drafts: tuple[Draft, ...]
    taken_apart: int = 0


def placed(drafts: Sequence[Draft], assigned: Assigned, units: Sequence[Unit]) -> Placed:
    """A unit that was not ruled on stays in the first draft that was made of it."""
    homes: dict[int, int] = {}
    for place, draft in enumerate(drafts):
        for unit in draft.units:
            if unit not in assigned.places:
                homes.setdefault(unit, place)
    homes |= {unit: place for unit, place in assigned.places.items() if place is not None}
    found: list[Draft] = []
    taken_apart = 0
    for place, draft in enumerate(drafts):
        first, *rest = compatible([unit for unit, home in homes.items() if home == place], units) or ((),)
        taken_apart += bool(rest)
        if first:
            rests = reach(first, units) >= _MOST_OF_IT * reach([*first, *(unit for part in rest for unit in part)], units)
            found.append(replace(draft, units=first) if rests else Draft(units=first, relation=draft.relation))
            found += [Draft(units=part, relation=draft.relation) for part in rest]
    return Placed(drafts=tuple(found), taken_apart=taken_apart)
