"""What a run would take, from exact transcripts, before any call."""

from __future__ import annotations

import time

from onlooker import pipeline
from onlooker.app.browsers import browser_of
from onlooker.app.wiring import Paths, source_of, wire
from onlooker.domain.estimate import Estimate
from onlooker.errors import DecodeError
from onlooker.ports import RawSession

_SECONDS_A_CALL = 20.0
"""A model's usual time for one summary or one look; calls run `concurrency` at a time."""


def dry_run(paths: Paths, *, model: str | None = None, budget: float | None = None, preset: str | None = None, context: str = "") -> Estimate:
    """Reads every session, asks nothing. `seconds` is what reading took here plus the usual time of the calls. A `budget` is only looked at
    for being one: the estimate is of the whole. Raises InputError."""
    from onlooker.llm import price  # noqa: PLC0415 - prices load a table nobody else needs
    from onlooker.llm.estimate import estimated_input  # noqa: PLC0415
    from onlooker.llm.sight import sight  # noqa: PLC0415

    wired = wire(model=model, budget=budget, preset=preset, context=context, connect=False)
    choice = wired.settings.choice()
    started = time.monotonic()
    sessions = calls = given = written = 0
    skipped = []
    rendering = wired.settings.clips != "off" and browser_of(wired.settings) is not None
    reading = pipeline.Reading(preset=wired.preset, context=wired.context, describe_first=wired.settings.describe_first, limits=wired.limits)
    for place in source_of(paths).sessions():
        if not isinstance(place, RawSession):
            skipped.append((place.origin, place.reason))
            continue
        try:
            watched = pipeline.observe(place, reading)
        except DecodeError as error:
            skipped.append((place.origin, str(error)))
            continue
        sessions += 1
        if choice is not None:
            text = pipeline.transcript_of(watched, reading)
            calls += len(text.parts)
            given += pipeline.asked_tokens(text, wired.context)
            written += pipeline.WRITTEN_TOKENS * len(text.parts)
            looks = [estimated_input(look) for look in pipeline.looks_ahead(watched, reading, sight(choice), rendering=rendering)]
            calls += len(looks)
            given += sum(looks)
            written += pipeline.LOOK_TOKENS * len(looks)
    waiting = calls * _SECONDS_A_CALL / wired.settings.concurrency
    return Estimate(
        sessions=sessions,
        calls=calls,
        input_tokens=given,
        output_tokens=written,
        cost=price(choice.name, given, written, choice.rates) if choice is not None else 0.0,
        seconds=round(time.monotonic() - started + waiting, 1),
        model=choice.name if choice is not None else "none",
        skipped=tuple(skipped),
    )
