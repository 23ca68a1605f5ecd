"""Drafts that look alike, so that a second look is asked whether they are one. By what they share on the page, never by words alone: the same words
on two pages are two problems until something else ties them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from onlooker.discover.model.draft import Draft
from onlooker.discover.model.standing import refused
from onlooker.discover.model.unit import Unit

_ENOUGH = 2
_WORDS_ALIKE = 0.4


def alikes(drafts: Sequence[Draft], units: Sequence[Unit], homes: Mapping[int, int], most: int) -> tuple[tuple[int, int], ...]:
    """Pairs of places in `drafts`, the most alike first. `homes` tells which group of signatures each unit is in."""
    scored = []
    for (one, mine), (other, theirs) in combinations(enumerate(drafts), 2):
        own, their = [units[place] for place in mine.units], [units[place] for place in theirs.units]
        score = _score(own, their) + (3 if {homes.get(place) for place in mine.units} & {homes.get(place) for place in theirs.units} - {None} else 0)
        if score >= _ENOUGH and not any(refused(a, b) for a in own for b in their):
            scored.append((-score, one, other))
    return tuple((one, other) for _, one, other in sorted(scored)[:most])


def _score(own: Sequence[Unit], their: Sequence[Unit]) -> int:
    mine, theirs = _traits(own), _traits(their)
    shared = {name for name in mine if mine[name] & theirs[name]}
    if not shared:
        return 0
    words, others = frozenset().union(*(unit.words for unit in own)), frozenset().union(*(unit.words for unit in their))
    alike = len(words & others) >= _WORDS_ALIKE * min(len(words), len(others)) if words and others else False
    return len(shared) + ("behind" in shared) + alike


def _traits(units: Sequence[Unit]) -> dict[str, frozenset[str]]:
    atoms = [atom for unit in units for atom in unit.atoms]
    return {
        "page": frozenset(atom.page for atom in atoms if atom.page),
        "act": frozenset(atom.act for atom in atoms if atom.act),
        "behind": frozenset(line for atom in atoms for line in (*(where for where, _ in atom.calls), *atom.thrown)),
        "sought": frozenset(word for atom in atoms for word in atom.sought),
        "among": frozenset(page for atom in atoms for page in atom.among),
        "family": frozenset(atom.family for atom in atoms),
    }
