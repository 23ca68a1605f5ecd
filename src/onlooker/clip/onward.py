"""Shots of one recording as they are asked for, one at a time: one that follows the last goes on from where that one stood, instead of rebuilding
the page from its last full snapshot."""

from __future__ import annotations

import gc

from onlooker.clip.script import Filming, made, take_of
from onlooker.domain.clip import ClipPlan, ClipScript, FailedClip
from onlooker.domain.snapshot import Recording, Snapshot
from onlooker.domain.timeline import Timeline


class Onward:
    """For one thread at a time. Keeps one rebuilt page for each window."""

    def __init__(self, recording: Recording, timeline: Timeline, *, started_at: int) -> None:
        self._recording = recording
        self._timeline = timeline
        self._started_at = started_at
        self._windows: dict[int, list[Snapshot]] = {}
        for snapshot in recording.snapshots:
            self._windows.setdefault(snapshot.window, []).append(snapshot)
        self._standing: dict[int, Filming] = {}

    def script(self, plan: ClipPlan) -> ClipScript | FailedClip:
        """The same as `scripts` makes of it. The plan has one shot."""
        [shot] = plan.shots
        snapshots = self._windows.get(shot.window, [])
        take = take_of(plan, shot, self._timeline, self._recording, snapshots, started_at=self._started_at)
        standing = self._standing.pop(shot.window, None)  # one that fails half-way is not gone on from
        if standing is None or standing.reached_ms > take.begins_ms:
            standing = Filming(self._recording, snapshots, self._started_at)
        collecting = gc.isenabled()
        gc.disable()  # as in `scripts`
        try:
            standing.film([take])
        finally:
            if collecting:
                gc.enable()
        self._standing[shot.window] = standing
        return made(plan, [take])
