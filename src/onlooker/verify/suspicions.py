"""A model's reading of a session applied to the rules' findings. The model rules on a finding's id; code revises.

Where the two disagree, both stay visible: the verdict that counts names the model, the rules' own is among the earlier ones.
"""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.evidence import Evidence, Status, Verdict
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.ids import content_id
from onlooker.domain.summary import Outcome, Summary, Suspicion
from onlooker.domain.timeline import Timeline
from onlooker.verify.revise import revise


def with_suspicions(timeline: Timeline, findings: tuple[Finding, ...], summary: Summary) -> tuple[Finding, ...]:
    """Findings with the model's rulings, and what it found besides; in time order."""
    by_id = {finding.id: finding for finding in findings}
    verdicts = {}
    for suspicion in summary.suspicions:
        finding = by_id.get(suspicion.about or "")
        if finding is not None:
            verdicts[finding.id] = _weighed(suspicion, summary.reader.model)
    fresh = [_finding(timeline, suspicion, summary.reader.model) for suspicion in summary.suspicions if suspicion.about not in by_id]
    kept = [finding for finding in fresh if not any(_same(finding, known) for known in findings)]
    return tuple(sorted([*revise(findings, verdicts), *kept], key=lambda finding: (finding.start_ms, finding.id)))


def _weighed(suspicion: Suspicion, model: str) -> Verdict:
    """Of who read the session's lines and saw no picture of it."""
    status = Status.REFUTED if suspicion.dismissed else Status.UNCLEAR if suspicion.unclear else Status.CONFIRMED
    return Verdict(
        status=status,
        blocking=suspicion.blocking and status is not Status.REFUTED,
        reason=suspicion.description or "No reason given.",
        by=model or "model",
        cites=suspicion.cites,
        basis="timeline",
    )


def _finding(timeline: Timeline, suspicion: Suspicion, model: str) -> Finding:
    kinds = {kind.value: kind for kind in FindingKind}
    status = Status.UNCLEAR if suspicion.unclear else Status.CONFIRMED
    reason = "The rules had not suspected this."
    verdict = Verdict(status=status, blocking=suspicion.blocking, reason=reason, by=model or "model", cites=suspicion.cites, basis="timeline")
    return Finding(
        id=content_id(timeline.session_id, "model", suspicion.cites[0] if suspicion.cites else suspicion.title),
        kind=kinds.get(suspicion.kind, FindingKind.CONFUSION),
        symptom="noticed_by_model",
        title=suspicion.title,
        description=suspicion.description,
        blocking=suspicion.blocking,
        status=status,
        start_ms=suspicion.start_ms,
        end_ms=max(suspicion.start_ms, suspicion.end_ms),
        evidence=Evidence(entries=suspicion.cites, verdict=verdict),
    )


def _same(finding: Finding, known: Finding) -> bool:
    """Told twice: it rests on entries of a finding the rules have already."""
    shared = set(finding.evidence.entries) & set(known.evidence.entries)
    return known.reported and bool(shared) and finding.kind is known.kind


def settle(rules: Outcome, model: Outcome, findings: tuple[Finding, ...]) -> Outcome:
    """The outcome that counts: the model's where it says one, else the rules'. It weighs what blocked against what was reached, and may see
    that a goal was missed though nothing blocked."""
    if model.success is None:
        return replace(rules, description=f"{rules.description} (The model could not tell: {model.description})")
    return model
