"""One window, rebuilt up to an instant: its document, and what a replayer has to be told besides to stand at the same place.

A document knows what can be read. Where the pointer rests, what a canvas shows, how far a list is scrolled or a film has run is told by records
that only a replayer understands; the last word of each is kept here, for as long as its node lives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from onlooker.clip.canvas import Canvas
from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.snapshot import Change, MouseAct, SnapshotData, SnapshotType
from onlooker.domain.untrusted import records

_LAST_WORD = frozenset({Change.SCROLL, Change.INPUT, Change.MEDIA_INTERACTION})
_PLAY, _PAUSE = 0, 1
"""rrweb's `MediaInteractions`; others tell of a film that goes on as it did."""
MOVES = frozenset({Change.MOUSE_MOVE, Change.TOUCH_MOVE, Change.DRAG})
_STYLED = frozenset({Change.STYLE_SHEET_RULE, Change.STYLE_DECLARATION, Change.ADOPTED_STYLE_SHEET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Where the mouse or a finger was, in CSS pixels of the document that holds the node."""

    x: int | float
    y: int | float
    node_id: int
    touch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """The latest record of its kind about one node. `node` tells a node from a later one that took its id."""

    node: Node
    at_ms: int
    data: SnapshotData


class Rebuilt:
    """Feed it a window's records in order, from a full snapshot on."""

    def __init__(self) -> None:
        self.document = Document()
        self.url = ""
        self.offset: Mapping[str, object] = {}
        """Where the page itself was scrolled to when its full snapshot was taken."""
        self.fonts: list[SnapshotData] = []
        self.pointer: Pointer | None = None
        self.focus: int | None = None
        self.selection: SnapshotData | None = None
        self._words: dict[tuple[Change, int], LastWord] = {}
        self._canvases: dict[int, tuple[Node, Canvas]] = {}

    def pass_by(self, kind: SnapshotType, change: Change | None, data: SnapshotData, at_ms: int) -> None:
        if kind is SnapshotType.FULL:
            self._load(data)
        elif kind is SnapshotType.META:
            self.document.resize(data)
            url = data.get("href")
            self.url = url if isinstance(url, str) else self.url
        elif kind is SnapshotType.INCREMENTAL and change is not None:
            self._change(change, data, at_ms)

    def words(self, change: Change) -> Iterator[LastWord]:
        """Those about nodes that are still there, in the order in which they were said."""
        nodes = self.document.nodes
        return (word for (kind, node_id), word in self._words.items() if kind is change and nodes.get(node_id) is word.node)

    def canvases(self) -> dict[int, Canvas]:
        nodes = self.document.nodes
        return {node_id: canvas for node_id, (node, canvas) in self._canvases.items() if nodes.get(node_id) is node}

    def _load(self, data: SnapshotData) -> None:
        self.document.load(data)
        offset = data.get("initialOffset")
        self.offset = offset if isinstance(offset, dict) else {}
        self.focus = self.selection = None
        if self.pointer is not None:
            self.pointer = replace(self.pointer, node_id=-1)  # ids begin anew, and it rests where it was
        self._words.clear()
        self._canvases.clear()

    def _change(self, change: Change, data: SnapshotData, at_ms: int) -> None:
        if change is Change.MUTATION:
            self.document.apply(change, data)
            self._wipe(data)
        elif change in _LAST_WORD:
            if (node := self._node(data)) is not None:
                before = self._words.pop((change, node.id), None)  # a later one goes to the end: radio buttons switch each other off
                if change is Change.MEDIA_INTERACTION and data.get("type") not in (_PLAY, _PAUSE):
                    playing = node.attrs.get("rr_mediaState") == "played" if before is None else before.data.get("type") == _PLAY
                    data = {**data, "type": _PLAY if playing else _PAUSE}
                self._words[change, node.id] = LastWord(node=node, at_ms=at_ms, data=data)
        elif change in _STYLED or change is Change.VIEWPORT_RESIZE:
            self.document.apply(change, data)
        elif change in MOVES:
            positions = records(data, "positions")
            if positions:
                self.pointer = pointer_at(positions[-1], touch=change is Change.TOUCH_MOVE) or self.pointer
        elif change is Change.MOUSE_INTERACTION:
            self._act(data)
        elif change is Change.CANVAS_MUTATION:
            if (node := self._node(data)) is not None:
                self._canvas(node).draw(data, _pixels(node, "width", 300), _pixels(node, "height", 150))
        elif change is Change.FONT:
            self.fonts.append(data)
        elif change is Change.SELECTION:
            self.selection = data

    def _act(self, data: SnapshotData) -> None:
        act, node = data.get("type"), self._node(data)
        if not isinstance(act, int):
            return
        if act == MouseAct.FOCUS and node is not None:
            self.focus = node.id
        elif act == MouseAct.BLUR and node is not None and node.id == self.focus:
            self.focus = None
        elif act in PRESSING and by_hand(data):
            self.pointer = pointer_at(data, touch=act == MouseAct.TOUCH_START)

    def _wipe(self, data: SnapshotData) -> None:
        """A canvas that gets a size is empty."""
        for record in records(data, "attributes"):
            changed = record.get("attributes")
            if isinstance(changed, dict) and ("width" in changed or "height" in changed):
                node = self._node(record)
                if node is not None and node.tag == "canvas":
                    self._canvas(node).wipe()

    def _canvas(self, node: Node) -> Canvas:
        found = self._canvases.get(node.id)
        if found is None or found[0] is not node:
            found = self._canvases[node.id] = (node, Canvas())
        return found[1]

    def _node(self, data: Mapping[str, object]) -> Node | None:
        node_id = data.get("id")
        return self.document.nodes.get(node_id) if isinstance(node_id, int) else None


def _pixels(canvas: Node, side: str, default: int) -> int:
    said = canvas.attrs.get(side)
    return int(said) if isinstance(said, str) and said.isdecimal() and len(said) < 6 else default


PRESSING = frozenset({MouseAct.MOUSE_UP, MouseAct.MOUSE_DOWN, MouseAct.CLICK, MouseAct.TOUCH_START, MouseAct.TOUCH_END})
"""Acts that say where the pointer is."""


def by_hand(data: SnapshotData) -> bool:
    """Whether an act has a place. A click that a key or a script made has none, or the corner of the page; it moves no pointer."""
    at = pointer_at(data, touch=False)
    return at is not None and (at.x, at.y) != (0, 0)


def pointer_at(said: Mapping[str, object], *, touch: bool) -> Pointer | None:
    x, y, node_id = said.get("x"), said.get("y"), said.get("id")
    if isinstance(x, int | float) and isinstance(y, int | float) and isinstance(node_id, int):
        return Pointer(x=x, y=y, node_id=node_id, touch=touch)
    return None
