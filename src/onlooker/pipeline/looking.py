"""A session looked at: findings -> clips -> exact screen text. What could not be rendered is counted, with its cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from onlooker import clip, screen, verify
from onlooker.domain.clip import Clip, ClipPlan, ClipScript, FailedClip, Frame, Looked, Rendered
from onlooker.domain.finding import Finding
from onlooker.domain.model import Sees
from onlooker.domain.run import Phase
from onlooker.domain.snapshot import Recording
from onlooker.domain.timeline import Resized, Scrolled
from onlooker.errors import RenderError
from onlooker.pipeline.observing import Watched, whereabouts
from onlooker.pipeline.reading import Looking, Reading

_FRAME_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filmed:
    """`findings` are all of the session, those that were looked at with their clip and, where a browser read it, the exact screen text."""

    findings: tuple[Finding, ...]
    looked: Looked
    clips: tuple[Clip, ...] = ()


def choose(findings: Sequence[Finding], reading: Reading) -> clip.Choice:
    """Which findings deserve a look, within what the session and the run may still spend. What the rules only doubt is worth a look by a model that
    sees; a clip of it tells nobody else anything."""
    seeing = reading.model is not None and reading.looking is not None and reading.model.sees is not Sees.TEXT
    doubtful = clip.doubtful(findings) if seeing else ()
    choice = clip.choose(findings, limits=reading.limits, spent=reading.allowance.spent, doubtful=doubtful)
    reading.allowance.spent += len(choice.chosen)
    return choice


def film(watched: Watched, findings: Sequence[Finding], choice: clip.Choice, reading: Reading, step: Callable[[Phase, str], None]) -> Filmed:
    """Raises nothing of its own: a clip that fails is data."""
    recording, looking = watched.recording, reading.looking
    if recording is None or looking is None or not choice.chosen:
        return Filmed(findings=tuple(findings), looked=Looked(passed_over=choice.passed_over))
    start = watched.timeline.started_at
    seen_from = clip.seen_from(recording, started_at=start)
    plans = clip.plan(watched.timeline.session_id, watched.timeline, choice.chosen, seen_from=seen_from, limits=reading.limits)
    step(Phase.LOOKING, f"0 of {len(plans)} clips")
    made, failed = _clips(recording, watched, plans, looking, step)
    told = {finding.id: finding for finding in findings}
    for one in made:
        told |= _proved([told[moment.finding_id] for moment in one.plan.moments], one, watched)
    planned = {moment.finding_id for plan in plans for moment in plan.moments}
    return Filmed(
        findings=tuple(told[finding.id] for finding in findings),
        looked=Looked(
            by=looking.renderer.name if plans else "",
            planned=len(plans),
            rendered=len(made),
            failed=tuple(failed),
            chosen=tuple(finding.id for finding in choice.chosen if finding.id in planned),
            passed_over=choice.passed_over,
        ),
        clips=tuple(made),
    )


def _clips(
    recording: Recording, watched: Watched, plans: Sequence[ClipPlan], looking: Looking, step: Callable[[Phase, str], None]
) -> tuple[list[Clip], list[FailedClip]]:
    made: list[Clip] = []
    failed: list[FailedClip] = []
    fatal = ""
    for script in clip.scripts(recording, plans, watched.timeline, started_at=watched.timeline.started_at):
        if isinstance(script, FailedClip) or fatal:
            failed.append(FailedClip(plan=script.plan, reason=script.reason if isinstance(script, FailedClip) else fatal))
            continue
        plan = script.plan
        try:
            made.append(_made(script, looking))
        except RenderError as error:
            failed.append(FailedClip(plan=plan, reason=str(error)))
            fatal = str(error) if error.fatal else ""
        except OSError as error:
            failed.append(FailedClip(plan=plan, reason=f"the clip could not be kept: {error.strerror or type(error).__name__}"))
        step(Phase.LOOKING, f"{len(made) + len(failed)} of {len(plans)} clips")
    return made, failed


def _made(script: ClipScript, looking: Looking) -> Clip:
    """Rendered, or taken from what the same script and renderer gave before."""
    key = f"{script.id} {looking.renderer.name}"
    kept = _kept(key, script, looking)
    if kept is not None:
        return kept
    rendered = looking.renderer.render(script)
    one = _stored(script, rendered, looking)
    looking.notes.note(key, msgspec.json.encode(one))
    return one


def _kept(key: str, script: ClipScript, looking: Looking) -> Clip | None:
    """None too when one of its files has gone. The plan is this run's: its moments are no part of the pixels."""
    noted = looking.notes.noted(key)
    if noted is None:
        return None
    try:
        one = msgspec.json.decode(noted, type=Clip)
        for blob in (one.video, *(frame.blob for frame in one.frames)):
            looking.blobs.get(blob)
    except (msgspec.MsgspecError, KeyError):
        return None
    return replace(one, plan=script.plan)


def _stored(script: ClipScript, rendered: Rendered, looking: Looking) -> Clip:
    places = [(shot.window, at_ms) for shot in script.plan.shots for at_ms in shot.instants]
    frames = []
    for number, ((window, at_ms), jpeg) in enumerate(zip(places, rendered.frames, strict=True)):
        note = "blank" if number in rendered.blank else ""
        frames.append(Frame(at_ms=at_ms, window=window, blob=looking.blobs.put(jpeg, _FRAME_TYPE), note=note))
    return Clip(
        id=script.id,
        plan=script.plan,
        frames=tuple(frames),
        video=looking.blobs.put(rendered.video, rendered.media_type),
        media_type=rendered.media_type,
        width=rendered.width,
        height=rendered.height,
        size=len(rendered.video),
        screens=screen.all_laid_out(rendered.laid),
        under=rendered.under,
        notes=rendered.notes,
    )


def _proved(findings: Sequence[Finding], one: Clip, watched: Watched) -> dict[str, Finding]:
    """The clip's findings with it, with the screen text as the browser read it, and ruled anew where that tells more than was known."""
    shown = [_exact(finding, one, watched) for finding in findings]
    noted = verify.noted(shown, one, watched.timeline)
    ruled = verify.revise(noted, verify.by_exact(noted, one, watched.timeline))
    return {finding.id: finding for finding in ruled}


def _exact(finding: Finding, one: Clip, watched: Watched) -> Finding:
    if not one.screens:
        return replace(finding, evidence=replace(finding.evidence, clip=one))
    window, near = whereabouts(finding, watched.timeline)
    moved = [entry.span for entry in watched.timeline.entries if entry.window == window and isinstance(entry.detail, Scrolled | Resized)]
    text = screen.exact(one.screens, watched.track, start_ms=finding.start_ms, end_ms=finding.end_ms, window=window, near=near, moved=moved)
    return replace(finding, evidence=replace(finding.evidence, clip=one, screen=text or finding.evidence.screen))
