"""The road without a model: troubles of several sessions that are one problem, by signature and by what else they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from onlooker.discover.alike import evidence, forbids
from onlooker.discover.atoms import Atom, atoms
from onlooker.discover.group import Group
from onlooker.domain.pattern import Examined

_COMPARED = 400
"""Atoms that are compared with each other for one thing they share, those of most sessions first."""


def by_signature(examined: Sequence[Examined]) -> tuple[Group, ...]:
    """Every reported trouble is in exactly one group, those that one session alone had among them. The order of the sessions changes nothing."""
    found = atoms(examined)
    pairs = [(strength, one, other) for one, other in _candidates(found) if (strength := evidence(found[one], found[other]))]
    weight = [len(atom.sessions) for atom in found]
    home = [[place] for place in range(len(found))]
    # The strongest evidence first, and between equals the problem of more sessions: what is left to doubt goes to the likelier one.
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], -weight[pair[1]] - weight[pair[2]], pair[1], pair[2])):
        mine, theirs = home[one], home[other]
        if mine is theirs or any(forbids(found[a], found[b]) for a in mine for b in theirs):
            continue
        mine += theirs
        for place in theirs:
            home[place] = mine
    groups = {id(places): places for places in home}
    return tuple(_group([found[place] for place in sorted(places)]) for places in groups.values())


def _group(of: Sequence[Atom]) -> Group:
    return Group(suffered=tuple(one for atom in of for one in atom.suffered))


def _candidates(found: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough to be looked at, each once."""
    shared: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, atom in enumerate(found):
        shared["page", atom.site, atom.page].append(place)
        if atom.act:
            shared["act", atom.site, atom.act].append(place)
        if atom.family == "astray":
            shared["astray", atom.site].append(place)
    seen: set[tuple[int, int]] = set()
    for places in shared.values():
        heaviest = sorted(places, key=lambda place: (-len(found[place].sessions), place))[:_COMPARED]
        for pair in combinations(sorted(heaviest), 2):
            if pair not in seen:
                seen.add(pair)
                yield pair
