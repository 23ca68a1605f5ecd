"""What the evidence says of a model's word: which units cannot be one problem, which have nothing in common, which belong together all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.discover.alike import evidence, forbids
from onlooker.discover.atoms import Atom
from onlooker.discover.machine import says_little
from onlooker.discover.model.unit import Unit

TIED = 6
"""From here on `evidence` rests on what failed behind the screen, and no longer on words."""
_HARD = frozenset({"different calls failed", "different things were thrown", "different codes in what the screen said"})
"""Of what `forbids` says, that which no reading of words outweighs. Family, page and act are what a model is there to see past."""


def refused(one: Unit, other: Unit) -> bool:
    """Other things failed behind the two, in two places: one problem they are not, whatever a model says."""
    return any(_refused(mine, theirs) for mine in one.atoms for theirs in other.atoms)


def _refused(one: Atom, other: Atom) -> bool:
    if one.site and other.site and one.site != other.site:
        return True
    if (one.page, one.act) == (other.page, other.act):
        return False
    if forbids(replace(one, site=other.site, family=other.family), other) in _HARD:
        return True
    mine, theirs = _behind(one), _behind(other)
    return bool(mine and theirs) and not mine & theirs and evidence(one, other) < TIED


def _behind(atom: Atom) -> frozenset[str]:
    return frozenset((*(where for where, _ in atom.calls), *(line for line in atom.thrown if not says_little(line))))


def strength(one: Unit, other: Unit) -> int:
    """As `evidence`; 0 too where something forbids it."""
    pairs = [(mine, theirs) for mine in one.atoms for theirs in other.atoms]
    return 0 if any(forbids(*pair) for pair in pairs) else max(evidence(*pair) for pair in pairs)


def related(one: Unit, other: Unit) -> bool:
    """They have anything at all in common: a page, an act, what failed, what was looked for or looked on, one word that carries meaning."""
    return bool(one.words & other.words) or any(_related(mine, theirs) for mine in one.atoms for theirs in other.atoms)


def _related(one: Atom, other: Atom) -> bool:
    return bool(
        (one.page and one.page == other.page) or (one.act and one.act == other.act) or _behind(one) & _behind(other) or one.among & other.among
    )


def compatible(places: Sequence[int], units: Sequence[Unit]) -> tuple[tuple[int, ...], ...]:
    """`places` in as few parts as the evidence allows, the part of most sessions first: in each, a unit has something in common with half of the
    others at least, and no two cannot be one."""
    left = sorted(set(places), key=lambda place: (-len(units[place].sessions), place))
    parts: list[list[int]] = []
    while left:
        part = [left.pop(0)]
        for _ in range(2):  # what came too early finds more to have in common the second time
            for place in left:
                if _fits(units[place], [units[other] for other in part]):
                    part.append(place)
            left = [place for place in left if place not in part]
        parts.append(sorted(part))
    return tuple(sorted((tuple(part) for part in parts), key=lambda part: (-reach(part, units), part)))


def _fits(unit: Unit, part: Sequence[Unit]) -> bool:
    return not any(refused(unit, other) for other in part) and 2 * sum(related(unit, other) for other in part) >= len(part)


def reach(places: Sequence[int], units: Sequence[Unit]) -> int:
    """How many sessions they affect together."""
    return len(frozenset().union(*(units[place].sessions for place in places)))
