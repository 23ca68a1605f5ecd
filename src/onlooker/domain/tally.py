"""Counts over reports that every face shows the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onlooker.domain.clip import Looked
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


def tally_findings(findings: Iterable[Finding]) -> FindingTally:
    """Each is looked at once."""
    met = Counter((finding.reported, finding.blocking, finding.status is Status.CONFIRMED) for finding in findings)
    reported = sum(number for (told, _, _), number in met.items() if told)
    blocking = sum(number for (told, blocked, _), number in met.items() if told and blocked)
    confirmed = sum(number for (told, _, sure), number in met.items() if told and sure)
    return FindingTally(
        blocking=blocking, other=reported - blocking, dismissed=met.total() - reported, confirmed=confirmed, unclear=reported - confirmed
    )


def tally_run(run: RunReport) -> RunTally:
    """Goes through the sessions once, and keeps none of them."""
    outcomes: Counter[bool | None] = Counter()
    spent: Counter[str] = Counter()
    costs = [one.cost for one in run.exchanges]
    looked = []

    def findings() -> Iterator[Finding]:
        for session in run.sessions:
            outcomes[session.outcome.success] += 1
            costs.append(session.usage.cost)
            looked.append(session.coverage.looked)
            own = session.usage
            spent.update(ms=session.duration_ms, calls=own.calls, input_tokens=own.input_tokens, output_tokens=own.output_tokens)
            yield from session.findings

    found = tally_findings(findings())
    known = [cost for cost in costs if cost is not None]
    return RunTally(
        reached=outcomes[True],
        not_reached=outcomes[False],
        unknown=outcomes[None],
        failed=len(run.failed),
        findings=found,
        session_ms=spent["ms"],
        calls=spent["calls"] + sum(not one.cached for one in run.exchanges),
        input_tokens=spent["input_tokens"] + sum(one.input_tokens for one in run.exchanges),
        output_tokens=spent["output_tokens"] + sum(one.output_tokens for one in run.exchanges),
        cost=sum(known) if len(known) == len(costs) else None,
        looks=_tally_looks(looked),
    )


def tally_looks(sessions: Iterable[SessionReport]) -> LookTally:
    return _tally_looks([session.coverage.looked for session in sessions])


def _tally_looks(looked: Sequence[Looked]) -> LookTally:
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
