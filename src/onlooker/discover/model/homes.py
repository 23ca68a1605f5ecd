"""Which group of signatures each unit is in."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.discover.joining import by_signature
from onlooker.discover.model.missed import MISSED
from onlooker.discover.model.unit import Unit
from onlooker.domain.pattern import Examined


def homes(units: Sequence[Unit], sessions: Sequence[Examined]) -> dict[int, int]:
    """Of units by place; none for what is known from a summary alone. `sessions` are those without that."""
    group = {(one.session_id, one.trouble.finding_id): number for number, of in enumerate(by_signature(sessions)) for one in of.suffered}
    found = {}
    for place, unit in enumerate(units):
        first = unit.suffered[0]
        number = group.get((first.session_id, first.trouble.finding_id))
        if number is not None and first.trouble.symptom != MISSED:
            found[place] = number
    return found
