"""The recordings that ship with the project."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pytest

from onlooker import decode
from onlooker.decode.glance import glance
from onlooker.decode.lines import documents
from onlooker.decode.shapes import WindowLine
from onlooker.domain.snapshot import Change, SnapshotType

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/snapshots.jsonl.gz"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_every_record_is_read(path: Path) -> None:
    raw = path.read_bytes()
    lines = [json.loads(line) for line in gzip.decompress(raw).splitlines()]

    recording = decode.recording([(path.name, raw)])

    assert len(recording.snapshots) == len(lines)
    assert sorted(snapshot.at for snapshot in recording.snapshots) == sorted(line["data"]["timestamp"] for line in lines)
    full = [recording.data(snapshot) for snapshot in recording.snapshots if snapshot.type is SnapshotType.FULL]
    mutations = [recording.data(snapshot) for snapshot in recording.snapshots if snapshot.change is Change.MUTATION]
    assert full
    assert all(isinstance(data["node"], dict) for data in full)
    assert all(isinstance(data[field], list) for data in mutations for field in ("texts", "attributes", "removes", "adds") if field in data)
    assert recording.contents.unreadable() == 0
    assert recording.losses.unreadable_chunks == 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_a_glance_sees_what_a_parser_sees(path: Path) -> None:
    parser = msgspec.json.Decoder(WindowLine)
    glanced = 0
    for line in documents(gzip.decompress(path.read_bytes())):
        seen = glance(line)
        if seen is None:
            continue
        glanced += 1
        parsed = parser.decode(line)
        assert not isinstance(parsed.data, list)
        assert (seen.type, seen.at, seen.window) == (parsed.data.type, parsed.data.timestamp, parsed.window_id)
        assert bytes(seen.data) == bytes(parsed.data.data)
    assert glanced > 10


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_events_beside_it(path: Path) -> None:
    raw = (path.parent / "events.jsonl.gz").read_bytes()
    recording = decode.recording([(path.name, path.read_bytes())])

    log = decode.events([("events", raw)], windows=recording.windows)

    assert len(log.events) == gzip.decompress(raw).count(b"\n")
    assert {event.window_id for event in log.events} <= set(recording.windows)
    assert len({event.session_id for event in log.events}) == 1
