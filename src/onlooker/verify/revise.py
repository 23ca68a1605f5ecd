"""Verdicts applied to findings: in code, never by a model. What is refuted stays, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.finding import Finding, FindingKind


def revise(findings: Sequence[Finding], verdicts: Mapping[str, Verdict]) -> tuple[Finding, ...]:
    """Each finding with its verdict. A finding without one stays as it is."""
    return tuple(_ruled(finding, verdicts[finding.id]) if finding.id in verdicts else finding for finding in findings)


def _ruled(finding: Finding, verdict: Verdict) -> Finding:
    blocking = verdict.blocking and verdict.status is not Status.REFUTED
    kind = finding.kind
    if blocking and kind is FindingKind.CONFUSION:
        kind = FindingKind.ABANDONMENT
    if not blocking and kind is FindingKind.ABANDONMENT:
        kind = FindingKind.CONFUSION
    return replace(finding, status=verdict.status, blocking=blocking, kind=kind, evidence=replace(finding.evidence, verdict=verdict))
