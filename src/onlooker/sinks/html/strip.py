"""The time strip of a session: what stands where, in percent of its width. The template only draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.finding import Finding
from onlooker.domain.report import SessionReport
from onlooker.domain.timebase import Span, clock
from onlooker.domain.words import duration, one_line, outcome_word, span_words
from onlooker.sinks.html.anchor import finding_anchor
from onlooker.sinks.html.scale import Scale, scale

LANES = 4
LEAST_WIDTH = 1.2
"""Percent; a finding of an instant is still to be seen and to be hit with a finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`tone` is a CSS class; `title` the tooltip; `anchor` the element it leads to, if any."""

    x: float
    width: float
    tone: str
    title: str
    label: str = ""
    anchor: str = ""
    lane: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    findings: tuple[Block, ...]
    lanes: int
    segments: tuple[Block, ...]
    idle: tuple[Block, ...]
    gaps: tuple[Block, ...]
    actions: tuple[Block, ...]
    ticks: tuple[Block, ...]
    shortened: bool


def strip(report: SessionReport, shown: Sequence[Finding]) -> Strip:
    """`shown` in the order of the report: earlier ones get the upper lanes where they meet."""
    place = scale(report.duration_ms, report.active)
    findings = _laned([_finding(finding, report, place) for finding in shown])
    actions = [action for segment in report.segments for action in segment.key_actions]
    return Strip(
        findings=findings,
        lanes=max((block.lane for block in findings), default=-1) + 1,
        segments=tuple(
            _block(
                place,
                Span(start_ms=segment.start_ms, end_ms=max(segment.start_ms, segment.end_ms)),
                tone=outcome_word(segment.success).replace(" ", "-"),
                title=f"{span_words(segment.start_ms, segment.end_ms)} {one_line(segment.name)}",
                label=f"{segment.index + 1} {one_line(segment.name)}",
            )
            for segment in report.segments
        ),
        idle=tuple(
            _block(
                place, idle.span, tone="idle", title=f"{span_words(idle.span.start_ms, idle.span.end_ms)} idle for {duration(idle.span.duration_ms)}"
            )
            for idle in place.idle
        ),
        gaps=tuple(
            _block(place, gap, tone="gap", title=f"{span_words(gap.start_ms, gap.end_ms)} nothing recorded for {duration(gap.duration_ms)}")
            for gap in report.gaps
        ),
        actions=tuple(
            Block(
                x=place.at(action.at_ms),
                width=0,
                tone="bad" if action.finding_id else "plain",
                title=f"{clock(action.at_ms)} {one_line(action.description)}",
            )
            for action in actions
        ),
        ticks=tuple(Block(x=place.at(ms), width=0, tone="tick", title="", label=clock(ms)) for ms in place.ticks()),
        shortened=any(idle.shortened for idle in place.idle),
    )


def _block(place: Scale, span: Span, *, tone: str, title: str, label: str = "") -> Block:
    x = place.at(span.start_ms)
    return Block(x=x, width=round(max(0.15, place.at(span.end_ms) - x), 3), tone=tone, title=title, label=label)


def _finding(finding: Finding, report: SessionReport, place: Scale) -> Block:
    x = min(place.at(finding.start_ms), 100 - LEAST_WIDTH)
    tone = "dismissed" if not finding.reported else "blocking" if finding.blocking else "other"
    return Block(
        x=round(x, 3),
        width=round(max(LEAST_WIDTH, place.at(finding.end_ms) - x), 3),
        tone=tone,
        title=f"{span_words(finding.start_ms, finding.end_ms)} {one_line(finding.title)}",
        anchor=finding_anchor(report, finding),
    )


def _laned(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Each in the first lane that is free there; when none is, in the last."""
    placed: list[Block] = []
    for block in blocks:
        taken = {other.lane for other in placed if other.x < block.x + block.width and block.x < other.x + other.width}
        lane = next((lane for lane in range(LANES) if lane not in taken), LANES - 1)
        placed.append(Block(x=block.x, width=block.width, tone=block.tone, title=block.title, label=block.label, anchor=block.anchor, lane=lane))
    return tuple(placed)
