"""What a model would be asked of a session's clips, before any is rendered: for estimates."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker import clip, verify
from onlooker.domain.clip import Clip, ClipPlan, Frame
from onlooker.domain.finding import Finding
from onlooker.domain.model import ModelRequest, Sees
from onlooker.pipeline.observing import Watched
from onlooker.pipeline.reading import Reading

LOOK_TOKENS = 500
"""What a look takes to write, for estimates: 26 replies of careful readers had 1,320 characters on average, 1,630 at most."""
_WIDTH, _HEIGHT = 960, 562
"""Of a frame of an ordinary page with its footer."""


def looks_ahead(watched: Watched, reading: Reading, sees: Sees, *, rendering: bool) -> Iterator[ModelRequest]:
    """From the rules' findings; what a model comes to suspect besides is not foreseen. `rendering` False: no browser is there, and screen text is
    asked about alone."""
    seeing = rendering and sees is not Sees.TEXT
    doubtful = clip.doubtful(watched.findings) if seeing else ()
    choice = clip.choose(watched.findings, limits=reading.limits, spent=reading.allowance.spent, doubtful=doubtful)
    reading.allowance.spent += len(choice.chosen)
    timeline = watched.timeline
    plans: tuple[ClipPlan, ...] = ()
    if rendering and watched.recording is not None and choice.chosen:
        seen_from = clip.seen_from(watched.recording, started_at=timeline.started_at)
        plans = clip.plan(timeline.session_id, timeline, choice.chosen, seen_from=seen_from, limits=reading.limits)
    told = {finding.id: finding for finding in choice.chosen}
    for plan in plans:
        shown = [told.pop(moment.finding_id) for moment in plan.moments if moment.finding_id in told]
        yield from _asked(_foreseen(plan), shown, watched, reading, sees)
    if told:
        yield from _asked(None, list(told.values()), watched, reading, sees)


def _asked(seen: Clip | None, findings: list[Finding], watched: Watched, reading: Reading, sees: Sees) -> Iterator[ModelRequest]:
    if seen is not None and reading.describe_first and sees is not Sees.TEXT:
        yield verify.ask_description(seen, watched.timeline, sees=sees, context=reading.context)
    yield verify.ask(seen, findings, watched.timeline, sees=sees, context=reading.context)


def _foreseen(plan: ClipPlan) -> Clip:
    frames = tuple(Frame(at_ms=at_ms, window=shot.window, blob="") for shot in plan.shots for at_ms in shot.instants)
    return Clip(id=plan.id, plan=plan, frames=frames, video=plan.id, width=_WIDTH, height=_HEIGHT)
