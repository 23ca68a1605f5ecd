"""The records of one scene, thinned out to what its stops can show.

A renderer looks at a page at some instants and never between them. So of a node that came and went between two stops nothing is told, of a
pointer only its last place before each, of a canvas that was sent as whole pictures only the last. What replayers make nothing of is left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

import orjson

from onlooker.clip.canvas import picture
from onlooker.clip.encoding import encoded, incremental, record
from onlooker.clip.rebuilt import MOVES, PRESSING, by_hand, pointer_at
from onlooker.clip.snapshot import is_viewport
from onlooker.domain.churn import without_churn
from onlooker.domain.snapshot import Change, SnapshotData, SnapshotType
from onlooker.domain.untrusted import number_of, records

NEEDED = frozenset(Change) - {Change.LOG, Change.CUSTOM_ELEMENT}
_NOTHING: SnapshotData = {"texts": [], "attributes": [], "removes": [], "adds": []}


class Reel:
    """`begun` are the records it starts with; `stops` are rising. Feed it what comes after the first stop, in order."""

    def __init__(self, begun: Iterable[bytes], stops: Sequence[int]) -> None:
        self._stops = stops
        self._told: list[tuple[int, bytes]] = [(-1 << 62, one) for one in begun]
        self._waiting: list[tuple[int, Change, SnapshotData]] = []
        self._places: dict[int, tuple[int, Change, Mapping[str, object]]] = {}
        """Number of a stop -> the last place of the pointer before it."""
        self.size = sum(len(one) for _, one in self._told)

    def take(self, change: Change, data: SnapshotData, at_ms: int) -> None:
        if change in MOVES:
            self._move(change, data, at_ms)
        elif _fits(change, data):
            whole = data if change is not Change.MUTATION or data.keys() >= _NOTHING.keys() else {**_NOTHING, **data}
            self._waiting.append((at_ms, change, whole))

    def turn(self, pages: Iterable[bytes], at_ms: int) -> None:
        """A new page came. Nothing of the one before it can be seen any more at the next stop, but fonts stay."""
        self._waiting = [one for one in self._waiting if one[1] is Change.FONT]
        for page in pages:
            self._tell(page, at_ms)

    def resize(self, data: SnapshotData, at_ms: int) -> None:
        """A meta record."""
        width, height, url = number_of(data.get("width")), number_of(data.get("height")), data.get("href")
        if is_viewport(width, height):
            meta = encoded({"href": url if isinstance(url, str) else "", "width": width, "height": height})
            self._tell(record(SnapshotType.META, at_ms, meta), at_ms)

    def stop(self) -> None:
        """The next stop has been reached: what waited is thinned and written."""
        batches = without_churn([data for _, change, data in self._waiting if change is Change.MUTATION])[::-1]
        covered = self._covered()
        for place, (at_ms, change, data) in enumerate(self._waiting):
            if place in covered:
                continue
            told = encoded(batches.pop() if change is Change.MUTATION else data)
            if b'"srcdoc"' in told and change is Change.MUTATION:
                told = encoded(_loading_nothing(orjson.loads(told)))
            self._tell(record(SnapshotType.INCREMENTAL, at_ms, told), at_ms)
            if "isAttachIframe" in data:
                self._to_top(data, at_ms)
        self._waiting.clear()

    def events(self) -> bytes:
        """The JSON array."""
        for at_ms, change, place in self._places.values():
            self._tell(incremental(at_ms, {"source": change, "positions": [place]}), at_ms)
        return b"[%b]" % b",".join(one for _, one in sorted(self._told, key=lambda told: told[0]))

    def _tell(self, one: bytes, at_ms: int) -> None:
        self._told.append((at_ms, one))
        self.size += len(one)

    def _move(self, change: Change, data: SnapshotData, at_ms: int) -> None:
        """Recorders save up places for half a second and say how long ago each was; the reel tells each at its own time."""
        for position in records(data, "positions"):
            at = pointer_at(position, touch=False)
            if at is None:
                continue
            when = min(at_ms, max(self._stops[0], at_ms + number_of(position.get("timeOffset"))))
            stop = bisect_left(self._stops, when)
            if stop < len(self._stops) and (stop not in self._places or self._places[stop][0] <= when):
                self._places[stop] = (when, change, {"x": at.x, "y": at.y, "id": at.node_id, "timeOffset": 0})

    def _to_top(self, data: SnapshotData, at_ms: int) -> None:
        """A new page in a frame begins at its top; replayers leave it where the one before it was."""
        for add in records(data, "adds"):
            if isinstance(node := add.get("node"), dict):
                self._tell(incremental(at_ms, {"source": Change.SCROLL, "id": node.get("id"), "x": 0, "y": 0}), at_ms)

    def _covered(self) -> set[int]:
        """Places of canvas records that a later whole picture of the same canvas paints over."""
        covered: set[int] = set()
        painted: set[object] = set()
        for place in range(len(self._waiting) - 1, -1, -1):
            _, change, data = self._waiting[place]
            if change is Change.CANVAS_MUTATION:
                node_id = data.get("id")
                if node_id in painted:
                    covered.add(place)
                elif picture(data):
                    painted.add(node_id)
        return covered


def _loading_nothing(data: dict[str, object]) -> SnapshotData:
    """A mutation without what frames are to load."""
    for key, inner in (("adds", "node"), ("attributes", "")):
        for told in records(data, key):
            node = told.get(inner) if inner else told
            attributes = node.get("attributes") if isinstance(node, dict) else None
            if isinstance(attributes, dict):
                attributes.pop("srcdoc", None)
    return data


def _fits(change: Change, data: SnapshotData) -> bool:
    """Whether a replayer can take it without stumbling."""
    match change:
        case Change.MUTATION:
            return all(isinstance(data.get(key, []), list) for key in _NOTHING)
        case Change.VIEWPORT_RESIZE:
            return is_viewport(data.get("width"), data.get("height"))
        case Change.ADOPTED_STYLE_SHEET:
            return isinstance(data.get("id"), int) and isinstance(data.get("styleIds"), list)
        case Change.STYLE_DECLARATION:
            return isinstance(data.get("index"), list)
        case Change.MOUSE_INTERACTION:
            return isinstance(data.get("id"), int) and (data.get("type") not in PRESSING or by_hand(data))
        case Change.STYLE_SHEET_RULE | Change.FONT | Change.SELECTION:
            return True
        case _:
            return isinstance(data.get("id"), int)
