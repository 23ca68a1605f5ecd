"""Scrolling and pointer movement, folded into stretches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onlooker.domain.snapshot import Change, MouseAct, SnapshotType
from onlooker.domain.timeline import Moved, Scrolled
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.instants import mouse_instants
from onlooker.merge.material import Material, Record
from onlooker.merge.untrusted import fields, items, whole, whole_or

SCROLL_PAUSE_MS = 1_500
MOVE_PAUSE_MS = 1_000
_LONGEST_MOVE_MS = 10_000
_MOST_POINTS = 400
"""A recorder samples every 50 ms or less often, so a stretch has about 200; one that sends more goes on in a new entry."""
_MOST_POSITIONS = 2_000
_TURN_PX = 8
"""Less than this back is no change of direction."""


@dataclass(slots=True)
class _Stretch:
    """Of one thing scrolled; `xs` and `ys` where it stood, one a record."""

    records: list[Record]
    from_y: int
    xs: list[int]
    ys: list[int]

    @property
    def moves(self) -> bool:
        """A field that scrolls sideways under its own text, or reports where it stands, has not been scrolled."""
        return max(abs(self.ys[0] - self.from_y), max(self.ys) - min(self.ys), max(self.xs) - min(self.xs)) >= _TURN_PX


def scrolling(material: Material) -> Strand:
    """One entry a stretch of one scrolled thing. A new page starts at its top."""
    done: list[_Stretch] = []
    open_: defaultdict[int, dict[int | None, _Stretch]] = defaultdict(dict)
    last_y: defaultdict[int, dict[int | None, int]] = defaultdict(dict)
    pages = {record.index for record in material.of_type(SnapshotType.META)}
    for record in sorted((*material.told(Change.SCROLL), *material.of_type(SnapshotType.META)), key=lambda record: record.index):
        here, reached = open_[record.window], last_y[record.window]
        if record.index in pages:
            done.extend(here.values())
            here.clear()
            reached.clear()
            continue
        node = whole(record.data.get("id"))
        x, y = whole_or(record.data.get("x"), 0), whole_or(record.data.get("y"), 0)
        stretch = here.get(node)
        if stretch is not None and record.at_ms - stretch.records[-1].at_ms <= SCROLL_PAUSE_MS:
            stretch.records.append(record)
            stretch.xs.append(x)
            stretch.ys.append(y)
        else:
            if stretch is not None:
                done.append(stretch)
            here[node] = _Stretch(records=[record], from_y=reached.get(node, 0), xs=[x], ys=[y])
        reached[node] = y
    done.extend(stretch for here in open_.values() for stretch in here.values())
    still = sum(not stretch.moves for stretch in done)
    return Strand(drafts=tuple(_scrolled(stretch) for stretch in done if stretch.moves), dropped={"scroll without movement": still} if still else {})


def _scrolled(stretch: _Stretch) -> Draft:
    return Draft(
        at_ms=stretch.records[0].at_ms,
        end_ms=stretch.records[-1].at_ms,
        window=stretch.records[0].window,
        detail=Scrolled(from_y=stretch.from_y, to_y=stretch.ys[-1], reversals=_reversals([stretch.from_y, *stretch.ys])),
        count=len(stretch.records),
        snapshots=tuple(record.index for record in stretch.records),
    )


def _reversals(ys: Sequence[int]) -> int:
    turns, direction, extreme = 0, 0, ys[0]
    for y in ys[1:]:
        step = y - extreme
        if direction == 0:
            if abs(step) >= _TURN_PX:
                direction, extreme = (1 if step > 0 else -1), y
        elif step * direction >= 0:
            extreme = y
        elif abs(step) >= _TURN_PX:
            turns, direction, extreme = turns + 1, -direction, y
    return turns


def moving(material: Material) -> Strand:
    """A press, a pause or ten seconds end a stretch."""
    drafts: list[Draft] = []
    presses = mouse_instants(material, MouseAct.CLICK)
    points: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    snapshots: defaultdict[int, list[int]] = defaultdict(list)

    def close(window: int) -> None:
        if points[window]:
            drafts.append(_moved(window, points.pop(window), snapshots.pop(window)))

    for record in material.told(Change.MOUSE_MOVE):
        window = record.window
        for point in positions(record):
            stretch = points[window]
            if stretch and (
                point[0] - stretch[-1][0] > MOVE_PAUSE_MS
                or point[0] - stretch[0][0] > _LONGEST_MOVE_MS
                or len(stretch) >= _MOST_POINTS
                or presses.any_between(window, stretch[-1][0], point[0] - 1)
            ):
                close(window)
                stretch = points[window]
            if not stretch or (stretch[-1][0] <= point[0] and stretch[-1][1:] != point[1:]):
                stretch.append(point)
            if not snapshots[window] or snapshots[window][-1] != record.index:
                snapshots[window].append(record.index)
    for window in list(points):
        close(window)
    return Strand(drafts=tuple(drafts))


def positions(record: Record) -> Iterator[tuple[int, int, int]]:
    """(ms, x, y), in order: the recorder gathers half a second of movement and dates each point back from the record."""
    found = []
    for item in items(record.data.get("positions"))[:_MOST_POSITIONS]:
        told = fields(item)
        x, y = whole(told.get("x")), whole(told.get("y"))
        if x is not None and y is not None:
            found.append((max(0, record.at_ms + min(0, max(-60_000, whole_or(told.get("timeOffset"), 0)))), x, y))
    return iter(sorted(found, key=lambda point: point[0]))


def _moved(window: int, points: Sequence[tuple[int, int, int]], snapshots: Sequence[int]) -> Draft:
    return Draft(
        at_ms=points[0][0],
        end_ms=points[-1][0],
        window=window,
        detail=Moved(points=tuple(points)),
        count=len(snapshots),
        snapshots=tuple(snapshots),
    )
