"""What a session's summary tells that none of its findings does: the user did not get what they came for, and nothing that was found stood in their
way. Confusions that leave no message are seen this way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.domain.finding import FindingKind
from onlooker.domain.ids import content_id
from onlooker.domain.pattern import Examined, Trouble

MISSED = "goal_missed"
"""Their symptom: no rule's name."""
_LINES = 3


def with_missed_goals(sessions: Sequence[Examined]) -> tuple[Examined, ...]:
    """One more trouble for each such session."""
    sites = {trouble.site for one in sessions for trouble in one.troubles}
    site = sites.pop() if len(sites) == 1 else ""
    return tuple(replace(one, troubles=(*one.troubles, _trouble(one, site))) if _unexplained(one) else one for one in sessions)


def without_missed_goals(sessions: Sequence[Examined], kept: frozenset[tuple[str, str]]) -> tuple[Examined, ...]:
    """Only those `kept`, by session and finding: what joined nothing is no trouble that counts."""
    return tuple(
        replace(one, troubles=tuple(trouble for trouble in one.troubles if trouble.symptom != MISSED or (one.session_id, trouble.finding_id) in kept))
        for one in sessions
    )


def _unexplained(one: Examined) -> bool:
    return one.success is False and bool(one.outcome.strip()) and not any(trouble.blocking for trouble in one.troubles)


def _trouble(one: Examined, site: str) -> Trouble:
    """At the session's end; its signature is its own, for an outcome in words is never twice the same."""
    own = content_id(MISSED, one.session_id)
    return Trouble(
        finding_id=own,
        kind=FindingKind.CONFUSION,
        symptom=MISSED,
        title=one.outcome,
        description=one.goal,
        blocking=True,
        confirmed=False,
        at_ms=one.duration_ms,
        end_ms=one.duration_ms,
        page=one.path[-1] if one.path else "",
        act="",
        said="",
        raw_said="",
        signature=own,
        rules=(MISSED,),
        site=next((trouble.site for trouble in one.troubles if trouble.site), site),
        before=one.acts[-_LINES:],
    )
