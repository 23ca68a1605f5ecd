"""What is filmed shot by shot, in whatever order, is what one pass over all shots makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from onlooker import clip, decode
from onlooker.domain.clip import ClipPlan, ClipScript, Scene
from onlooker.domain.event import EventLog
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.snapshot import Recording
from onlooker.domain.timeline import Timeline
from onlooker.merge import align, weave

SAMPLES = Path(__file__).parents[2] / "samples"


def opened(name: str) -> tuple[Recording, Timeline]:
    recording = decode.recording([("snapshots", (SAMPLES / name / "snapshots.jsonl.gz").read_bytes())])
    return recording, weave(recording, EventLog(), ScreenTrack(), align(recording, EventLog()), session_id=name)


def plans(recording: Recording, timeline: Timeline) -> list[ClipPlan]:
    """Of a few frames each, one after the other, as a player asks for them."""
    seen_from = clip.seen_from(recording, started_at=timeline.started_at)
    whole = clip.whole("s", timeline, seen_from=seen_from, step_ms=200, cut_idle=True)
    assert whole is not None
    few = [(shot, shot.instants[at : at + 25]) for shot in whole.shots for at in range(0, len(shot.instants), 25)]
    return [ClipPlan(session_id="s", shots=(replace(shot, instants=instants),)) for shot, instants in few]


def scenes(made: object) -> tuple[Scene, ...]:
    assert isinstance(made, ClipScript)
    return made.scenes


@pytest.mark.parametrize("name", ["fava-1", "nodered-2", "oscar-3"])
def test_it_comes_to_the_same_in_every_order(name: str) -> None:
    recording, timeline = opened(name)
    wanted = plans(recording, timeline)
    expected = [scenes(one) for one in clip.scripts(recording, wanted, timeline, started_at=timeline.started_at)]
    places = list(range(len(wanted)))
    for order in (places, places[::-1], [*places[::3], *places[1::2], *places[::2]]):
        onward = clip.Onward(recording, timeline, started_at=timeline.started_at)
        for place in order:
            assert scenes(onward.script(wanted[place])) == expected[place], place
