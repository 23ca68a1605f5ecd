"""One shot while the pass over its window goes by: it becomes a scene, or several where one would be too large to hand over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onlooker.clip.markup import has_page
from onlooker.clip.rebuilt import Rebuilt
from onlooker.clip.reel import NEEDED, Reel
from onlooker.clip.snapshot import full, snapshot_of, viewport
from onlooker.domain.clip import Cue, Scene
from onlooker.domain.snapshot import Change, SnapshotData, SnapshotType

SCENE_BYTES = 16_000_000
"""A longer scene is cut in two at its next frame: a browser takes a second to read so much."""
MOST_BYTES = 64_000_000
"""Of a scene that one frame needs."""
LATE_MS = 600
"""Recorders save up places of the pointer for half a second: a batch that comes so long after an instant may tell where it was before."""
BEFORE_MS = 10_000
"""How long before the first frame the page is said to have come to stand as it does: as far as anybody can tell, what moves on it has moved for
a while."""


class Take:
    """`cues` and `looks` are rising, and there is a cue. `late` are the pointer's batches of the `LATE_MS` after the last one, each with the ms at
    which it came: the page goes on to its last instant and no further. `reach` an instant before the first record later than it is applied."""

    def __init__(self, window: int, cues: Sequence[Cue], looks: Sequence[int], late: Sequence[tuple[int, Change, SnapshotData]] = ()) -> None:
        self.scenes: list[Scene] = []
        self.begins_ms = cues[0].at_ms
        self.seen = False
        """There was a page to see in one frame at least."""
        self.reason = ""
        """Why nothing can come of it."""
        self._window = window
        self._cues = cues
        self._looks = looks
        self._late = late
        between = {*looks, *(press.at_ms - 1 for cue in cues for press in cue.presses)}
        self._stops = sorted({cue.at_ms for cue in cues} | {at_ms for at_ms in between if self.begins_ms < at_ms < cues[-1].at_ms})
        self._stopped = 0
        self._told = 0
        """Cues in scenes that are done."""
        self._reel: Reel | None = None
        self._size = (0, 0)

    @property
    def done(self) -> bool:
        return self._stopped == len(self._stops) or bool(self.reason)

    def reach(self, at_ms: int, rebuilt: Rebuilt) -> None:
        """Every stop before `at_ms` is behind."""
        while not self.done and self._stops[self._stopped] < at_ms:
            self._stop(rebuilt)

    def add(self, kind: SnapshotType, change: Change | None, data: SnapshotData, at_ms: int, rebuilt: Rebuilt) -> None:
        """A record that `rebuilt` has passed by."""
        if self._reel is None:
            return
        if kind is SnapshotType.FULL:
            self._reel.turn(full(rebuilt, at_ms), at_ms)
            self.seen = self.seen or has_page(rebuilt.document.root)
        elif kind is SnapshotType.META:
            self._reel.resize(data, at_ms)
        elif change in NEEDED:
            self._reel.take(change, data, at_ms)

    def _stop(self, rebuilt: Rebuilt) -> None:
        at_ms = self._stops[self._stopped]
        if self._reel is None:
            self._begin(rebuilt, at_ms)
        else:
            self._reel.stop()
        assert self._reel is not None
        self._stopped += 1
        if self._reel.size > MOST_BYTES:
            self.reason = f"the page is too large to be shown: {self._reel.size // 1_000_000} MB for one frame"
        elif self.done:
            for came_ms, change, data in self._late:
                self._reel.take(change, data, came_ms)
            self._cut(at_ms)
        elif self._reel.size > SCENE_BYTES and any(cue.at_ms == at_ms for cue in self._cues):
            self._cut(at_ms)
            self._begin(rebuilt, at_ms)

    def _begin(self, rebuilt: Rebuilt, at_ms: int) -> None:
        self._size = viewport(rebuilt)
        self._reel = Reel(snapshot_of(rebuilt, at_ms - BEFORE_MS), self._stops[self._stopped :])
        self.seen = self.seen or has_page(rebuilt.document.root)

    def _cut(self, at_ms: int) -> None:
        """All up to here is one scene."""
        assert self._reel is not None
        upto = bisect_right(self._cues, at_ms, key=lambda cue: cue.at_ms)
        since = self._cues[self._told - 1].at_ms if self._told else -1
        width, height = self._size
        self.scenes.append(
            Scene(
                window=self._window,
                events=self._reel.events(),
                cues=tuple(self._cues[self._told : upto]),
                looks=tuple(look for look in self._looks if since < look <= at_ms),
                width=width,
                height=height,
            )
        )
        self._told = upto
