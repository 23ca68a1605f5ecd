"""Mutations that wait until somebody looks."""

from __future__ import annotations

from onlooker.domain.churn import without_churn
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
        """How many added nodes were not left out as churn."""
        batches = without_churn(self._batches)
        self._batches = []
        for data in batches:
            document.apply(Change.MUTATION, data)
        return sum(map(_adds, batches))


def _adds(data: SnapshotData) -> int:
    adds = data.get("adds")
    return len(adds) if isinstance(adds, list) else 0
