"""The fuzz target of decoding: any bytes give a recording, events, or DecodeError, and whatever comes out keeps its word.

    python tests/fuzz/decode_target.py [seconds] [seed]     mutates the shipped samples and small stored forms until the time is up

`target` takes bytes and raises on a broken promise, as atheris and other fuzzers want it.
"""

from __future__ import annotations

import gzip
import random
import sys
import time
from pathlib import Path

from onlooker import decode
from onlooker.domain.part import PartKind
from onlooker.domain.snapshot import Change, SnapshotType
from onlooker.errors import DecodeError

SAMPLES = Path(__file__).parents[2] / "samples"
SEED_BYTES = 20_000
_SPICE = [
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b",",
    b":",
    b"\n",
    b"\0",
    b"\x1f\x8b\x08",
    b"null",
    b"-1",
    b"1e999",
    b'"timestamp":',
    b"\\ud800",
    b"\xff",
]


def target(data: bytes) -> None:
    _recording(data)
    _events(data)
    seen = decode.survey("fuzz", data)
    assert (seen.kind is PartKind.UNKNOWN) == (not seen.sessions)
    decode.recognise("fuzz", data[: decode.HEAD])
    try:
        split = decode.split(data)
    except DecodeError:
        return
    assert all(isinstance(text, bytes) for text in split.values())


def _recording(data: bytes) -> None:
    try:
        recording = decode.recording([("fuzz", data)])
    except DecodeError:
        return
    times = [snapshot.at for snapshot in recording.snapshots]
    assert times
    assert times == sorted(times)
    assert min(times) >= 0
    for index, snapshot in enumerate(recording.snapshots):
        assert snapshot.index == index
        assert 0 <= snapshot.window < len(recording.windows)
        assert isinstance(snapshot.type, SnapshotType)
        assert snapshot.change is None or isinstance(snapshot.change, Change)
        assert isinstance(recording.data(snapshot), dict)
    assert recording.contents.unreadable() <= len(recording.snapshots)


def _events(data: bytes) -> None:
    try:
        log = decode.events([("fuzz", data)])
    except DecodeError:
        return
    assert log.events
    assert [event.at for event in log.events] == sorted(event.at for event in log.events)
    assert len({event.id for event in log.events}) == len(log.events)
    assert all(event.name and isinstance(event.properties, dict) for event in log.events)


def seeds() -> list[bytes]:
    """The beginnings of the shipped files, packed and plain."""
    whole = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*.jsonl.gz"))]
    plain = [gzip.decompress(data) for data in whole]
    heads = [data[: data.find(b"\n", SEED_BYTES)] for data in plain]
    return [*heads, *(gzip.compress(head, 1) for head in heads), *(b"[" + head.replace(b"\n", b",") + b"]" for head in heads)]


def mutated(seed: bytes, rng: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                data[at:at] = rng.choice(_SPICE)
            case 2:
                del data[at : at + rng.randrange(200)]
            case 3:
                start = rng.randrange(len(data) + 1)
                data[at:at] = data[start : start + rng.randrange(400)]
            case _:
                del data[at:]
    return bytes(data)


def main(seconds: float, seed: int) -> None:
    rng = random.Random(seed)
    pool = seeds()
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        data = mutated(rng.choice(pool), rng)
        try:
            target(data)
        except Exception:
            crash = Path(f"crash-{seed}-{count}.bin")
            crash.write_bytes(data)
            print(f"input {count} of seed {seed} is in {crash}")
            raise
        count += 1
    print(f"{count} inputs, no broken promise")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
