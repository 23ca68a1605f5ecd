"""JSON form -> domain clip; the inverse of `clip_shaped`. A report may have been written by anybody, so what the clocks need is checked."""

from __future__ import annotations

from itertools import groupby, pairwise

from onlooker.domain.clip import Clip, ClipPlan, FailedClip, Frame, Looked, Moment, Shot, Under
from onlooker.domain.timebase import Span
from onlooker.sinks.json import clip_shape as shape
from onlooker.sinks.json.span import SpanShape

FASTEST = 1_000
"""Frames a second: with more, two would fall into one ms of the video."""


def restored_span(span: SpanShape) -> Span:
    return Span(start_ms=span.start_ms, end_ms=span.end_ms)


def restored_clip(clip: shape.ClipShape, session_id: str) -> Clip:
    """Raises ValueError where the frames cannot be a clip's."""
    if not clip.frames:
        raise ValueError("a clip without frames")
    if not 1 <= clip.fps <= FASTEST:
        raise ValueError("a clip that cannot be played")
    if any(later.at_ms < earlier.at_ms for earlier, later in pairwise(clip.frames)):
        raise ValueError("the frames of a clip go back in time")
    plan = ClipPlan(
        session_id=session_id,
        shots=tuple(
            Shot(window=window, instants=tuple(frame.at_ms for frame in shot))
            for (_, window), shot in groupby(clip.frames, key=lambda frame: (frame.shot, frame.window))
        ),
        moments=tuple(_moment(moment) for moment in clip.moments),
        skipped=tuple(restored_span(span) for span in clip.skipped),
        fps=clip.fps,
    )
    video = clip.video
    return Clip(
        id=clip.id,
        plan=plan,
        frames=tuple(Frame(at_ms=frame.at_ms, window=frame.window, blob=frame.blob, note=frame.note) for frame in clip.frames),
        video=video.blob if video is not None else "",
        media_type=video.media_type if video is not None else "video/mp4",
        width=video.width if video is not None else 0,
        height=video.height if video is not None else 0,
        size=video.bytes if video is not None else 0,
        under=tuple(_under(under) for under in clip.under),
        notes=clip.notes,
        description=clip.description,
        described_by=clip.described_by,
    )


def _moment(moment: shape.MomentShape) -> Moment:
    span = Span(start_ms=moment.start_ms, end_ms=moment.end_ms)
    return Moment(finding_id=moment.finding_id, start_ms=span.start_ms, end_ms=span.end_ms, at_ms=moment.at_ms)


def _under(under: shape.UnderShape) -> Under:
    return Under(
        at_ms=under.at_ms,
        node_id=under.node_id,
        label=under.label,
        hit=under.hit,
        covered=under.covered,
        unseen=under.unseen,
        disabled=under.disabled,
        off_screen=under.off_screen,
    )


def restored_looked(looked: shape.LookedShape, session_id: str) -> Looked:
    return Looked(
        by=looked.by,
        planned=looked.planned,
        rendered=looked.rendered,
        failed=tuple(_failed(failed, session_id) for failed in looked.failed),
        chosen=looked.chosen,
        passed_over=looked.passed_over,
    )


def _failed(failed: shape.FailedClipShape, session_id: str) -> FailedClip:
    """Of its plan the report keeps the two ends."""
    span = Span(start_ms=failed.start_ms, end_ms=failed.end_ms)
    instants = tuple(sorted({span.start_ms, span.end_ms}))
    return FailedClip(plan=ClipPlan(session_id=session_id, shots=(Shot(window=failed.window, instants=instants),)), reason=failed.reason)
