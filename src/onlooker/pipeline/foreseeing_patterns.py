"""What a model would be asked about what recurs, before it is asked: the first questions as they will be, the others by what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.discover.group import distinct
from onlooker.discover.model import ENOUGH, Material, extract, reach, units, with_missed_goals
from onlooker.domain.model import ModelRequest
from onlooker.domain.pattern import Examined
from onlooker.pipeline.discovering import group_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternsForeseen:
    """`extracts` hold all `troubles`. What is asked after them depends on the answers: to combine what several of them found, to assign each trouble,
    and to look at each pattern a second time."""

    extracts: tuple[ModelRequest, ...] = ()
    troubles: int = 0

    @property
    def combines(self) -> int:
        return 1 if len(self.extracts) > 1 else 0

    @property
    def assigns(self) -> int:
        """The same troubles once more, with the patterns to choose from."""
        return len(self.extracts)

    @property
    def checks(self) -> int:
        """A few members of each pattern, which is less."""
        return len(self.extracts)


def foresee_patterns(examined: Sequence[Examined], *, context_tokens: int, context: str = "", focus: str = "") -> PatternsForeseen:
    """`context_tokens` of the model that would be asked."""
    told = with_missed_goals(distinct(examined))
    material = Material(units=units(told), sessions={one.session_id: one for one in told}, context=context, focus=focus)
    if reach(range(len(material.units)), material.units) < ENOUGH:
        return PatternsForeseen()
    groups = extract.groups(material, group_tokens(context_tokens))
    asked = tuple(extract.ask(material, own, of=len(groups)) for own in groups)
    return PatternsForeseen(extracts=asked, troubles=len(material.units))
