"""What a second look said, applied: drafts taken apart, put together or marked as unsure. What failed behind the screen outweighs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onlooker.discover.model.check import Cause, Checked, HeapRuling
from onlooker.discover.model.draft import Draft
from onlooker.discover.model.standing import TIED, compatible, reach, strength
from onlooker.discover.model.unit import Unit

_NO_REASON = "The second look gave no reason."


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`held` counts splits, `kept_apart` merges that the evidence did not allow."""

    drafts: tuple[Draft, ...]
    held: int = 0
    kept_apart: int = 0


def settled(drafts: Sequence[Draft], checked: Checked, units: Sequence[Unit]) -> Settled:
    parts: list[list[Draft]] = []
    held = 0
    for place, draft in enumerate(drafts):
        own = _parts(draft, checked.heaps.get(place), units)
        ruling = checked.heaps.get(place)
        held += ruling is not None and ruling.ruling == "several" and len(own) < len(ruling.causes)
        parts.append(own)
    merged, kept_apart = _merged(parts, checked.pairs, units)
    return Settled(drafts=tuple(merged), held=held, kept_apart=kept_apart)


def _parts(draft: Draft, ruling: HeapRuling | None, units: Sequence[Unit]) -> list[Draft]:
    """At least one, that of most sessions first."""
    if ruling is None:
        return [draft]
    match ruling.ruling:
        case "one":
            told = next((one.cause for one in ruling.causes if one.cause), "")
            return [replace(draft, cause=told or draft.cause)]
        case "several":
            return _split(draft, ruling.causes, units)
        case _:
            return [replace(draft, unsure=ruling.why or _NO_REASON)]


def _split(draft: Draft, causes: Sequence[Cause], units: Sequence[Unit]) -> list[Draft]:
    """By cause. Units that are tied by what failed behind them stay together whatever was said; one that no cause names goes with what it is most
    like, in doubt with the first."""
    homes = {unit: number for number, cause in enumerate(causes) for unit in cause.units}
    for unit in draft.units:
        if unit not in homes:
            nearest = max(homes, key=lambda other: (strength(units[unit], units[other]), -homes[other], -other))
            homes[unit] = homes[nearest] if strength(units[unit], units[nearest]) else 0
    for one in draft.units:
        for other in draft.units:
            if homes[one] != homes[other] and strength(units[one], units[other]) >= TIED:
                into, gone = sorted((homes[one], homes[other]))
                homes = {unit: into if home == gone else home for unit, home in homes.items()}
    parts = {number: tuple(unit for unit in draft.units if homes[unit] == number) for number in sorted(set(homes.values()))}
    if len(parts) == 1:
        return [draft]
    own = [
        Draft(units=part, title=causes[number].title, cause=causes[number].cause, kind=draft.kind, relation=draft.relation)
        for number, part in parts.items()
    ]
    return sorted(own, key=lambda part: (-reach(part.units, units), part.units))


def _merged(parts: Sequence[Sequence[Draft]], pairs: Mapping[tuple[int, int], str], units: Sequence[Unit]) -> tuple[list[Draft], int]:
    """Drafts that were told to be one, where neither was taken apart and nothing speaks against it; and how often something did."""
    whole: dict[int, Draft] = {place: own[0] for place, own in enumerate(parts) if len(own) == 1}
    home = {place: place for place in whole}
    kept_apart = 0
    for (one, other), ruling in pairs.items():
        if ruling != "one" or one not in home or other not in home or home[one] == home[other]:
            continue
        mine, theirs = whole[home[one]], whole[home[other]]
        if len(compatible((*mine.units, *theirs.units), units)) > 1:
            kept_apart += 1
            continue
        into, gone = home[one], home[other]
        whole[into] = _together(mine, theirs, units)
        del whole[gone]
        home = {place: into if at == gone else at for place, at in home.items()}
    split = [draft for own in parts if len(own) > 1 for draft in own]
    return [*(whole[place] for place in sorted(whole)), *split], kept_apart


def _together(one: Draft, other: Draft, units: Sequence[Unit]) -> Draft:
    """With the words of the one of more sessions."""
    lead, second = (one, other) if reach(one.units, units) >= reach(other.units, units) else (other, one)
    return replace(
        lead,
        units=(*lead.units, *second.units),
        title=lead.title or second.title,
        relation=lead.relation or second.relation,
        unsure=lead.unsure or second.unsure,
    )
