"""Domain clip -> JSON form. The exact screens are left out: they are long, and the finding's screen text tells what matters of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from onlooker.domain.clip import Clip, ClipPlan, FailedClip, Frame, Looked
from onlooker.domain.timebase import Span
from onlooker.sinks.json import clip_shape as shape
from onlooker.sinks.json.span import SpanShape


def shaped_span(span: Span) -> SpanShape:
    return SpanShape(start_ms=span.start_ms, end_ms=span.end_ms)


def shaped_clip(clip: Clip, files: Mapping[str, str]) -> shape.ClipShape:
    """`files` has a path beside the report for each blob that was written there."""
    return shape.ClipShape(
        id=clip.id,
        window=clip.frames[0].window if clip.frames else 0,
        start_ms=clip.frames[0].at_ms if clip.frames else 0,
        end_ms=clip.frames[-1].at_ms if clip.frames else 0,
        fps=clip.plan.fps,
        frames=tuple(_frame(frame, shot, files) for frame, shot in zip_longest(clip.frames, _shots(clip.plan)) if frame is not None),
        video=_video(clip, files) if clip.video else None,
        skipped=tuple(shaped_span(span) for span in clip.plan.skipped),
        moments=tuple(
            shape.MomentShape(finding_id=moment.finding_id, start_ms=moment.start_ms, end_ms=moment.end_ms, at_ms=moment.at_ms)
            for moment in clip.plan.moments
        ),
        under=tuple(
            shape.UnderShape(
                at_ms=under.at_ms,
                node_id=under.node_id,
                label=under.label,
                hit=under.hit,
                covered=under.covered,
                unseen=under.unseen,
                disabled=under.disabled,
                off_screen=under.off_screen,
            )
            for under in clip.under
        ),
        notes=clip.notes,
        description=clip.description,
        described_by=clip.described_by,
    )


def _shots(plan: ClipPlan) -> Iterator[int]:
    """The number of its shot for each instant."""
    return (number for number, shot in enumerate(plan.shots) for _ in shot.instants)


def _frame(frame: Frame, shot: int | None, files: Mapping[str, str]) -> shape.FrameShape:
    return shape.FrameShape(at_ms=frame.at_ms, window=frame.window, shot=shot or 0, blob=frame.blob, file=files.get(frame.blob, ""), note=frame.note)


def _video(clip: Clip, files: Mapping[str, str]) -> shape.VideoShape:
    return shape.VideoShape(
        blob=clip.video,
        file=files.get(clip.video, ""),
        media_type=clip.media_type,
        bytes=clip.size,
        width=clip.width,
        height=clip.height,
    )


def shaped_looked(looked: Looked) -> shape.LookedShape:
    return shape.LookedShape(
        by=looked.by,
        planned=looked.planned,
        rendered=looked.rendered,
        failed=tuple(_failed(failed) for failed in looked.failed),
        chosen=looked.chosen,
        passed_over=looked.passed_over,
    )


def _failed(failed: FailedClip) -> shape.FailedClipShape:
    plan = failed.plan
    return shape.FailedClipShape(window=plan.shots[0].window, start_ms=plan.start_ms, end_ms=plan.end_ms, reason=failed.reason)
