"""What a model would be asked of a session, before it is asked or any clip is rendered: for estimates."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker import clip, summarize, verify
from onlooker.domain.clip import Clip, ClipPlan, Frame
from onlooker.domain.finding import Finding
from onlooker.domain.model import ModelRequest, Sees
from onlooker.domain.transcript import Transcript
from onlooker.pipeline.foreseen import Foreseen
from onlooker.pipeline.observing import Watched
from onlooker.pipeline.reading import Reading
from onlooker.pipeline.summarizing import calm, transcript_of

SUMMARY_TOKENS = 600
"""What a summary takes to write: 10 replies of careful readers had 490 on average, 680 at most; so has what the next part of a long session is told
of the parts before it."""
LOOK_TOKENS, RULING_TOKENS = 250, 110
"""What a look takes to write, and each finding it rules on: 34 replies of careful readers, most on one finding, had 350 on average, 480 at most."""
_WIDTH, _HEIGHT = 960, 562
"""Of a frame of an ordinary page with its footer."""


def foresee(watched: Watched, reading: Reading, sees: Sees | None, *, rendering: bool, transcript: Transcript | None = None) -> Foreseen:
    """From the rules' findings; what a model comes to suspect besides is not foreseen. `sees` is that of the model that would look, None where no
    one is asked; `rendering` False: no browser is there, and screen text is asked about alone. `transcript` where it is there already. Spends the
    reading's allowance."""
    summaries = summaries_ahead(watched, reading, transcript) if sees is not None else ()
    plans, alone = _plans(watched, reading, sees or Sees.TEXT, rendering=rendering)
    looks: list[ModelRequest] = []
    if sees is not None:
        for plan, shown in plans:
            looks += _asked(_foreseen(plan), shown, watched, reading, sees)
        looks += _asked(None, alone, watched, reading, sees) if alone else ()
    return Foreseen(
        summaries=summaries,
        looks=tuple(looks),
        clips=len(plans),
        frames=sum(len(shot.instants) for plan, _ in plans for shot in plan.shots),
    )


def summaries_ahead(watched: Watched, reading: Reading, transcript: Transcript | None = None) -> tuple[ModelRequest, ...]:
    """One for each part of the transcript; none where the rules tell the session."""
    if reading.calm_by_rules and calm(watched):
        return ()
    text = transcript or transcript_of(watched, reading)
    return tuple(summarize.ask(text, index, context=reading.context) for index in range(len(text.parts)))


def _plans(watched: Watched, reading: Reading, sees: Sees, *, rendering: bool) -> tuple[list[tuple[ClipPlan, list[Finding]]], list[Finding]]:
    """The clips with the findings each shows; the findings that deserve a look and have no clip."""
    doubtful = clip.doubtful(watched.findings) if rendering and sees is not Sees.TEXT else ()
    choice = clip.choose(watched.findings, limits=reading.limits, spent=reading.allowance.spent, doubtful=doubtful)
    reading.allowance.spent += len(choice.chosen)
    timeline = watched.timeline
    plans: tuple[ClipPlan, ...] = ()
    if rendering and watched.recording is not None and choice.chosen:
        seen_from = clip.seen_from(watched.recording, started_at=timeline.started_at)
        plans = clip.plan(timeline.session_id, timeline, choice.chosen, seen_from=seen_from, limits=reading.limits)
    told = {finding.id: finding for finding in choice.chosen}
    shown = [(plan, [told.pop(moment.finding_id) for moment in plan.moments if moment.finding_id in told]) for plan in plans]
    return shown, list(told.values())


def _asked(seen: Clip | None, findings: list[Finding], watched: Watched, reading: Reading, sees: Sees) -> Iterator[ModelRequest]:
    if seen is not None and reading.describe_first and sees is not Sees.TEXT:
        yield verify.ask_description(seen, watched.timeline, sees=sees, context=reading.context)
    yield verify.ask(seen, findings, watched.timeline, sees=sees, context=reading.context)


def _foreseen(plan: ClipPlan) -> Clip:
    frames = tuple(Frame(at_ms=at_ms, window=shot.window, blob="") for shot in plan.shots for at_ms in shot.instants)
    return Clip(id=plan.id, plan=plan, frames=frames, video=plan.id, width=_WIDTH, height=_HEIGHT)
