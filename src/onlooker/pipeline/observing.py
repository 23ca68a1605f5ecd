"""All that needs no model and no browser: bytes -> timeline -> findings with the rules' verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onlooker import decode, detect, merge, screen, verify
from onlooker.domain.event import EventLog
from onlooker.domain.evidence import Hit
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.run import Phase
from onlooker.domain.screen import Element, ScreenTrack
from onlooker.domain.snapshot import Recording
from onlooker.domain.summary import Outcome
from onlooker.domain.timeline import Click, Timeline
from onlooker.errors import DecodeError
from onlooker.pipeline.reading import Reading
from onlooker.ports import RawPart, RawSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A session after all that needs no model. `suspected` are the findings before any verdict."""

    source: str
    recording: Recording | None
    events: EventLog
    track: ScreenTrack
    timeline: Timeline
    hits: tuple[Hit, ...]
    suspected: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    noise: tuple[Noise, ...]
    outcome: Outcome
    notes: tuple[str, ...] = ()


def quiet(phase: Phase, note: str) -> None:
    return None


def open_recording(raw: RawSession) -> tuple[Recording | None, EventLog, tuple[str, ...]]:
    """The decoded session. A part that cannot be read is a note and the rest goes on; DecodeError when nothing is left."""
    notes: list[str] = []
    blobs = _read(raw.recording, notes)
    lines = _read(raw.events, notes)
    recording: Recording | None = None
    events = EventLog()
    if blobs:
        try:
            recording = decode.recording(blobs)
        except DecodeError as error:
            notes.append(str(error))
    if lines:
        try:
            events = decode.events(lines, session_id=recording.session_id if recording else None, windows=recording.windows if recording else ())
        except DecodeError as error:
            notes.append(str(error))
    if (recording is None or not recording.snapshots) and not events.events:
        raise DecodeError("; ".join(notes) or f"{raw.origin} holds neither snapshots nor events that can be read")
    return recording, events, tuple(notes)


def _read(parts: Sequence[RawPart], notes: list[str]) -> list[tuple[str, bytes]]:
    blobs = []
    for part in parts:
        try:
            blobs.append((part.name, part.read()))
        except OSError as error:
            notes.append(f"{part.name} could not be read ({error.strerror or type(error).__name__})")
    return blobs


def observe(raw: RawSession, reading: Reading, step: Callable[[Phase, str], None] = quiet) -> Watched:
    """Everything the rules can tell. Raises DecodeError when nothing can be read."""
    step(Phase.READING, "")
    recording, events, notes = open_recording(raw)
    alignment = merge.align(recording, events)
    step(Phase.WATCHING, "")
    track = ScreenTrack()
    if recording is not None:
        track = screen.watch(recording, started_at=alignment.started_at, session_end=alignment.ended_at)
    timeline = merge.weave(recording, events, track, alignment, session_id=_session_id(raw, recording, events))
    step(Phase.DETECTING, "")
    hits = detect.detect(timeline, reading.preset)
    found = detect.findings(timeline, hits, reading.preset.thresholds)
    step(Phase.VERIFYING, "")
    suspected = tuple(with_screen(finding, track, timeline) for finding in found.findings)
    findings = verify.revise(suspected, verify.by_rules(timeline, track, suspected))
    return Watched(
        source=raw.origin,
        recording=recording,
        events=events,
        track=track,
        timeline=timeline,
        hits=hits,
        suspected=suspected,
        findings=findings,
        noise=found.noise,
        outcome=verify.outcome(timeline, track, findings),
        notes=notes,
    )


def with_screen(finding: Finding, track: ScreenTrack, timeline: Timeline) -> Finding:
    """Looked at in the window where it happened, near what the user pressed there."""
    window, near = whereabouts(finding, timeline)
    text = screen.evidence(track, start_ms=finding.start_ms, end_ms=finding.end_ms, window=window, near=near)
    return replace(finding, evidence=replace(finding.evidence, screen=text))


def whereabouts(finding: Finding, timeline: Timeline) -> tuple[int, Element | None]:
    """The window where it happened, and what the user pressed there."""
    cited = set(finding.evidence.entries)
    entries = [entry for entry in timeline.entries if entry.id in cited]
    hits = finding.evidence.hits
    window = hits[0].window if hits else entries[0].window if entries else 0
    pressed = (entry.detail.target for entry in entries if isinstance(entry.detail, Click) and entry.window == window)
    return window, next(pressed, None)


def _session_id(raw: RawSession, recording: Recording | None, events: EventLog) -> str:
    if recording is not None and recording.session_id:
        return recording.session_id
    return next((event.session_id for event in events.events if event.session_id), None) or raw.name
