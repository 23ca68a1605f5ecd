"""Verdicts applied to findings: in code, never by a model. Nothing is lost: what is refuted stays with the reason, and a verdict that another
one replaces stays beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding, FindingKind

_RULED = (Status.CONFIRMED, Status.REFUTED)


def revise(findings: Sequence[Finding], verdicts: Mapping[str, Verdict]) -> tuple[Finding, ...]:
    """Each finding with its verdict: kept, raised, downgraded or dismissed. A finding without one stays as it is; so does one that was ruled on and
    that a look could not tell more of, with the look among its earlier verdicts."""
    return tuple(_ruled(finding, verdicts[finding.id]) if finding.id in verdicts else finding for finding in findings)


def _ruled(finding: Finding, verdict: Verdict) -> Finding:
    evidence = finding.evidence
    held = evidence.verdict
    if held is not None and _tells_nothing(verdict, held):
        return replace(finding, evidence=replace(evidence, earlier=(*evidence.earlier, verdict)))
    earlier = evidence.earlier if held is None or held == verdict else (*evidence.earlier, held)
    blocking = verdict.blocking and verdict.status is not Status.REFUTED
    return replace(
        finding,
        status=verdict.status,
        blocking=blocking,
        kind=_kind(finding.kind, blocking=blocking),
        evidence=replace(evidence, verdict=verdict, earlier=earlier),
    )


def _tells_nothing(verdict: Verdict, held: Verdict) -> bool:
    """A look at one moment that leaves open what was ruled on the whole of it. Who read the whole session and could not tell has said more."""
    return verdict.status is Status.UNCLEAR and verdict.basis != "timeline" and held.status in _RULED


def _kind(kind: FindingKind, *, blocking: bool) -> FindingKind:
    if blocking and kind is FindingKind.CONFUSION:
        return FindingKind.ABANDONMENT
    if not blocking and kind is FindingKind.ABANDONMENT:
        return FindingKind.CONFUSION
    return kind
