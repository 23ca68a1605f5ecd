"""What a renderer plays: each shot of a plan as scenes of rrweb records, in one pass over a window for all clips of a session."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

from onlooker.clip.cues import cues, looks
from onlooker.clip.presses import presses
from onlooker.clip.rebuilt import MOVES, Rebuilt
from onlooker.clip.reel import NEEDED
from onlooker.clip.take import LATE_MS, Take
from onlooker.domain.clip import STEP_MS, ClipPlan, ClipScript, FailedClip, Shot
from onlooker.domain.snapshot import Change, Recording, Snapshot, SnapshotType
from onlooker.domain.timeline import Timeline
from onlooker.errors import RenderError

_PAGES = frozenset({SnapshotType.FULL, SnapshotType.META})
_OUTLIVING = frozenset({Change.FONT, Change.VIEWPORT_RESIZE})


def script(recording: Recording, plan: ClipPlan, timeline: Timeline, *, started_at: int) -> ClipScript:
    """`started_at` is epoch ms. Raises RenderError when there is nothing to show, or too much."""
    [made] = scripts(recording, [plan], timeline, started_at=started_at)
    if isinstance(made, FailedClip):
        raise RenderError(made.reason)
    return made


def scripts(recording: Recording, plans: Sequence[ClipPlan], timeline: Timeline, *, started_at: int) -> tuple[ClipScript | FailedClip, ...]:
    """One for each plan, in their order."""
    collecting = gc.isenabled()
    gc.disable()  # what the pass builds frees itself
    try:
        return _scripts(recording, plans, timeline, started_at)
    finally:
        if collecting:
            gc.enable()


def _scripts(recording: Recording, plans: Sequence[ClipPlan], timeline: Timeline, started_at: int) -> tuple[ClipScript | FailedClip, ...]:
    windows: dict[int, list[Snapshot]] = {shot.window: [] for plan in plans for shot in plan.shots}
    for snapshot in recording.snapshots:
        if snapshot.window in windows:
            windows[snapshot.window].append(snapshot)
    taken = [[take_of(plan, shot, timeline, recording, windows[shot.window], started_at=started_at) for shot in plan.shots] for plan in plans]
    for window, snapshots in windows.items():
        takes = [take for row, plan in zip(taken, plans, strict=True) for take, shot in zip(row, plan.shots, strict=True) if shot.window == window]
        Filming(recording, snapshots, started_at).film(takes)
    return tuple(made(plan, row) for plan, row in zip(plans, taken, strict=True))


def take_of(plan: ClipPlan, shot: Shot, timeline: Timeline, recording: Recording, snapshots: Sequence[Snapshot], *, started_at: int) -> Take:
    """`snapshots` are those of the shot's window."""
    pressed = presses(recording, _around(shot, snapshots, started_at), started_at)
    last = started_at + shot.instants[-1]
    late = [(one.at - started_at, one.change, recording.data(one)) for one in snapshots if last < one.at <= last + LATE_MS and one.change in MOVES]
    return Take(shot.window, cues(plan, shot, timeline, pressed), looks(shot, timeline, pressed), late)


def _around(shot: Shot, snapshots: Sequence[Snapshot], started_at: int) -> Iterator[Snapshot]:
    """Those of the shot and of the step before it, in which its first frame's presses began."""
    first, last = started_at + shot.instants[0] - 2 * STEP_MS, started_at + shot.instants[-1]
    return (one for one in snapshots if first <= one.at <= last)


def made(plan: ClipPlan, takes: Sequence[Take]) -> ClipScript | FailedClip:
    reason = next((take.reason for take in takes if take.reason), "")
    if not reason and not any(take.seen for take in takes):
        reason = "the recording holds no page for these instants"
    if reason:
        return FailedClip(plan=plan, reason=reason)
    return ClipScript(plan=plan, scenes=tuple(scene for take in takes for scene in take.scenes))


class Filming:
    """Over one window. What no take needs is not even decoded. Takes that begin no sooner than `reached_ms` may be filmed after others."""

    def __init__(self, recording: Recording, snapshots: Sequence[Snapshot], started_at: int) -> None:
        self._recording = recording
        self._snapshots = snapshots
        self._started_at = started_at
        self._rebuilt = Rebuilt()
        self._at = 0
        self._measure()

    @property
    def reached_ms(self) -> int:
        """Session ms of the last record that is behind."""
        return self._snapshots[self._at - 1].at - self._started_at if self._at else -(1 << 62)

    def film(self, takes: Sequence[Take]) -> None:
        waiting = sorted(takes, key=lambda take: take.begins_ms)
        rolling: list[Take] = []
        skipped_to: Take | None = None
        while waiting or rolling:
            if not rolling and waiting[0] is not skipped_to:
                skipped_to = waiting[0]
                self._skip_to(skipped_to.begins_ms)
            snapshot = self._snapshots[self._at] if self._at < len(self._snapshots) else None
            at_ms = (1 << 62) if snapshot is None else snapshot.at - self._started_at
            while waiting and waiting[0].begins_ms < at_ms:
                rolling.append(waiting.pop(0))
            for take in rolling:
                take.reach(at_ms, self._rebuilt)
            rolling = [take for take in rolling if not take.done]
            if snapshot is not None and (waiting or rolling):
                self._pass_by(snapshot, at_ms, rolling)

    def _pass_by(self, snapshot: Snapshot, at_ms: int, rolling: Sequence[Take]) -> None:
        self._at += 1
        if snapshot.type not in _PAGES and snapshot.change not in NEEDED:
            return
        data = self._recording.data(snapshot)
        self._rebuilt.pass_by(snapshot.type, snapshot.change, data, at_ms)
        for take in rolling:
            take.add(snapshot.type, snapshot.change, data, at_ms, self._rebuilt)

    def _measure(self) -> None:
        """A page that is not there yet has the size of the first one that comes."""
        first = next((one for one in self._snapshots if one.type is SnapshotType.META), None)
        if first is not None:
            self._rebuilt.document.resize(self._recording.data(first))

    def _skip_to(self, at_ms: int) -> None:
        """On to the last full snapshot by then, with what outlives a page on the way: size, fonts, and where the pointer is."""
        fulls = [
            place
            for place in range(self._at, len(self._snapshots))
            if self._snapshots[place].type is SnapshotType.FULL and self._snapshots[place].at - self._started_at <= at_ms
        ]
        if not fulls:
            return
        skipped = self._snapshots[self._at : fulls[-1]]
        pointed = next((one for one in reversed(skipped) if one.change in MOVES), None)
        for snapshot in skipped:
            if snapshot.type is SnapshotType.META or snapshot.change in _OUTLIVING or snapshot is pointed:
                self._rebuilt.pass_by(snapshot.type, snapshot.change, self._recording.data(snapshot), snapshot.at - self._started_at)
        self._at = fulls[-1]
