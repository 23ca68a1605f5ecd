"""What revised findings mean for the rest of a summary: its segments, and whether the user reached the goal. By rule, and only where the
summary rested on what is ruled otherwise now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.summary import Outcome, Segment
from onlooker.domain.timeline import Timeline
from onlooker.verify.limits import DEFAULT_LIMITS, Limits
from onlooker.verify.outcome import outcome


def revise_segments(segments: Sequence[Segment], findings: Sequence[Finding]) -> tuple[Segment, ...]:
    """A segment that failed by a refuted finding, and by nothing else that blocks, failed no longer; whether it went well nobody has said. The key
    action still points at the finding, which says that it was dismissed."""
    refuted = {finding.id for finding in findings if finding.status is Status.REFUTED}
    blocking = [finding for finding in findings if finding.reported and finding.blocking]
    return tuple(replace(segment, success=None) if _fails_by(segment, refuted, blocking) else segment for segment in segments)


def _fails_by(segment: Segment, refuted: set[str], blocking: Sequence[Finding]) -> bool:
    if segment.success is not False:
        return False
    pointed_at = {action.finding_id for action in segment.key_actions if action.finding_id is not None}
    still = any(finding.id in pointed_at or segment.start_ms <= finding.start_ms < segment.end_ms for finding in blocking)
    return bool(pointed_at & refuted) and not still


def revise_outcome(
    told: Outcome,
    before: Sequence[Finding],
    after: Sequence[Finding],
    *,
    timeline: Timeline,
    track: ScreenTrack,
    limits: Limits = DEFAULT_LIMITS,
) -> Outcome:
    """The outcome, reckoned anew by the rules where a finding was raised to blocking though the goal counted as reached, or where it counted as
    missed because of findings that block no longer. `before` and `after` are the same findings, unruled and ruled."""
    blocked = {finding.id: finding for finding in before if finding.reported and finding.blocking}
    blocks = {finding.id: finding for finding in after if finding.reported and finding.blocking}
    raised = blocks.keys() - blocked.keys()
    fallen = [finding for id, finding in blocked.items() if id not in blocks]
    if raised and told.success is not False:
        return outcome(timeline, track, after, limits)
    if fallen and told.success is False and _rested_on(told, fallen, others=bool(blocks)):
        return outcome(timeline, track, after, limits)
    return told


def _rested_on(told: Outcome, fallen: Sequence[Finding], *, others: bool) -> bool:
    """By the rules it rests on all that blocks; by a model, on what it cites, and only where nothing else blocks."""
    if told.basis == "blocked":
        return True
    cited = set(told.cites)
    return not others and any(cited & set(finding.evidence.entries) for finding in fallen)
