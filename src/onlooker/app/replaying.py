"""A recording for a player: cut into short chunks, each a scene that begins with the page as it then stood, so that any moment is a chunk away
and a browser never holds more than a few of them."""

from __future__ import annotations

import base64
import threading
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from onlooker import clip, config, pipeline
from onlooker.app.kept import kept_raw
from onlooker.app.replay_cut import Weights, cut
from onlooker.app.wiring import kept_blobs
from onlooker.domain.catalogued import SessionRow
from onlooker.domain.clip import EPOCH_MS, ClipPlan, Cue, FailedClip, Scene, Shot
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.timebase import Span, clock
from onlooker.domain.timeline import Timeline
from onlooker.errors import DecodeError, RenderError, SourceError
from onlooker.merge import align, weave
from onlooker.ports import RawSession

STEP_MS = 200
"""Session time from one picture of a player to the next: what people tell from motion at the speeds they watch at."""
MOST_STEPS = 60_000
"""Of one session; a longer one is played in larger steps."""
KEPT = 3
"""Recordings that stay open: the one looked at and its neighbours."""

Find = Callable[[SessionRow], RawSession]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayChunk:
    """`start_ms` to `end_ms` are its first and last picture. `heavy`: one picture of it alone is there much sooner than all of it."""

    number: int
    window: int
    start_ms: int
    end_ms: int
    heavy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The whole of a recording as a player goes through it. `skipped` are stretches in which nothing can be seen to happen."""

    started_at: int
    duration_ms: int
    windows: int
    step_ms: int
    chunks: tuple[ReplayChunk, ...] = ()
    skipped: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """`lock`: contents are decoded by one thread at a time."""

    timeline: Timeline
    replay: Replay
    shots: tuple[Shot, ...]
    onward: clip.Onward
    lock: threading.Lock


class Replays:
    """Safe to use from several threads. `find` gives a session's raw bytes, its parts opened when they are read."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._open: OrderedDict[tuple[str, ...], _Opened] = OrderedDict()
        self._opening: dict[tuple[str, ...], threading.Lock] = {}
        self._lock = threading.Lock()

    def replay(self, row: SessionRow) -> Replay:
        """Raises SourceError when there is no page to show."""
        return self._opened(row).replay

    def timeline(self, row: SessionRow) -> Timeline:
        """Woven without looks at the screen. Raises SourceError as `replay` does."""
        return self._opened(row).timeline

    def chunk(self, row: SessionRow, number: int, *, at_ms: int | None = None) -> list[dict[str, object]]:
        """The scenes of one chunk, or of its one picture at `at_ms`, as plain values; the records are gzip in base64, for a page that has no other
        way to take bytes. Raises SourceError for a number that is not there, RenderError when it cannot be shown."""
        opened = self._opened(row)
        if not 0 <= number < len(opened.shots):
            raise SourceError(f"there is no chunk {number}; this recording has {len(opened.shots)}")
        shot = opened.shots[number]
        if at_ms is not None:
            shot = replace(shot, instants=(shot.instants[max(0, bisect_right(shot.instants, at_ms) - 1)],))
        plan = ClipPlan(session_id=opened.timeline.session_id, shots=(shot,), skipped=opened.replay.skipped)
        with opened.lock:
            made = opened.onward.script(plan)
        if isinstance(made, FailedClip):
            raise RenderError(made.reason)
        return [_told(scene) for scene in made.scenes]

    def _opened(self, row: SessionRow) -> _Opened:
        """A page asks for several things of it at once: the first opens it, the others wait."""
        key = tuple(part.blob for part in row.parts)
        with self._lock:
            opening = self._opening.setdefault(key, threading.Lock())
        with opening:
            with self._lock:
                if key in self._open:
                    self._open.move_to_end(key)
                    return self._open[key]
            try:
                opened = _open(self._find(row))
                with self._lock:
                    self._open[key] = opened
                    while len(self._open) > KEPT:
                        self._open.popitem(last=False)
                return opened
            finally:
                with self._lock:
                    self._opening.pop(key, None)


def open_replays(settings: config.Settings | None = None) -> Replays:
    """Of what the settings' store keeps, by default those of the environment."""
    blobs = kept_blobs(settings or config.load())
    return Replays(lambda row: kept_raw(row, blobs))


def _open(raw: RawSession) -> _Opened:
    """The timeline is woven without looking at the screen: which window the user is in and what moves are told by the records alone."""
    try:
        recording, events, _ = pipeline.open_recording(raw)
    except DecodeError as error:
        raise SourceError(str(error)) from None
    if recording is None or not recording.snapshots:
        raise SourceError("this session has events but no recording: there is no page to show")
    timeline = weave(recording, events, ScreenTrack(), align(recording, events), session_id=recording.session_id or raw.name)
    step_ms = max(STEP_MS, timeline.duration_ms // MOST_STEPS)
    plan = clip.whole(
        timeline.session_id,
        timeline,
        seen_from=clip.seen_from(recording, started_at=timeline.started_at),
        step_ms=step_ms,
        cut_idle=True,
    )
    if plan is None:
        raise SourceError("the recording has no full snapshot: there is no page to show")
    weights = Weights(recording, timeline.started_at)
    shots = tuple(cut(plan.shots, weights))
    replay = Replay(
        started_at=timeline.started_at,
        duration_ms=timeline.duration_ms,
        windows=len(recording.windows),
        step_ms=step_ms,
        chunks=tuple(
            ReplayChunk(number=number, window=shot.window, start_ms=shot.instants[0], end_ms=shot.instants[-1], heavy=weights.heavy(shot))
            for number, shot in enumerate(shots)
        ),
        skipped=plan.skipped,
    )
    onward = clip.Onward(recording, timeline, started_at=timeline.started_at)
    return _Opened(timeline=timeline, replay=replay, shots=shots, onward=onward, lock=threading.Lock())


def _told(scene: Scene) -> dict[str, object]:
    return {
        "window": scene.window,
        "epoch": EPOCH_MS,
        "width": scene.width,
        "height": scene.height,
        "cues": [_cue(cue) for cue in scene.cues],
        "records": base64.b64encode(zlib.compress(scene.events, 1, 31)).decode(),
    }


def _cue(cue: Cue) -> Mapping[str, object]:
    return {
        "at_ms": cue.at_ms,
        "clock": clock(cue.at_ms),
        "url": cue.url[:300],
        "skipped": f"▸▸ {clock(cue.skipped_ms)} without activity left out" if cue.skipped_ms else "",
        "presses": [{"at_ms": press.at_ms, "x": press.x, "y": press.y, "node_id": press.node_id} for press in cue.presses],
    }
