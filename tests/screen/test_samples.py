"""The shipped recordings, watched whole: what people saw in them is in the track."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from onlooker import decode
from onlooker.domain.screen import Role, ScreenTrack
from onlooker.domain.snapshot import Recording
from onlooker.screen import look, watch

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(place.name for place in SAMPLES.iterdir() if (place / "snapshots.jsonl.gz").exists())


@cache
def recording_of(name: str) -> Recording:
    return decode.recording([(name, (SAMPLES / name / "snapshots.jsonl.gz").read_bytes())])


@cache
def track_of(name: str) -> ScreenTrack:
    recording = recording_of(name)
    return watch(recording, started_at=recording.snapshots[0].at, session_end=recording.snapshots[-1].at)


@pytest.mark.parametrize("name", NAMES)
def test_every_click_is_resolved_and_the_end_agrees_with_a_look(name: str) -> None:
    recording, track = recording_of(name), track_of(name)
    assert track.elements
    assert not track.coarse
    last = track.screens[-1]
    found = look(recording, at_ms=recording.snapshots[-1].at - recording.snapshots[0].at, window=last.window, started_at=recording.snapshots[0].at)
    assert found is not None
    assert found.lines == last.lines
    assert found.fields == last.fields


@pytest.mark.parametrize("name", NAMES)
def test_changes_add_up_to_the_screen(name: str) -> None:
    """Starting from nothing, what appeared less what went is what stands at the end of each window."""
    track = track_of(name)
    for window in {change.window for change in track.changes}:
        standing: dict[tuple[str, Role], int] = {}
        for change in track.changes:
            if change.window != window:
                continue
            for line in change.appeared:
                standing[line.text, line.role] = standing.get((line.text, line.role), 0) + 1
            for line in change.gone:
                standing[line.text, line.role] = standing.get((line.text, line.role), 0) - 1
        end = [screen for screen in track.screens if screen.window == window][-1]
        left = {key: count for key, count in standing.items() if count}
        for line in end.lines:
            left[line.text, line.role] = left.get((line.text, line.role), 0) - 1
        assert not {key: count for key, count in left.items() if count}


def test_errors_people_saw_are_alerts() -> None:
    seen = {line.text for name in NAMES for change in track_of(name).changes for line in change.appeared if line.role in {Role.ALERT, Role.INVALID}}
    assert any("failed" in text.lower() for text in seen)
    assert any("has been added" in text for text in seen)
