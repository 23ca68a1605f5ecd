"""The JSON form of what was looked at: the clip of a finding, and how the looking went."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from onlooker.sinks.json.span import Ms, SpanShape

Blob = Annotated[str, Meta(description="Key of the bytes in the folder of blobs: the hash of their content.")]
File = Annotated[str, Meta(description="Where the bytes lie beside the report, relative to it; empty when they were not written there.")]


class FrameShape(Struct, frozen=True, kw_only=True):
    """One frame of a clip as a picture, JPEG. `shot` counts the stretches of one window that were played in one go; `note` says what is wrong
    with the picture."""

    at_ms: Ms
    window: int
    shot: int
    blob: Blob
    file: File
    note: str


class VideoShape(Struct, frozen=True, kw_only=True):
    """Every frame in order, each shown for 1/fps of a second. `bytes` is its size; `width` and `height` are pixels."""

    blob: Blob
    file: File
    media_type: str
    bytes: int
    width: int
    height: int


class MomentShape(Struct, frozen=True, kw_only=True):
    """The span of the session for which a finding was looked at, and the instant that matters most in it."""

    finding_id: str
    start_ms: Ms
    end_ms: Ms
    at_ms: Ms


class UnderShape(Struct, frozen=True, kw_only=True):
    """What the browser found under a press: `hit` is the topmost element there, `label` the name of what was pressed. `covered`: something
    else lay on top; `unseen`: and could not be seen."""

    at_ms: Ms
    node_id: int
    label: str
    hit: str
    covered: bool
    unseen: bool
    disabled: bool
    off_screen: bool


class ClipShape(Struct, frozen=True, kw_only=True):
    """The video of one or more moments and its frames, one for each instant. `skipped` is session time left out between frames.
    `description` is what a model saw, by `described_by`, before it was told what is suspected."""

    id: str
    window: int
    start_ms: Ms
    end_ms: Ms
    fps: int
    frames: tuple[FrameShape, ...]
    video: VideoShape | None
    skipped: tuple[SpanShape, ...]
    moments: tuple[MomentShape, ...]
    under: tuple[UnderShape, ...]
    notes: tuple[str, ...]
    description: str
    described_by: str


class FailedClipShape(Struct, frozen=True, kw_only=True):
    """A clip that was planned and could not be rendered or looked at, and why."""

    window: int
    start_ms: Ms
    end_ms: Ms
    reason: str


class LookedShape(Struct, frozen=True, kw_only=True):
    """How the looking at the session went. `by` is the renderer, empty where there was none; `chosen` and `passed_over` are ids of findings
    that deserved a look: those that got a clip planned, and those that fell to a cap."""

    by: str = ""
    planned: int = 0
    rendered: int = 0
    failed: tuple[FailedClipShape, ...] = ()
    chosen: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
