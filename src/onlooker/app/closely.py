"""One session looked at closely: what each rule saw, what a model would read, what stood on the screen."""

from __future__ import annotations

from dataclasses import replace

from onlooker import pipeline
from onlooker import screen as looking
from onlooker.app.weighing import Weigher
from onlooker.app.wiring import Wired, source_of, wire
from onlooker.detect import RULES
from onlooker.domain.mark import marks
from onlooker.domain.model import Sees
from onlooker.domain.model_choice import Lineup
from onlooker.domain.run import Detection, Price, PricedTranscript
from onlooker.domain.screen import Screen
from onlooker.domain.summary import Summary
from onlooker.errors import DecodeError, InputError, SourceError
from onlooker.merge import align
from onlooker.ports import RawSession


def detect(path: str, *, preset: str | None = None) -> Detection:
    """Every hit of every rule on the one session at `path`, and the findings made of them."""
    wired = wire(preset=preset, connect=False)
    watched = _observed(path, wired)
    told = Summary(goal="", segments=(), outcome=watched.outcome)
    hit_entries = tuple(entry for hit in watched.hits for entry in hit.entries)
    return Detection(
        session_id=watched.timeline.session_id,
        duration_ms=watched.timeline.duration_ms,
        preset=wired.preset.name,
        hits=watched.hits,
        findings=watched.findings,
        marks=marks(watched.timeline, told, watched.findings, watched.outcome, watched.noise, also=hit_entries),
        rules=tuple(rule.__name__ for rule in RULES),
    )


def transcript(path: str, *, model: str | None = None) -> PricedTranscript:
    """Exactly what a model would read of the one session at `path`, and what each configured model would take for it."""
    from onlooker.llm import context_tokens  # noqa: PLC0415

    wired = wire(model=model, connect=False)
    watched = _observed(path, wired)
    reading = replace(wired.reading(None, pipeline.Allowance()), calm_by_rules=False)
    text = pipeline.transcript_of(watched, reading)
    asked = pipeline.foresee(watched, reading, Sees.TEXT, rendering=False, transcript=text).summaries
    lineup = wired.settings.lineup()
    prices = []
    for choice in lineup.all if lineup is not None else ():
        phase = Weigher(lineup=Lineup(reads=choice)).summaries(asked)
        prices.append(
            Price(
                model=choice.name,
                input_tokens=phase.input_tokens,
                output_tokens=phase.output_tokens,
                calls=phase.calls,
                cost=phase.cost,
                context_tokens=context_tokens(choice),
            )
        )
    return PricedTranscript(transcript=text, prices=tuple(prices))


def screen(path: str, *, at_ms: int, window: int | None = None) -> Screen:
    """What stood on the screen of the one session at `path`, `at_ms` after its start."""
    raw = only(path)
    try:
        recording, events, _ = pipeline.open_recording(raw)
    except DecodeError as error:
        raise SourceError(str(error)) from None
    if recording is None or not recording.snapshots:
        raise SourceError(f"{path} holds events but no recording: there is no screen to look at")
    alignment = align(recording, events)
    length = alignment.ended_at - alignment.started_at
    if at_ms > length:
        raise InputError(f"the session is over after {length / 1000:.1f} s; give an earlier --at")
    if window is not None and not 0 <= window < len(recording.windows):
        raise InputError(f"there is no window {window + 1}; this session has {len(recording.windows)}")
    seen = looking.look(recording, at_ms=at_ms, window=window, started_at=alignment.started_at)
    if seen is None:
        raise InputError("the recording has no full snapshot at or before that moment; give a later --at")
    return seen


def _observed(path: str, wired: Wired) -> pipeline.Watched:
    try:
        return pipeline.observe(only(path), pipeline.Reading(preset=wired.preset))
    except DecodeError as error:
        raise SourceError(str(error)) from None


def only(path: str) -> RawSession:
    """The one session at a path. Raises SourceError when there is none, or more than one."""
    places = list(source_of([path]).sessions())
    raws = [place for place in places if isinstance(place, RawSession)]
    if not raws:
        reasons = "; ".join(place.reason for place in places if not isinstance(place, RawSession))
        raise SourceError(f"{path} holds no session" + (f": {reasons}" if reasons else ""))
    if len(raws) > 1:
        raise SourceError(f"{path} holds {len(raws)} sessions; name one, such as {raws[0].origin}")
    return raws[0]
