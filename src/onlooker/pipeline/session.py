"""One session, from bytes to its report: the steps in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from onlooker import summarize, verify
from onlooker.domain.clip import Looked
from onlooker.domain.coverage import coverage
from onlooker.domain.estimate import PhaseEstimate
from onlooker.domain.finding import Finding
from onlooker.domain.ledger import left_out_words
from onlooker.domain.mark import marks
from onlooker.domain.report import SessionReport, Spent
from onlooker.domain.run import Phase
from onlooker.domain.summary import Outcome, Reader, Summary
from onlooker.domain.transcript import Transcript
from onlooker.errors import BudgetError, ModelError, ReplyError
from onlooker.pipeline.counted import Counted, spent
from onlooker.pipeline.foreseeing import foresee
from onlooker.pipeline.looking import choose, film
from onlooker.pipeline.observing import Watched, observe, quiet, with_screen
from onlooker.pipeline.reading import Allowance, Reading
from onlooker.pipeline.ruling import judge
from onlooker.pipeline.summarizing import CALM, calm, summary_by, transcript_of
from onlooker.ports import RawSession

Step = Callable[[Phase, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is known of a session between two steps."""

    summary: Summary
    findings: tuple[Finding, ...]
    outcome: Outcome
    looked: Looked = field(default_factory=Looked)
    transcript: Transcript | None = None
    notes: tuple[str, ...] = ()
    invented: int = 0


def read_session(raw: RawSession, reading: Reading, step: Step = quiet) -> SessionReport:
    """The whole path for one session. Whatever goes wrong with a model or a browser, the rules' report stands, with the reason."""
    watched = observe(raw, reading, step)
    model = Counted(inner=reading.model) if reading.model is not None else None
    reading = replace(reading, model=model)
    told = _by_rules(watched, watched.findings)
    told = _by_model(watched, reading, told, step)
    foreseen = _foreseen(watched, reading, told.transcript)
    told = _looked_at(watched, reading, told, step)
    if model is not None and model.refused:
        left = f"The budget left {left_out_words(model.refused)} to the rules: {model.refusals[0]}."
        told = replace(told, notes=(*told.notes, left))
    paid = spent(model.exchanges, model.refused) if model is not None else Spent()
    return _report(watched, told, replace(paid, foreseen=foreseen))


def told_by_rules(watched: Watched) -> SessionReport:
    """What the rules alone say of a session that was read."""
    return _report(watched, _by_rules(watched, watched.findings), Spent())


def _foreseen(watched: Watched, reading: Reading, transcript: Transcript | None) -> tuple[PhaseEstimate, ...]:
    """By what the rules found, whatever the model has said since."""
    if reading.model is None or reading.weigh is None:
        return ()
    unspent = replace(reading, allowance=Allowance())
    return reading.weigh(foresee(watched, unspent, reading.model.sees, rendering=reading.looking is not None, transcript=transcript))


def _by_rules(watched: Watched, findings: tuple[Finding, ...]) -> _Told:
    outcome = verify.outcome(watched.timeline, watched.track, findings)
    return _Told(summary=summarize.by_rules(watched.timeline, findings, outcome), findings=findings, outcome=outcome)


def _by_model(watched: Watched, reading: Reading, told: _Told, step: Step) -> _Told:
    model = reading.model
    if model is None:
        return told
    if reading.calm_by_rules and calm(watched):
        return replace(told, notes=(CALM,))
    step(Phase.CONDENSING, "")
    transcript = transcript_of(watched, reading)
    step(Phase.SUMMARIZING, "")
    try:
        summary = summary_by(watched, transcript, model, context=reading.context, step=step)
    except (ModelError, ReplyError, BudgetError) as error:
        reader = replace(told.summary.reader, note=f"{model.name} did not write this: {error}")
        return replace(told, summary=replace(told.summary, reader=reader), transcript=transcript)
    findings = verify.with_suspicions(watched.timeline, watched.findings, summary)
    findings = tuple(finding if finding.evidence.screen else with_screen(finding, watched.track, watched.timeline) for finding in findings)
    outcome = verify.settle(watched.outcome, summary.outcome, findings)
    return _Told(summary=replace(summary, outcome=outcome), findings=findings, outcome=outcome, transcript=transcript)


def _looked_at(watched: Watched, reading: Reading, told: _Told, step: Step) -> _Told:
    """The findings that matter with their clips, ruled on by who looks at them: exact screen text always, a model where there is one."""
    if reading.looking is None and reading.model is None:
        return told
    choice = choose(told.findings, reading)
    filmed = film(watched, told.findings, choice, reading, step)
    findings, looked = filmed.findings, filmed.looked
    unread: tuple[str, ...] = ()
    invented = 0
    if reading.model is not None and choice.chosen:
        chosen = [finding.id for finding in choice.chosen]
        judged = judge(watched, filmed, chosen, reading.model, context=reading.context, describe_first=reading.describe_first, step=step)
        looked = replace(looked, failed=(*looked.failed, *judged.unlooked))
        findings, unread, invented = judged.findings, judged.unread, judged.invented
    return replace(_revised(watched, told, findings), looked=looked, notes=(*told.notes, *unread), invented=invented)


def _revised(watched: Watched, told: _Told, findings: tuple[Finding, ...]) -> _Told:
    """What the verdicts mean for the summary. The rules' summary is written anew; a model's keeps its words."""
    if findings == told.findings:
        return told
    if told.summary.reader.kind == "rules":
        again = _by_rules(watched, findings)
        return replace(again, summary=replace(again.summary, reader=told.summary.reader), transcript=told.transcript, notes=told.notes)
    outcome = verify.revise_outcome(told.outcome, told.findings, findings, timeline=watched.timeline, track=watched.track)
    segments = verify.revise_segments(told.summary.segments, findings)
    return replace(told, summary=replace(told.summary, segments=segments, outcome=outcome), findings=findings, outcome=outcome)


def _report(watched: Watched, told: _Told, spent: Spent) -> SessionReport:
    timeline, summary = watched.timeline, told.summary
    return SessionReport(
        session_id=timeline.session_id,
        source=watched.source,
        started_at=timeline.started_at,
        duration_ms=timeline.duration_ms,
        active_ms=timeline.active_ms,
        active=timeline.active,
        reader=summary.reader or Reader(),
        goal=summary.goal,
        outcome=told.outcome,
        segments=summary.segments,
        findings=told.findings,
        coverage=coverage(
            recording=watched.recording,
            events=watched.events,
            track=watched.track,
            timeline=timeline,
            noise=watched.noise,
            transcript=told.transcript,
            summary=replace(summary, invented=summary.invented + told.invented),
            looked=told.looked,
            notes=(*watched.notes, *told.notes),
        ),
        usage=spent,
        marks=marks(timeline, summary, told.findings, told.outcome, watched.noise),
        user=timeline.user,
        release=timeline.release,
        pages=tuple(dict.fromkeys(entry.page for entry in timeline.entries if entry.kind == "page"))[:20],
    )
