"""What no draft holds: the signatures' word stands for it, so that a model's answer never makes a report poorer than none would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onlooker.discover.model.assign import Assigned
from onlooker.discover.model.draft import ENOUGH, Draft
from onlooker.discover.model.standing import TIED, reach, refused, strength
from onlooker.discover.model.unit import Unit
from onlooker.domain.pattern import Examined


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """`drafts`: the model's with what the evidence puts into them besides, then those that signatures make of what is left; `single` are the units
    that are in none. `dismissed` counts suspicions that the model took for noise."""

    drafts: tuple[Draft, ...]
    single: tuple[tuple[int, ...], ...]
    dismissed: int = 0
    doubtful: int = 0


def completed(
    drafts: Sequence[Draft], assigned: Assigned, units: Sequence[Unit], homes: Mapping[int, int], sessions: Mapping[str, Examined]
) -> Completed:
    """`homes`: unit -> its group of signatures; those known from a summary alone have none. What the model ruled to be a trouble of its own joins a
    draft only where the same thing failed behind both; what it did not rule on, by any evidence."""
    held = {unit for draft in drafts for unit in draft.units}
    left = [place for place in homes if place not in held]
    dismissed = [place for place in left if place in assigned.noise and not units[place].confirmed]
    grown = list(drafts)
    alone = []
    for place in left:
        if place in dismissed:
            continue
        near, strong = _nearest(place, grown, units)
        if near is not None and (strong >= TIED or place not in assigned.places):
            grown[near] = replace(grown[near], units=(*grown[near].units, place))
        else:
            alone.append(place)
    every = _by_home(homes, alone)
    groups = [group for group in every if not _doubtful(group, units, sessions)]
    recurring = [group for group in groups if reach(group, units) >= ENOUGH]
    return Completed(
        drafts=(*grown, *(Draft(units=group, by_rules=True) for group in recurring)),
        single=tuple(group for group in groups if group not in recurring),
        dismissed=len(dismissed),
        doubtful=len(every) - len(groups),
    )


def _doubtful(group: Sequence[int], units: Sequence[Unit], sessions: Mapping[str, Examined]) -> bool:
    """Nobody could confirm it, and most of those who had it got what they came for."""
    affected = frozenset().union(*(units[place].sessions for place in group))
    lost = sum(session_id in sessions and sessions[session_id].success is False for session_id in affected)
    return len(affected) >= ENOUGH and not any(units[place].confirmed for place in group) and 2 * lost <= len(affected)


def _nearest(unit: int, drafts: Sequence[Draft], units: Sequence[Unit]) -> tuple[int | None, int]:
    """The draft that the evidence puts a unit into, and how strong it is."""
    best: tuple[int | None, int] = (None, 0)
    for place, draft in enumerate(drafts):
        if any(refused(units[unit], units[other]) for other in draft.units):
            continue
        found = max((strength(units[unit], units[other]) for other in draft.units), default=0)
        if found > best[1]:
            best = (place, found)
    return best


def _by_home(homes: Mapping[int, int], places: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The units that no draft holds, by the group of signatures they are in."""
    groups: dict[int, list[int]] = {}
    for place in places:
        groups.setdefault(homes[place], []).append(place)
    return tuple(tuple(group) for group in groups.values())
