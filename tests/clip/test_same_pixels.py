"""A scene shows what a plain replay shows: all records since the real full snapshot against the synthetic one, in a browser.

The tolerance is `FAR` and `MOST`: at most that share of the red, green and blue values may differ by more than so much. Nearly all pictures are the
same byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from onlooker import decode
from onlooker.clip.script import script
from onlooker.clip.take import BEFORE_MS
from onlooker.domain.clip import EPOCH_MS, ClipPlan, ClipScript, Cue, Scene, Shot
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotType
from onlooker.domain.timeline import Timeline
from onlooker.domain.untrusted import number_of
from onlooker.renderers import find_browser
from onlooker.renderers.browser import Browser
from onlooker.renderers.size import fitting
from onlooker.renderers.stage import Stage
from tests.renderers.pixels import jpeg

FAR = 8
"""Of 255."""
MOST = 0.0002
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    browser = Browser(program)
    yield Stage(browser, frame_control=True)
    browser.close()


def shown(stage: Stage, script: ClipScript, *, focus: bool = False) -> bytes:
    stage.load(script.scenes[0], fitting(script.scenes))
    return frame(stage, 0, focus=focus)


def frame(stage: Stage, number: int, *, focus: bool = False) -> bytes:
    """Without its pointer, once all that is drawn in promises is drawn. Without `focus` nothing has it: a plain replay opens a dialog before there
    is anything in it, and once one that shut off the page is closed, the page stays shut off."""
    stage.show(number)
    stage.evaluate("new Promise((done) => setTimeout(done, 40))")
    stage.show(number)
    stage.evaluate("document.getElementById('marks').replaceChildren()")
    if not focus:
        stage.evaluate("onlooker.player.iframe.contentDocument.activeElement.blur()")
    return stage.picture()


def plain(recording: Recording, at_ms: int) -> ClipScript:
    """All that was recorded of the page that is shown at the instant, up to it."""
    started_at = recording.snapshots[0].at
    passed = [one for one in recording.snapshots if one.window == 0 and one.at - started_at <= at_ms]
    full = max(place for place, one in enumerate(passed) if one.type is SnapshotType.FULL)
    meta = max(place for place, one in enumerate(passed[:full]) if one.type is SnapshotType.META)
    told = [passed[meta], *passed[full:]]
    events = [
        {"type": one.type, "timestamp": one.at - started_at + EPOCH_MS - (BEFORE_MS if place < 2 else 0), "data": recording.data(one)}
        for place, one in enumerate(told)
    ]
    # What a frame is to load comes late, over what the recorder saw in it.
    unloaded = orjson.dumps(events).replace(b'"srcdoc":', b'"data-srcdoc":')
    width, height = (number_of(recording.data(passed[meta]).get(side)) for side in ("width", "height"))
    scene = Scene(window=0, events=unloaded, cues=(Cue(at_ms=at_ms),), width=width, height=height)
    return ClipScript(plan=planned(at_ms), scenes=(scene,))


def planned(*at_ms: int) -> ClipPlan:
    return ClipPlan(session_id="made", shots=(Shot(window=0, instants=at_ms),))


def synthetic(recording: Recording, *at_ms: int) -> ClipScript:
    first, last = recording.snapshots[0].at, recording.snapshots[-1].at
    timeline = Timeline(session_id="made", started_at=first, duration_ms=last - first, windows=recording.windows, entries=())
    made = script(recording, planned(*at_ms), timeline, started_at=first)
    cues = tuple(Cue(at_ms=instant) for instant in at_ms)
    return replace(made, scenes=tuple(replace(scene, cues=cues, looks=()) for scene in made.scenes))


def assert_same(one: bytes, other: bytes) -> None:
    if one == other:
        return
    left, right = jpeg(one), jpeg(other)
    assert (left.width, left.height) == (right.width, right.height)
    far = sum(abs(a - b) > FAR for a, b in zip(left.rows, right.rows, strict=True))
    assert far <= MOST * len(left.rows)


def opened(path: Path) -> Recording:
    return decode.recording([(path.name, path.read_bytes())])


def told_well(recording: Recording) -> Recording:
    """Without the clicks that a key or a script made: a plain replay puts the pointer into the corner."""

    def placed(one: Snapshot) -> bool:
        data = recording.data(one)
        return one.change is not Change.MOUSE_INTERACTION or data.get("type") != MouseAct.CLICK or bool(data.get("x") or data.get("y"))

    return replace(recording, snapshots=[one for one in recording.snapshots if placed(one)])


EVERYTHING = opened(HERE / "recordings" / "everything.json.gz")
SAMPLES = sorted((HERE.parent.parent / "samples").glob("*/snapshots.jsonl.gz"))


@pytest.mark.parametrize("at_ms", range(1_000, 8_001, 500))
def test_a_page_of_everything(stage: Stage, at_ms: int) -> None:
    recording = told_well(EVERYTHING)
    assert_same(shown(stage, plain(recording, at_ms)), shown(stage, synthetic(recording, at_ms)))


@pytest.mark.parametrize("at_ms", [1_500, 3_500])
def test_what_has_the_focus(stage: Stage, at_ms: int) -> None:
    recording = told_well(EVERYTHING)
    assert_same(shown(stage, plain(recording, at_ms), focus=True), shown(stage, synthetic(recording, at_ms), focus=True))


def test_every_frame_of_a_scene(stage: Stage) -> None:
    """What happens between frames is thinned out, and each shows what a plain replay up to it shows. None of them is taken while the page is
    scrolled: a browser moves what it has drawn, and soft edges stay as they were."""
    recording = told_well(EVERYTHING)
    instants = (*range(1_100, 5_600, 690), 7_310)
    made = synthetic(recording, *instants)
    frames = []
    stage.load(made.scenes[0], fitting(made.scenes))
    for number in range(len(instants)):
        frames.append(frame(stage, number))
    for at_ms, picture in zip(instants, frames, strict=True):
        assert_same(shown(stage, plain(recording, at_ms)), picture)


@pytest.mark.parametrize("share", [0.25, 0.75])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_the_samples(stage: Stage, sample: Path, share: float) -> None:
    recording = told_well(opened(sample))
    at_ms = int(share * (recording.snapshots[-1].at - recording.snapshots[0].at))
    assert_same(shown(stage, plain(recording, at_ms)), shown(stage, synthetic(recording, at_ms)))
