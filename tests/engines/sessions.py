"""Small sessions in any number: copies of recordings, each with an id and an event of its own, so that no two say the same."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
SMALL = (ROOT / "samples/fava-1", ROOT / "tests/recordings/fava-2", ROOT / "tests/recordings/fava-3", ROOT / "tests/recordings/oscar-4")


def made(folder: Path, count: int, of: Sequence[Path] = SMALL) -> list[str]:
    """Writes copies `of` these folders by turns; their ids, in the order in which they are read."""
    return [_copy(of[number % len(of)], folder / f"session-{number:03}", number) for number in range(count)]


def _copy(origin: Path, folder: Path, number: int) -> str:
    folder.mkdir(parents=True)
    events = [json.loads(line) for line in gzip.decompress((origin / "events.jsonl.gz").read_bytes()).splitlines()]
    name, own = next(event["properties"]["$session_id"] for event in events), f"0000{number:04}-0000-7000-8000-00000000{number:04}"
    last = events[-1]
    events.append(
        {**last, "uuid": own, "event": f"copy {number} made", "properties": {"$session_id": name, "$window_id": last["properties"].get("$window_id")}}
    )
    lines = "".join(f"{json.dumps(event)}\n" for event in events).replace(name, own)
    (folder / "events.jsonl.gz").write_bytes(gzip.compress(lines.encode(), 1))
    snapshots = gzip.decompress((origin / "snapshots.jsonl.gz").read_bytes()).replace(name.encode(), own.encode())
    (folder / "snapshots.jsonl.gz").write_bytes(gzip.compress(snapshots, 1))
    return own
