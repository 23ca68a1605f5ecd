"""What is rendered of a session, as plain values: the plan of a clip, the scenes a renderer plays, and the clip that comes back.

Three clocks meet here and nowhere else: session time (ms since the session's start), video time (ms since the clip's start), and frames,
counted from 0. A clip has one frame for each of its instants and shows every frame equally long, so `TimeMap` is exact both ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.ids import content_id
from onlooker.domain.screen import Screen
from onlooker.domain.timebase import Span

FPS = 8
"""Frames a second of video."""
STEP_MS = 1_000
"""Session time from one frame to the next; with 8 frames a second a clip runs at 8x."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMap:
    """Session time <-> video time. `instants` are the frames' session times, rising; frame n is on view from n/fps seconds of the video, told as
    the first whole ms in which it is. Between two frames both clocks run evenly; before the first and after the last they stand still.

    Both ways are exact: every frame's instant comes back, and of two clocks that run at different speeds every ms of the coarser one does."""

    instants: tuple[int, ...]
    fps: int = FPS

    @property
    def duration_ms(self) -> int:
        """Of the video."""
        return len(self.instants) * 1000 // self.fps

    def frame_at(self, session_ms: int) -> int:
        """The frame on view at that moment of the session: the last one whose instant is not later; 0 before the first."""
        return max(0, bisect_right(self.instants, session_ms) - 1)

    def to_video(self, session_ms: int) -> int:
        if not self.instants:
            return 0
        frame = self.frame_at(session_ms)
        start, end = self._begins(frame), self._begins(frame + 1)
        if frame + 1 >= len(self.instants) or session_ms <= self.instants[0]:
            return start
        here, following = self.instants[frame], self.instants[frame + 1]
        return start + (session_ms - here) * (end - start) // (following - here)

    def to_session(self, video_ms: int) -> int:
        if not self.instants:
            return 0
        frame = min(max(0, video_ms * self.fps // 1000), len(self.instants) - 1)
        here = self.instants[frame]
        if frame + 1 >= len(self.instants):
            return here
        start, end = self._begins(frame), self._begins(frame + 1)
        past = max(0, video_ms - start) * (self.instants[frame + 1] - here)
        return here - (-past // (end - start))  # rounded up, as `to_video` rounds down: else neither undoes the other

    def _begins(self, frame: int) -> int:
        return -(-frame * 1000 // self.fps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The span of the session for which a finding deserves a look, and the instant that matters most in it."""

    finding_id: str
    start_ms: int
    end_ms: int
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Consecutive frames of one window. `instants` are session ms, rising, at least one."""

    window: int
    instants: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPlan:
    """What to render. `moments` are those the clip is for, in time order; `skipped` is the idle time between its frames that was cut out.
    The same plan of the same recording gives the same frames."""

    session_id: str
    shots: tuple[Shot, ...]
    moments: tuple[Moment, ...] = ()
    skipped: tuple[Span, ...] = ()
    fps: int = FPS

    @property
    def id(self) -> str:
        told = "|".join(f"{shot.window}:{','.join(map(str, shot.instants))}" for shot in self.shots)
        return content_id(self.session_id, told, self.fps)

    @property
    def instants(self) -> tuple[int, ...]:
        return tuple(instant for shot in self.shots for instant in shot.instants)

    @property
    def start_ms(self) -> int:
        return self.shots[0].instants[0]

    @property
    def end_ms(self) -> int:
        return self.shots[-1].instants[-1]

    @property
    def time_map(self) -> TimeMap:
        return TimeMap(instants=self.instants, fps=self.fps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A click or tap, for its mark on the frame: `x`, `y` in CSS pixels of the document that holds node `node_id` (-1: unknown)."""

    at_ms: int
    x: int
    y: int
    node_id: int = -1
    touch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What one frame shows besides the page. `presses` came since the frame before (within one step); `skipped_ms` of idle time was cut out
    just before this frame; `url` is untrusted text."""

    at_ms: int
    url: str = ""
    presses: tuple[Press, ...] = ()
    skipped_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One shot, ready to be played. `events` is a JSON array of rrweb records: a meta, a full snapshot, and what followed up to the last cue;
    their `timestamp` is session ms + `EPOCH_MS` (rrweb takes 0 for no time). `looks` are the instants whose exact screen is wanted, rising.
    `width`, `height`: the viewport at the start, CSS pixels."""

    window: int
    events: bytes
    cues: tuple[Cue, ...]
    looks: tuple[int, ...] = ()
    width: int = 1280
    height: int = 720


EPOCH_MS = 1_000_000
"""Added to session time for the `timestamp` of a scene's records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipScript:
    """All a renderer needs for one clip."""

    plan: ClipPlan
    scenes: tuple[Scene, ...]

    @property
    def id(self) -> str:
        """Stands for everything that can change a pixel, and nothing else."""
        parts: list[str | int | bytes] = [self.plan.id]
        for scene in self.scenes:
            parts += [scene.window, scene.width, scene.height, scene.events, repr(scene.cues), repr(scene.looks)]
        return content_id(*parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What the browser found under a press's point just before it. `hit` tells the topmost element there (`div.overlay`), `label` the name of what
    was
    meant. `covered`: what took the press, as the recorder names it, means nothing by itself and lies over a control; `unseen`: it cannot be seen
    either (transparent, empty), so that what was meant is the control."""

    at_ms: int
    node_id: int
    label: str = ""
    hit: str = ""
    covered: bool = False
    unseen: bool = False
    disabled: bool = False
    off_screen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The page as a browser laid it out at an instant: a JSON object in the form of a full snapshot's data (`node`, with `width` and `height`
    beside it) that holds nothing but what could be seen. Untrusted."""

    at_ms: int
    window: int
    url: str
    page: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One still of a clip. `blob` is the key of its JPEG; `note` says what is wrong with it ("blank")."""

    at_ms: int
    window: int
    blob: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The video rendered for one or more moments, and the same frames as stills. `video` is a blob's key. `screens` and `under` are what the
    browser read of the page at the instants asked for. `description` is what a vision model saw before it was told what is suspected, by
    `described_by`."""

    id: str
    plan: ClipPlan
    frames: tuple[Frame, ...]
    video: str = ""
    media_type: str = "video/mp4"
    width: int = 0
    height: int = 0
    size: int = 0
    """Bytes of the video."""
    screens: tuple[Screen, ...] = ()
    under: tuple[Under, ...] = ()
    notes: tuple[str, ...] = ()
    """Placeholders drawn, frames that were blank, fallbacks: whatever a viewer should not take for a fault of the page."""
    description: str = ""
    described_by: str = ""

    @property
    def time_map(self) -> TimeMap:
        return self.plan.time_map


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a renderer gives back, bytes still in hand. `frames` are JPEGs, one for each instant of the plan, in order; `blank` holds the
    numbers of those with nothing on them."""

    frames: tuple[bytes, ...]
    video: bytes
    media_type: str = "video/mp4"
    width: int = 0
    height: int = 0
    laid: tuple[Laid, ...] = ()
    under: tuple[Under, ...] = ()
    blank: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedClip:
    """A clip that was planned and could not be rendered, or not be looked at."""

    plan: ClipPlan
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How the looking at one session went. `chosen` findings deserved a look and got one planned; `passed_over` did too and fell to a cap,
    told by finding id. `by` names the renderer, "" where there was none."""

    by: str = ""
    planned: int = 0
    rendered: int = 0
    failed: tuple[FailedClip, ...] = ()
    chosen: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def mostly_failed(self) -> bool:
        return len(self.failed) * 2 > self.planned


def frame_numbers(instants: Sequence[int], wanted: Sequence[int], fps: int = FPS) -> tuple[int, ...]:
    """The frames on view at the wanted session times, each once, rising."""
    time_map = TimeMap(instants=tuple(instants), fps=fps)
    return tuple(sorted({time_map.frame_at(at) for at in wanted}))
