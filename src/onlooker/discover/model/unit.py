"""What a model is told of troubles: those that are the same beyond doubt once, with how many sessions had them.

A request stays small however many sessions there are, and what one signature holds together no reply takes apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onlooker.discover.alike import forbids
from onlooker.discover.atoms import Atom, atoms
from onlooker.discover.group import Suffered
from onlooker.discover.model.missed import MISSED
from onlooker.discover.said import words
from onlooker.domain.pattern import Examined, Trouble


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Troubles of one signature. `atoms` differ only in what was seen failing behind them."""

    atoms: tuple[Atom, ...]

    @cached_property
    def suffered(self) -> tuple[Suffered, ...]:
        return tuple(one for atom in self.atoms for one in atom.suffered)

    @cached_property
    def sessions(self) -> frozenset[str]:
        return frozenset(one.session_id for one in self.suffered)

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        return tuple(one.trouble for one in self.suffered)

    @property
    def summarized(self) -> bool:
        """Known from the session's summary alone: no finding tells it."""
        return self.troubles[0].symptom == MISSED

    @cached_property
    def confirmed(self) -> bool:
        return any(trouble.confirmed for trouble in self.troubles)

    @cached_property
    def words(self) -> frozenset[str]:
        """What it is about, as stems: what the screen said and what was looked for; of what no rule found, how it is told."""
        texts = {text for one in self.troubles for text in (*one.said.split(" | "), *one.sought)}
        if not any(trouble.rules for trouble in self.troubles) or self.summarized:
            texts |= {text for one in self.troubles for text in (one.title, one.description, *one.before)}
        return frozenset().union(*map(words, texts))


def units(sessions: Sequence[Examined]) -> tuple[Unit, ...]:
    """Each trouble in exactly one. Those of one page stand together, so that they come into one request. The order
    of the sessions changes nothing."""
    found: list[list[Atom]] = []
    home: dict[str, list[list[Atom]]] = {}
    for atom in atoms(sessions):
        same = home.setdefault(atom.signature, [])
        fits = next((group for group in same if atom.family != "astray" and not any(forbids(atom, other) for other in group)), None)
        if fits is not None:
            fits.append(atom)
        else:
            same.append([atom])
            found.append(same[-1])
    return tuple(sorted((Unit(atoms=tuple(group)) for group in found), key=_order))


def _order(unit: Unit) -> tuple[object, ...]:
    first = unit.atoms[0]
    return first.site, first.page, first.act, first.family, first.order
