"""What nobody can have seen of mutations that came between two looks.

A page that redraws a list at every keystroke builds thousands of nodes and takes them away again. Of a node that a later batch removes only an empty
stub is kept, so that its neighbours find their place, and nothing below it."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.snapshot import SnapshotData


def without_churn(batches: Sequence[SnapshotData]) -> list[SnapshotData]:
    """The same batches, with shorter `adds`; once all are applied, the document is the same, given that what moves is removed and added in one
    batch, as recorders tell it."""
    if len(batches) < 2 or not (removed_by := _removals(batches)):
        return list(batches)
    gone: dict[int, int] = {}
    """Node -> the batch by which it and all below it will have been removed."""
    kept_batches: list[SnapshotData] = []
    for now, data in enumerate(batches):
        adds = data.get("adds")
        if not isinstance(adds, list) or not adds:
            kept_batches.append(data)
            continue
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
                pass  # whoever applies it may refuse it
            kept.append(record)
        kept_batches.append({**data, "adds": kept} if len(kept) < len(adds) else data)
    return kept_batches


def _removals(batches: Sequence[SnapshotData]) -> dict[int, int]:
    """Node -> the last batch that removes it."""
    found: dict[int, int] = {}
    for number, data in enumerate(batches):
        removes = data.get("removes")
        for record in removes if isinstance(removes, list) else ():
            if isinstance(record, dict) and isinstance(node_id := record.get("id"), int):
                found[node_id] = number
    return found
