"""Counts over reports that every face shows the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.report import RunReport, SessionReport


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTally:
    """`blocking` and `other` are reported findings, `dismissed` the refuted ones; `confirmed` and `unclear` cut the reported ones another way."""

    blocking: int = 0
    other: int = 0
    dismissed: int = 0
    confirmed: int = 0
    unclear: int = 0

    @property
    def reported(self) -> int:
        return self.blocking + self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTally:
    """Clips of one session or of a run. `causes` are the reasons of those that failed with how many each cost, most first."""

    planned: int = 0
    rendered: int = 0
    failed: int = 0
    passed_over: int = 0
    causes: tuple[tuple[str, int], ...] = ()

    @property
    def mostly_failed(self) -> bool:
        return self.failed * 2 > self.planned


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTally:
    """Of one run: sessions by outcome, findings by weight, and what it took. `cost` None: some price is unknown."""

    reached: int
    not_reached: int
    unknown: int
    failed: int
    findings: FindingTally
    session_ms: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    looks: LookTally

    @property
    def read(self) -> int:
        return self.reached + self.not_reached + self.unknown


def tally_findings(findings: Sequence[Finding]) -> FindingTally:
    reported = [finding for finding in findings if finding.reported]
    blocking = sum(finding.blocking for finding in reported)
    confirmed = sum(finding.status is Status.CONFIRMED for finding in reported)
    return FindingTally(
        blocking=blocking,
        other=len(reported) - blocking,
        dismissed=len(findings) - len(reported),
        confirmed=confirmed,
        unclear=len(reported) - confirmed,
    )


def tally_run(run: RunReport) -> RunTally:
    costs = [*(session.usage.cost for session in run.sessions), *(one.cost for one in run.exchanges)]
    known = [cost for cost in costs if cost is not None]
    return RunTally(
        reached=sum(session.outcome.success is True for session in run.sessions),
        not_reached=sum(session.outcome.success is False for session in run.sessions),
        unknown=sum(session.outcome.success is None for session in run.sessions),
        failed=len(run.failed),
        findings=tally_findings([finding for session in run.sessions for finding in session.findings]),
        session_ms=sum(session.duration_ms for session in run.sessions),
        calls=sum(session.usage.calls for session in run.sessions) + sum(not one.cached for one in run.exchanges),
        input_tokens=sum(session.usage.input_tokens for session in run.sessions) + sum(one.input_tokens for one in run.exchanges),
        output_tokens=sum(session.usage.output_tokens for session in run.sessions) + sum(one.output_tokens for one in run.exchanges),
        cost=sum(known) if len(known) == len(costs) else None,
        looks=tally_looks(run.sessions),
    )


def tally_looks(sessions: Sequence[SessionReport]) -> LookTally:
    looked = [session.coverage.looked for session in sessions]
    causes = Counter(failed.reason for one in looked for failed in one.failed)
    return LookTally(
        planned=sum(one.planned for one in looked),
        rendered=sum(one.rendered for one in looked),
        failed=sum(len(one.failed) for one in looked),
        passed_over=sum(len(one.passed_over) for one in looked),
        causes=tuple(sorted(causes.items(), key=lambda cause: (-cause[1], cause[0]))),
    )


def rank(finding: Finding) -> tuple[bool, bool, bool, bool]:
    """Sorts findings by how much a person wants to see them: reported before dismissed, blocking first, minor last, confirmed first."""
    return not finding.reported, not finding.blocking, finding.minor, finding.status is not Status.CONFIRMED


def ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The order in which a person wants them, then by time."""
    return tuple(sorted(findings, key=lambda f: (*rank(f), f.start_ms, f.end_ms, f.id)))


def worst(report: SessionReport) -> Finding | None:
    """The finding that tells best where the session went wrong; None when nothing was reported."""
    first = next(iter(ranked(report.findings)), None)
    return first if first is not None and first.reported else None
