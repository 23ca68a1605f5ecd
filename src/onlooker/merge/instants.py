"""When something of one kind happened, by place (a window, a field in it): asked for what lies before an instant or between two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from onlooker.domain.snapshot import Change, MouseAct
from onlooker.merge.material import Material, Record
from onlooker.merge.untrusted import whole

Place = TypeVar("Place", bound=Hashable)


class Instants(Generic[Place]):
    """Made from (place, ms) in any order."""

    def __init__(self, told: Iterable[tuple[Place, int]]) -> None:
        times: defaultdict[Place, list[int]] = defaultdict(list)
        for place, at_ms in told:
            times[place].append(at_ms)
        self._times = {place: sorted(found) for place, found in times.items()}

    def any_between(self, place: Place, start_ms: int, end_ms: int) -> bool:
        """Whether one lies in [start_ms, end_ms]."""
        times = self._times.get(place, ())
        first = bisect_left(times, start_ms)
        return first < len(times) and times[first] <= end_ms

    def latest(self, place: Place, at_ms: int) -> int | None:
        """The last one at or before an instant."""
        times = self._times.get(place, ())
        count = bisect_right(times, at_ms)
        return times[count - 1] if count else None


def mouse_records(material: Material, *wanted: MouseAct) -> Iterator[Record]:
    return (record for record in material.told(Change.MOUSE_INTERACTION) if whole(record.data.get("type")) in wanted)


def mouse_instants(material: Material, *wanted: MouseAct) -> Instants[int]:
    return Instants((record.window, record.at_ms) for record in mouse_records(material, *wanted))
