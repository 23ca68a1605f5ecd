"""What all four requests are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onlooker.discover.model.lines import lines
from onlooker.discover.model.unit import Unit
from onlooker.domain.pattern import Examined


@dataclass(frozen=True, kw_only=True)
class Material:
    """`units` in the order in which every place is counted; `context` and `focus` are the team's own words."""

    units: Sequence[Unit]
    sessions: Mapping[str, Examined] = field(default_factory=dict)
    context: str = ""
    focus: str = ""

    @property
    def focused(self) -> bool:
        return bool(self.focus.strip())

    @cached_property
    def _bare(self) -> tuple[str, ...]:
        return tuple(lines(unit, self.sessions) for unit in self.units)

    def told(self, label: str, place: int) -> str:
        """The unit as a request tells it under that label."""
        return f"{label}: {self._bare[place]}"

    def shown(self, places: Sequence[int]) -> str:
        """All that is told of these units, for what is said of them to be held against."""
        return "\n".join(self._bare[place] for place in places)
