"""The steps in their order. The only file that knows the order; it does no I/O of its own: bytes come through the source's parts, a
model's answers through the `Model` port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onlooker import decode, detect, merge, screen, summarize, verify
from onlooker.domain.coverage import coverage
from onlooker.domain.event import EventLog
from onlooker.domain.evidence import Hit
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.mark import marks
from onlooker.domain.model import ModelReply
from onlooker.domain.report import SessionReport, Spent
from onlooker.domain.run import Phase
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.snapshot import Recording
from onlooker.domain.summary import Outcome, Reader, Summary
from onlooker.domain.timeline import Click, Timeline
from onlooker.domain.transcript import Transcript
from onlooker.errors import BudgetError, DecodeError, ModelError, ReplyError
from onlooker.ports import Model, RawPart, RawSession

ASKS = 3
"""How often one request is put to a model before the rules' summary stands: the first time, and twice with what was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read: detector preset, the model if there is one, the product's own words for it, and the transcript's token budget."""

    preset: detect.Preset = detect.DEFAULT
    model: Model | None = None
    context: str = ""
    transcript_tokens: int = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A session after all that needs no model."""

    source: str
    recording: Recording | None
    events: EventLog
    track: ScreenTrack
    timeline: Timeline
    hits: tuple[Hit, ...]
    findings: tuple[Finding, ...]
    noise: tuple[Noise, ...]
    outcome: Outcome
    notes: tuple[str, ...] = ()


def _quiet(phase: Phase, note: str) -> None:
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


def observe(raw: RawSession, reading: Reading, step: Callable[[Phase, str], None] = _quiet) -> Watched:
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
    suspected = tuple(_with_screen(finding, track, timeline) for finding in found.findings)
    findings = verify.revise(suspected, verify.by_rules(timeline, track, suspected))
    return Watched(
        source=raw.origin,
        recording=recording,
        events=events,
        track=track,
        timeline=timeline,
        hits=hits,
        findings=findings,
        noise=found.noise,
        outcome=verify.outcome(timeline, track, findings),
        notes=notes,
    )


def read_session(raw: RawSession, reading: Reading, step: Callable[[Phase, str], None] = _quiet) -> SessionReport:
    """The whole path for one session. Whatever goes wrong with a model, the rules' report stands, with the reason."""
    watched = observe(raw, reading, step)
    summary = summarize.by_rules(watched.timeline, watched.findings, watched.outcome)
    findings, outcome, transcript = watched.findings, watched.outcome, None
    replies: list[ModelReply] = []
    if reading.model is not None:
        step(Phase.CONDENSING, "")
        transcript = transcript_of(watched, reading)
        step(Phase.SUMMARIZING, "")
        try:
            summary = _ask(watched, transcript, reading.model, context=reading.context, replies=replies, step=step)
        except (ModelError, ReplyError, BudgetError) as error:
            summary = replace(summary, reader=replace(summary.reader, note=f"{reading.model.name} did not write this: {error}"))
        else:
            findings = verify.with_suspicions(watched.timeline, watched.findings, summary)
            findings = tuple(finding if finding.evidence.screen else _with_screen(finding, watched.track, watched.timeline) for finding in findings)
            outcome = verify.settle(watched.outcome, summary.outcome, findings)
            summary = replace(summary, outcome=outcome)
    return _report(watched=watched, summary=summary, findings=findings, outcome=outcome, spent=_spent(replies), transcript=transcript)


def transcript_of(watched: Watched, reading: Reading) -> Transcript:
    """What a model would read of this session."""
    from onlooker import condense  # noqa: PLC0415 - a rules-only run needs neither its passes nor its vocabulary

    return condense.condense(watched.timeline, watched.findings, watched.noise, budget=reading.transcript_tokens, screens=watched.track.screens)


def _ask(
    watched: Watched, transcript: Transcript, model: Model, *, context: str, replies: list[ModelReply], step: Callable[[Phase, str], None]
) -> Summary:
    """Part by part. What was answered is in `replies` also when the last answer cannot be used: it was paid."""
    parts: list[Summary] = []

    def streamed(content: object) -> None:
        for name in summarize.partial(content):
            step(Phase.SUMMARIZING, name)

    for index in range(len(transcript.parts)):
        wrong: str | None = None
        for attempt in range(ASKS):
            request = summarize.ask(transcript, index, summarize.combine(parts) if parts else None, context=context, attempt_error=wrong)
            replies.append(model.reply(request, streamed))
            try:
                parts.append(summarize.read(replies[-1], transcript, watched.timeline, watched.findings, part=index))
                break
            except ReplyError as error:
                wrong = str(error)
                if attempt == ASKS - 1:
                    raise
    return summarize.combine(parts)


def _spent(replies: Sequence[ModelReply]) -> Spent:
    costs = [reply.usage.cost for reply in replies]
    return Spent(
        calls=sum(not reply.usage.cached for reply in replies),
        cached_calls=sum(reply.usage.cached for reply in replies),
        input_tokens=sum(reply.usage.input_tokens for reply in replies),
        output_tokens=sum(reply.usage.output_tokens for reply in replies),
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
    )


def _with_screen(finding: Finding, track: ScreenTrack, timeline: Timeline) -> Finding:
    """Looked at in the window where it happened, near what the user pressed there."""
    cited = set(finding.evidence.entries)
    entries = [entry for entry in timeline.entries if entry.id in cited]
    hits = finding.evidence.hits
    window = hits[0].window if hits else entries[0].window if entries else 0
    pressed = (entry.detail.target for entry in entries if isinstance(entry.detail, Click) and entry.window == window)
    text = screen.evidence(track, start_ms=finding.start_ms, end_ms=finding.end_ms, window=window, near=next(pressed, None))
    return replace(finding, evidence=replace(finding.evidence, screen=text))


def _session_id(raw: RawSession, recording: Recording | None, events: EventLog) -> str:
    if recording is not None and recording.session_id:
        return recording.session_id
    return next((event.session_id for event in events.events if event.session_id), None) or raw.name


def _report(
    *, watched: Watched, summary: Summary, findings: tuple[Finding, ...], outcome: Outcome, spent: Spent, transcript: Transcript | None
) -> SessionReport:
    timeline = watched.timeline
    return SessionReport(
        session_id=timeline.session_id,
        source=watched.source,
        started_at=timeline.started_at,
        duration_ms=timeline.duration_ms,
        active_ms=timeline.active_ms,
        active=timeline.active,
        reader=summary.reader or Reader(),
        goal=summary.goal,
        outcome=outcome,
        segments=summary.segments,
        findings=findings,
        coverage=coverage(
            recording=watched.recording,
            events=watched.events,
            track=watched.track,
            timeline=timeline,
            noise=watched.noise,
            transcript=transcript,
            summary=summary,
            notes=watched.notes,
        ),
        usage=spent,
        marks=marks(timeline, summary, findings, outcome, watched.noise),
        user=timeline.user,
        pages=tuple(dict.fromkeys(entry.page for entry in timeline.entries if entry.kind == "page"))[:20],
    )


WRITTEN_TOKENS = 1_500
"""What a summary takes to write, for estimates: the recorded replies have about as many."""


def asked_tokens(transcript: Transcript, context: str = "") -> int:
    """Tokens that all the requests for one transcript hold, instructions included."""
    return sum(summarize.ask(transcript, index, None, context=context).input_tokens for index in range(len(transcript.parts)))
