"""Labelled recordings, read once, judged by the rules under any numbers: what comes before the detectors needs none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelled import Unusable, said_of, truths
from scoring import Case, Said, Truth

from onlooker import detect, pipeline, verify
from onlooker.app.wiring import source_of
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.timeline import Timeline
from onlooker.errors import DecodeError
from onlooker.ports import RawSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """All that the rules compare with."""

    thresholds: detect.Thresholds
    limits: verify.Limits


SHIPPED = Numbers(thresholds=detect.DEFAULT.thresholds, limits=verify.Limits())


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A recording up to its timeline. `shipped` is what the product itself says of it."""

    name: str
    truth: Truth
    timeline: Timeline
    track: ScreenTrack
    shipped: Said


def sessions(folders: Sequence[Path]) -> list[Session]:
    """Every labelled recording that can be read. Raises Unusable when none can, or when `judge` is no longer what the product does."""
    known: Mapping[str, Truth] = {truth.session_id: truth for truth in truths(folders).values()}
    found = []
    for raw in source_of([str(folder) for folder in folders]).sessions():
        if not isinstance(raw, RawSession):
            continue
        try:
            watched = pipeline.observe(raw, pipeline.Reading())
        except DecodeError:
            continue
        timeline = watched.timeline
        truth = known.get(timeline.session_id)
        if truth is None:
            continue
        shipped = said_of(timeline.session_id, watched.findings, watched.outcome)
        found.append(Session(name=raw.name, truth=truth, timeline=timeline, track=watched.track, shipped=shipped))
    if not found:
        raise Unusable(f"{folders[0]}: no labelled recording in it that can be read")
    for session in found:
        if judge(session, SHIPPED) != session.shipped:
            raise Unusable(f"{session.name}: judged here otherwise than by the pipeline; its steps have changed, change judging.py too")
    return found


def judge(session: Session, numbers: Numbers) -> Said:
    """The pipeline's steps after the timeline; screen texts are left out, because no rule reads them."""
    timeline, track = session.timeline, session.track
    hits = detect.detect(timeline, detect.Preset(name="candidate", thresholds=numbers.thresholds))
    suspected = detect.findings(timeline, hits, numbers.thresholds).findings
    findings = verify.revise(suspected, verify.by_rules(timeline, track, suspected, numbers.limits))
    return said_of(timeline.session_id, findings, verify.outcome(timeline, track, findings, numbers.limits))


def judged(some: Sequence[Session], numbers: Numbers) -> list[Case]:
    return [Case(name=session.name, truth=session.truth, said=judge(session, numbers)) for session in some]
