"""Mutations that wait until somebody looks, and what can be left out of them by then.

A page that redraws a list at every keystroke builds thousands of nodes nobody ever saw. A node that a later waiting batch removes is built
as an empty stub, so that its neighbours find their place, and nothing below it is built at all."""

from __future__ import annotations

from onlooker.domain.document import Document
from onlooker.domain.snapshot import Change, SnapshotData


class Pending:
    """`first_ms` and `last_ms` are the times of the oldest and newest waiting batch."""

    def __init__(self) -> None:
        self._batches: list[SnapshotData] = []
        self.first_ms = 0
        self.last_ms = 0

    def __bool__(self) -> bool:
        return bool(self._batches)

    def add(self, at_ms: int, data: SnapshotData) -> None:
        if not self._batches:
            self.first_ms = at_ms
        self.last_ms = at_ms
        self._batches.append(data)

    def clear(self) -> None:
        self._batches.clear()

    def apply(self, document: Document) -> int:
        """How many added nodes were not left out."""
        batches = self._batches
        if len(batches) < 2:
            for data in batches:
                document.apply(Change.MUTATION, data)
            self._batches = []
            return sum(map(_adds, batches))
        removed_by = _removals(batches)
        gone: dict[int, int] = {}
        """Node -> the batch by which it and all below it will have been removed."""
        built = 0
        for now, data in enumerate(batches):
            adds = data.get("adds")
            if removed_by and isinstance(adds, list) and adds:
                kept: list[object] = []
                for record in adds:
                    try:
                        node_id = record["node"]["id"]
                        until = gone.get(record["parentId"], -1)
                        if until > now:
                            gone[node_id] = until
                            continue
                        until = removed_by.get(node_id, -1)
                        if until > now:
                            gone[node_id] = until
                    except (KeyError, TypeError):
                        pass  # the document's to refuse
                    kept.append(record)
                built += len(kept)
                if len(kept) < len(adds):
                    data = {**data, "adds": kept}  # noqa: PLW2901 - the same batch, without what nobody sees
            document.apply(Change.MUTATION, data)
        self._batches = []
        return built


def _adds(data: SnapshotData) -> int:
    adds = data.get("adds")
    return len(adds) if isinstance(adds, list) else 0


def _removals(batches: list[SnapshotData]) -> dict[int, int]:
    """Node -> the last batch that removes it."""
    found: dict[int, int] = {}
    for number, data in enumerate(batches):
        removes = data.get("removes")
        for record in removes if isinstance(removes, list) else ():
            if isinstance(record, dict) and isinstance(node_id := record.get("id"), int):
                found[node_id] = number
    return found
