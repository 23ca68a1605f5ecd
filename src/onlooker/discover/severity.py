"""How bad a pattern is, by a formula: docs/patterns.md tells it with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from onlooker.domain.pattern import Examined, Member, Severity

WEIGHTS = {"blocking": 0.35, "reach": 0.4, "loss": 0.15, "recurrence": 0.1}
"""They add up to 1."""


def severity(members: Sequence[Member], sessions: Mapping[str, Examined], *, users: int, all_users: int) -> Severity:
    terms = {
        "blocking": _share(member.blocking for member in members),
        # The root, because a problem that meets one user in ten is more than a tenth as bad as one that meets all.
        "reach": sqrt(users / all_users) if all_users else 0.0,
        "loss": _share(_lost(member, sessions[member.session_id]) for member in members),
        "recurrence": _recurrence(members),
    }
    score = sum(weight * terms[name] for name, weight in WEIGHTS.items())
    return Severity(score=round(100 * min(1.0, score)), terms={name: round(value, 3) for name, value in terms.items()}, weights=WEIGHTS)


def _share(told: Iterable[bool]) -> float:
    values = list(told)
    return sum(values) / len(values) if values else 0.0


def _lost(member: Member, session: Examined) -> bool:
    """The user did not recover: the goal was missed, and nothing else in the session stood in its way."""
    own = {member.finding_id, *member.others}
    return session.success is False and (
        member.blocking or not any(trouble.blocking for trouble in session.troubles if trouble.finding_id not in own)
    )


def _recurrence(members: Sequence[Member]) -> float:
    """Share of the affected users who met it more than once."""
    times: dict[str, int] = {}
    for member in members:
        user = member.user or member.session_id
        times[user] = times.get(user, 0) + 1 + len(member.others)
    return _share(count > 1 for count in times.values())
