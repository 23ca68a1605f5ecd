"""A recording for a player, chunk by chunk: each begins with the page as it then stood, and together they are the session."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from onlooker.app.replay_cut import CHUNK
from onlooker.app.replaying import KEPT, Replays
from onlooker.domain.catalogued import KeptPart, SessionRow
from onlooker.domain.clip import EPOCH_MS
from onlooker.errors import SourceError
from onlooker.ports import RawPart, RawSession

SAMPLES = Path(__file__).parents[2] / "samples"


class Shelf:
    """Finds sessions by the name of their sample, and counts how often it was asked."""

    def __init__(self, *, recording: bool = True) -> None:
        self.asked: list[str] = []
        self._recording = recording

    def find(self, row: SessionRow) -> RawSession:
        self.asked.append(row.name)
        snapshots, events = (RawPart(name=name, read=(SAMPLES / row.name / f"{name}.jsonl.gz").read_bytes) for name in ("snapshots", "events"))
        return RawSession(origin=row.name, name=row.name, recording=(snapshots,) if self._recording else (), events=(events,))


def row(name: str) -> SessionRow:
    return SessionRow(run_id="r", place=name, order=0, origin=name, name=name, parts=(KeptPart(name="snapshots", blob=name),))


def records(scene: Mapping[str, object]) -> list[dict[str, object]]:
    told: list[dict[str, object]] = orjson.loads(gzip.decompress(base64.b64decode(str(scene["records"]))))
    return told


def instants(scene: Mapping[str, object]) -> list[int]:
    return [cue["at_ms"] for cue in scene["cues"]]  # type: ignore[attr-defined]


def test_every_chunk_begins_with_the_page_as_it_stood() -> None:
    replays = Replays(Shelf().find)
    replay = replays.replay(row("fava-1"))
    for chunk in replay.chunks:
        scenes = replays.chunk(row("fava-1"), chunk.number)
        meta, full, *then = records(scenes[0])
        assert (meta["type"], full["type"]) == (4, 2)
        assert all(int(str(one["timestamp"])) <= chunk.end_ms + EPOCH_MS for one in then)
        cues = [cue for scene in scenes for cue in scene["cues"]]  # type: ignore[attr-defined]
        assert (cues[0]["at_ms"], cues[-1]["at_ms"], len(cues) <= CHUNK) == (chunk.start_ms, chunk.end_ms, True)


def test_chunks_are_the_whole_session_but_for_what_is_idle() -> None:
    replay = Replays(Shelf().find).replay(row("oscar-2"))
    assert replay.chunks[-1].end_ms == replay.duration_ms
    skipped = {span.end_ms for span in replay.skipped}
    assert skipped
    for one, other in pairwise(replay.chunks):
        assert other.start_ms - one.end_ms <= replay.step_ms or other.start_ms in skipped


def test_the_player_follows_the_user_from_window_to_window() -> None:
    replay = Replays(Shelf().find).replay(row("oscar-3"))
    assert (replay.windows, {chunk.window for chunk in replay.chunks}) == (2, {0, 1})


def test_a_recording_stays_open_until_others_were_asked_for() -> None:
    shelf = Shelf()
    replays = Replays(shelf.find)
    for _ in range(3):
        replays.chunk(row("fava-1"), 0)
    assert shelf.asked == ["fava-1"]
    for other in ("nodered-1", "nodered-2", "oscar-1")[:KEPT]:
        replays.replay(row(other))
    replays.replay(row("fava-1"))
    assert shelf.asked.count("fava-1") == 2


def test_what_cannot_be_played_says_why() -> None:
    with pytest.raises(SourceError, match="no recording"):
        Replays(Shelf(recording=False).find).replay(row("fava-1"))
    with pytest.raises(SourceError, match="there is no chunk 99"):
        Replays(Shelf().find).chunk(row("fava-1"), 99)


def test_one_picture_of_a_chunk_is_there_alone() -> None:
    replays = Replays(Shelf().find)
    chunk = replays.replay(row("fava-1")).chunks[1]
    [alone] = replays.chunk(row("fava-1"), 1, at_ms=chunk.start_ms + 450)
    assert instants(alone) == [chunk.start_ms + 400]
    assert len(records(alone)) < sum(len(records(scene)) for scene in replays.chunk(row("fava-1"), 1))
    for outside, stands in ((0, chunk.start_ms), (10**9, chunk.end_ms)):
        [alone] = replays.chunk(row("fava-1"), 1, at_ms=outside)
        assert instants(alone) == [stands]


def test_who_asks_at_once_waits_for_the_one_who_opens() -> None:
    shelf = Shelf()
    replays = Replays(shelf.find)
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(replays.replay, [row("oscar-1")] * 4))
    assert shelf.asked == ["oscar-1"]
    assert all(one is found[0] for one in found)
