"""A plan filmed part by part, on several browsers at once, in memory that does not grow with its length.

A part is a shot of at most `PART` frames. It reaches back to the last frame of the part before, so that what moves on the page keeps moving and a
press is marked in one frame only, and a little ahead, for what recorders tell late; neither is pictured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from onlooker import clip
from onlooker.app.framing import Tell
from onlooker.app.in_order import in_order
from onlooker.domain.clip import ClipPlan, ClipScript, FailedClip, Rendered, Shot
from onlooker.domain.snapshot import Change, Recording, SnapshotType
from onlooker.domain.timeline import Timeline
from onlooker.domain.words import span_words
from onlooker.errors import RenderError

PART = 60
"""Loading a part costs about two frames; its pictures are 3 MB."""
BATCH = 4
"""Parts whose scripts are written in one pass over the recording. On a recording of 100 MB in six minutes they are 60 MB."""
LATE_MS = 600
"""Recorders save up places of the pointer for half a second."""
LARGEST = 16_384
"""CSS pixels of a viewport's side; what claims more is passed over."""


class Renders(Protocol):
    """What `Chromium` does here; `workers` at once."""

    workers: int

    def render(self, script: ClipScript, on_frame: Tell) -> Rendered: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Filming:
    recording: Recording
    timeline: Timeline
    plan: ClipPlan

    def film(self, browser: Renders, tell: Tell | None = None) -> Iterator[Rendered]:
        """The parts in order. Raises RenderError."""
        tally = _Tally(total=len(self.plan.instants), tell=tell)

        def render(numbered: tuple[int, ClipScript]) -> Rendered:
            part, script = numbered
            return browser.render(script, lambda done, _: tally.count(part, done))

        with closing(in_order(render, enumerate(self._scripts()), browser.workers, tally.stop)) as rendered:
            yield from rendered

    def _scripts(self) -> Iterator[ClipScript]:
        room = _room(self.recording, {shot.window for shot in self.plan.shots})
        parts = list(_parts(self.plan))
        for start in range(0, len(parts), BATCH):
            batch = parts[start : start + BATCH]
            plans = [part.reach for part in batch]
            made = clip.scripts(self.recording, plans, self.timeline, started_at=self.timeline.started_at)
            for part, script in zip(batch, made, strict=True):
                if isinstance(script, FailedClip):
                    raise RenderError(f"{span_words(part.plan.start_ms, part.plan.end_ms)} cannot be shown: {script.reason}")
                yield _ready(script, part, room)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """`plan` is what is pictured of `reach`."""

    plan: ClipPlan
    reach: ClipPlan


def _parts(plan: ClipPlan) -> Iterator[_Part]:
    for shot in plan.shots:
        for start in range(0, len(shot.instants), PART):
            own = shot.instants[start : start + PART]
            around = (*shot.instants[max(0, start - 1) : start], *own, own[-1] + LATE_MS)
            one, reach = (replace(plan, shots=(Shot(window=shot.window, instants=instants),)) for instants in (own, around))
            yield _Part(plan=one, reach=reach)


def _ready(script: ClipScript, part: _Part, room: tuple[int, int]) -> ClipScript:
    """Without what is not pictured, and without looks: nobody reads the screen here. Every scene gets the room of the largest viewport of the
    film, so that all parts come out in one size; the page takes its own size from the scene's first record."""
    width, height = room
    pictured = set(part.plan.instants)
    scenes = [replace(scene, cues=tuple(cue for cue in scene.cues if cue.at_ms in pictured), looks=()) for scene in script.scenes]
    return ClipScript(
        plan=part.plan,
        scenes=tuple(replace(scene, width=width or scene.width, height=height or scene.height) for scene in scenes if scene.cues),
    )


def _room(recording: Recording, windows: set[int]) -> tuple[int, int]:
    """Width and height of the largest viewport; 0 where none is told."""
    sizes = [
        (_side(data, "width"), _side(data, "height"))
        for snapshot in recording.snapshots
        if snapshot.window in windows and (snapshot.type is SnapshotType.META or snapshot.change is Change.VIEWPORT_RESIZE)
        for data in [recording.data(snapshot)]
    ]
    return max((width for width, _ in sizes), default=0), max((height for _, height in sizes), default=0)


def _side(data: Mapping[str, object], name: str) -> int:
    side = data.get(name)
    return int(side) if isinstance(side, int | float) and 0 < side <= LARGEST else 0


class _StoppedError(Exception):
    """Nobody wants the frames any more."""


class _Tally:
    """Frames done over all parts. A part that is tried anew counts from its start again."""

    def __init__(self, *, total: int, tell: Tell | None) -> None:
        self._stopped = False
        self._total = total
        self._tell = tell
        self._done: dict[int, int] = {}
        self._lock = Lock()

    def count(self, part: int, done: int) -> None:
        if self._stopped:
            raise _StoppedError
        with self._lock:
            self._done[part] = done
            if self._tell is not None:
                self._tell(sum(self._done.values()), self._total)

    def stop(self) -> None:
        """What is being rendered ends with its next frame."""
        self._stopped = True
