"""What a pressed control does to itself: ripples, focus classes, counters in data attributes. It answers nobody's press.

A control that says something by changing itself does so in words (then the screen text changes), or in the attributes that tell its state
(`aria-pressed`, `aria-expanded`, `aria-checked`…): those count as an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.snapshot import SnapshotData

_AFTER_PRESS_MS = 3_000
_RECORDS = 60
"""A batch with more records is no ripple."""
_STATES = frozenset(
    {"aria-pressed", "aria-expanded", "aria-checked", "aria-selected", "aria-busy", "aria-disabled", "checked", "selected", "disabled", "open"}
)


class Ripple:
    """Follows one press. Feed it every batch of mutations until the next press."""

    def __init__(self, pressed: Node, at_ms: int) -> None:
        self._pressed = pressed
        self._until = at_ms + _AFTER_PRESS_MS
        self._made: set[int] = set()

    def holds(self, document: Document, data: SnapshotData, now: int) -> bool:
        """Whether every record of the batch is about the pressed control or what it holds, and none tells its state. Nodes may not be in the
        document yet: what the control made before is known by its id."""
        if now > self._until:
            return False
        added = {node_id for record in _records(data, "adds") if isinstance(node_id := _added(record), int)}
        if sum(len(list(_records(data, key))) for key in ("adds", "removes", "texts", "attributes")) > _RECORDS:
            return False
        touched = list(_touched(data))
        if not touched or not all(self._inside(document, node_id, added) for node_id in touched if node_id is not None) or None in touched:
            return False
        self._made |= added
        return True

    def _inside(self, document: Document, node_id: int, added: set[int]) -> bool:
        if node_id in added or node_id in self._made:
            return True
        node = document.nodes.get(node_id)
        return node is not None and (node is self._pressed or any(above is self._pressed for above in node.ancestors()))


def _records(data: SnapshotData, key: str) -> Iterator[Mapping[str, object]]:
    records = data.get(key)
    return (record for record in records if isinstance(record, dict)) if isinstance(records, list) else iter(())


def _added(record: Mapping[str, object]) -> object:
    node = record.get("node")
    return node.get("id") if isinstance(node, dict) else None


def _touched(data: SnapshotData) -> Iterator[int | None]:
    """The nodes changed; None for a change that tells a state."""
    for key, field in (("adds", "parentId"), ("removes", "parentId"), ("texts", "id"), ("attributes", "id")):
        for record in _records(data, key):
            node_id, changed = record.get(field), record.get("attributes")
            if key == "attributes" and isinstance(changed, dict) and not _STATES.isdisjoint(changed):
                yield None
                continue
            yield node_id if isinstance(node_id, int) else -1
