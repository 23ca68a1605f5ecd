"""Which findings deserve a look, most severe first, and which of them fell to a cap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onlooker.clip.limits import DEFAULT, LookLimits
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`chosen` in order of severity; `passed_over` are the ids of those that deserved a look too and fell to a cap, in the same order."""

    chosen: tuple[Finding, ...] = ()
    passed_over: tuple[str, ...] = ()


_DOUBTS = frozenset({"not_kept"})
_KINDS = (FindingKind.EXCEPTION, FindingKind.ABANDONMENT, FindingKind.CONFUSION)
_STATUSES = (Status.CONFIRMED, Status.UNCLEAR, Status.SUSPECTED, Status.REFUTED)


def choose(findings: Sequence[Finding], *, limits: LookLimits = DEFAULT, spent: int = 0, doubtful: Collection[str] = ()) -> Choice:
    """`spent` findings were looked at earlier in this run. `doubtful` are the ids of findings to look at besides, whatever was ruled of them,
    after all others."""
    ranked = [(rank, finding) for finding in findings if (rank := _rank(finding, doubtful)) is not None]
    ordered = [finding for _, finding in sorted(ranked, key=lambda pair: (pair[0], *_severity(pair[1])))]
    most = max(0, min(limits.session_findings, limits.run_findings - spent))
    return Choice(chosen=tuple(ordered[:most]), passed_over=tuple(finding.id for finding in ordered[most:]))


def doubtful(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Ids of those that the rules refuted for want of proof and that a look can settle: the screen itself is the proof they lack."""
    return tuple(finding.id for finding in findings if finding.symptom in _DOUBTS and finding.status is Status.REFUTED)


def _rank(finding: Finding, doubtful: Collection[str]) -> int | None:
    """The class it is looked at in, first to last; None when it is not."""
    if finding.blocking and finding.reported:
        return 0
    if finding.status in (Status.UNCLEAR, Status.SUSPECTED) and not finding.minor:
        return 1
    if finding.status is Status.CONFIRMED and finding.kind is FindingKind.EXCEPTION and not finding.minor and _showed(finding):
        return 2
    return 3 if finding.id in doubtful else None


def _showed(finding: Finding) -> bool:
    """Something came or went on the screen, so that there is something to look at."""
    screen = finding.evidence.screen
    return screen is not None and bool(screen.appeared or screen.gone)


def _severity(finding: Finding) -> tuple[int, int, int, str]:
    """Sure before unsure, broken before given up before lost, then as they came."""
    return _STATUSES.index(finding.status), _KINDS.index(finding.kind), finding.start_ms, finding.id
