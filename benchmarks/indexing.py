"""How fast a recording is indexed, against reading it with json.loads, in one run on one machine: the ratios are what counts.

    python benchmarks/indexing.py [FILE…]        default: the snapshots of samples/

CPU time, best of `ROUNDS`. Each file is read from its decompressed bytes; for the rows "plain rrweb" it is first written out as one
JSON array with every compression inside undone, the largest form the same recording comes in.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from onlooker import decode
from onlooker.decode.unpack import unpack

ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    size: int
    seconds: float

    @property
    def speed(self) -> float:
        return self.size / self.seconds / 1e9


def timed(name: str, size: int, work: Callable[[], object], rounds: int = ROUNDS) -> Row:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return Row(name=name, size=size, seconds=max(best, 1e-9))


def plain_array(texts: Sequence[bytes]) -> bytes:
    recording = decode.recording([(str(index), text) for index, text in enumerate(texts)])
    return orjson.dumps([{"type": one.type, "timestamp": one.at, "data": dict(recording.data(one))} for one in recording.snapshots])


def contents(texts: Sequence[bytes]) -> None:
    for text in texts:
        recording = decode.recording([("file", text)])
        for snapshot in recording.snapshots:
            recording.data(snapshot)


def lines(texts: Sequence[bytes], loads: Callable[[bytes], object]) -> None:
    for text in texts:
        for line in text.splitlines():
            loads(line)


def table(rows: Sequence[Row], against: Row) -> None:
    print(f"{'':<44}{'ms':>9}{'GB/s':>8}{'x json.loads':>14}")
    for row in rows:
        print(f"{row.name:<44}{row.seconds * 1000:>9.1f}{row.speed:>8.2f}{row.speed / against.speed:>14.1f}")


def main(paths: Sequence[Path]) -> None:
    packed = [path.read_bytes() for path in paths]
    texts = [gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in packed]
    size = sum(map(len, texts))
    print(f"{len(texts)} files, {size / 1e6:.1f} MB decompressed, {sum(map(len, packed)) / 1e6:.1f} MB as stored\n")

    as_stored = timed("json.loads, line by line", size, lambda: lines(texts, json.loads), rounds=2)
    index = timed("index", size, lambda: [decode.recording([("file", text)]) for text in texts])
    rows = [
        index,
        timed("decompress", size, lambda: [unpack(data) for data in packed]),
        timed("decompress and index", size, lambda: [decode.recording([("file", data)]) for data in packed]),
        timed("index and decode every snapshot", size, lambda: contents(texts), rounds=2),
        timed("orjson.loads, line by line", size, lambda: lines(texts, orjson.loads), rounds=2),
        as_stored,
    ]
    table(rows, against=as_stored)

    array = plain_array(texts)
    whole = timed("json.loads", len(array), lambda: json.loads(array), rounds=1)
    print(f"\nplain rrweb, one array of {len(array) / 1e6:.1f} MB\n")
    table([timed("index", len(array), lambda: decode.recording([("file", array)])), whole], against=whole)

    tracemalloc.start()
    recording = decode.recording([("file", array)])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\nmemory of that index beside the bytes themselves: {peak / 1e6:.1f} MB at its peak, {len(recording.snapshots)} snapshots")


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    main(named or sorted((Path(__file__).parents[1] / "samples").glob("*/snapshots.jsonl.gz")))
