"""How a finding's clip is shown: the video with its frames in a row, three stills, what lay under the presses, what was seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from onlooker.domain.clip import Clip
from onlooker.domain.evidence import Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.look_words import clip_words, obstacles
from onlooker.domain.timebase import clock
from onlooker.domain.words import one_line
from onlooker.sinks.html.shelf import Shelf
from onlooker.sinks.media import VIDEOS
from onlooker.sinks.stills import moment_of, stills

PRESS_SLACK_MS = 1_000
"""A press just outside a finding's span may be what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One frame in the row below the video. `x` and `width` in percent; `at` is the finding's moment, `shown` by the verdict, `cut` where
    session time was left out before it."""

    number: int
    x: float
    width: float
    clock: str
    at: bool
    shown: bool
    cut: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`address` empty: not kept."""

    when: str
    number: int
    clock: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFrame:
    """A frame that a verdict names."""

    number: int
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookView:
    """`video` is its address: `data:`, a file beside the page, or empty when it is not kept; `same` the anchor of an earlier clip of this page
    that shows the same video, so that its bytes stand in the page once. `start` is where the moment is, in seconds of the video."""

    clip: Clip
    anchor: str
    told: str
    video: str
    same: str
    file: str
    start: str
    ticks: tuple[Tick, ...]
    pictures: tuple[Picture, ...]
    under: tuple[str, ...]

    @property
    def poster(self) -> str:
        """The frame that the finding shows in; empty where it is not kept."""
        return next((picture.address for picture in self.pictures if picture.when == "at"), "")

    @property
    def outside(self) -> bool:
        return bool(self.video) and not self.video.startswith("data:")


def look_view(finding: Finding, clip: Clip, shelf: Shelf, anchor: str, shown_before: dict[str, str]) -> LookView:
    """`shown_before` has the anchor of each video that stands in the page already, and gets this one's."""
    moment = moment_of(clip, finding)
    pictures = stills(clip, finding)
    at = next((still.number for still in pictures if still.when == "at"), 0)
    playable = bool(clip.video) and clip.media_type in VIDEOS
    address = shelf.address(clip.video) if playable else ""
    same = shown_before.get(clip.video, "") if address.startswith("data:") else ""
    if address and not same:
        shown_before[clip.video] = anchor
    return LookView(
        clip=clip,
        anchor=anchor,
        told=clip_words(clip),
        video=address,
        same=same,
        file=shelf.files.get(clip.video, "") if playable else "",
        start=_seconds(at, clip.plan.fps),
        ticks=_ticks(clip, at, named_frames(finding.evidence.verdict, clip)),
        pictures=tuple(
            Picture(when=still.when, number=still.number, clock=clock(still.frame.at_ms), address=shelf.address(still.frame.blob))
            for still in pictures
        ),
        under=obstacles(
            under
            for under in clip.under
            if min(moment.start_ms, finding.start_ms) - PRESS_SLACK_MS <= under.at_ms <= max(moment.end_ms, finding.end_ms) + PRESS_SLACK_MS
        ),
    )


def named_frames(verdict: Verdict | None, clip: Clip) -> tuple[NamedFrame, ...]:
    """The frames that the verdict says show it, each once."""
    times = clip.time_map
    numbers = sorted({times.frame_at(at_ms) for at_ms in verdict.frames}) if verdict is not None and clip.frames else []
    return tuple(NamedFrame(number=number, clock=clock(clip.frames[number].at_ms)) for number in numbers if number < len(clip.frames))


def _ticks(clip: Clip, at: int, shown: Collection[NamedFrame]) -> tuple[Tick, ...]:
    width = 100 / max(1, len(clip.frames))
    named = {frame.number for frame in shown}
    ticks = []
    for number, frame in enumerate(clip.frames):
        before = clip.frames[number - 1].at_ms if number else frame.at_ms
        ticks.append(
            Tick(
                number=number,
                x=round(number * width, 3),
                width=round(width, 3),
                clock=clock(frame.at_ms),
                at=number == at,
                shown=number in named,
                cut=any(before <= span.start_ms < frame.at_ms for span in clip.plan.skipped),
                note=one_line(frame.note, 80),
            )
        )
    return tuple(ticks)


def _seconds(frame: int, fps: int) -> str:
    """The middle of the frame, so that no rounding shows its neighbour."""
    return f"{(frame + 0.5) / fps:.3f}"
