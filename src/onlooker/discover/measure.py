"""Groups of troubles -> patterns with everything that is counted about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from onlooker.discover import lifecycle
from onlooker.discover.around import everywhere
from onlooker.discover.counting import chance_missed, followed, gone, reached, releases, share, since, trend
from onlooker.discover.examples import examples
from onlooker.discover.group import Group, distinct
from onlooker.discover.instead import instead
from onlooker.discover.naming import apart, common, title, traits
from onlooker.discover.severity import severity
from onlooker.discover.telling import description
from onlooker.domain.finding import FindingKind
from onlooker.domain.ids import content_id
from onlooker.domain.pattern import Examined, KnownPattern, Member, Pattern, PatternReport, Trouble
from onlooker.domain.words import count

_ENOUGH = 2
"""Sessions that make a pattern; one that is known from earlier runs needs no second."""


def measure(
    groups: Sequence[Group], examined: Sequence[Examined], known: Sequence[KnownPattern] = (), *, by: str = "rules", notes: Sequence[str] = ()
) -> PatternReport:
    """Neither the order of the sessions nor a session that comes twice changes anything. What `groups` say of sessions or findings that were not
    examined is passed over."""
    sessions = distinct(examined)
    by_id = {one.session_id: one for one in sessions}
    told = [group for one in groups if (group := _examined(one, by_id)).suffered]
    recurring, single, doubtful = [], 0, 0
    for group, pattern in lifecycle.recognised(sorted(told, key=lifecycle.signatures), known):
        if len(group.sessions) < _ENOUGH and pattern is None:
            single += len(group.suffered)
        elif by == "rules" and pattern is None and not _credible(group, by_id):
            doubtful += 1
        else:
            recurring.append((group, pattern))
    furniture = everywhere(sessions)
    counted = [
        _pattern(group, pattern, sessions, merged=lifecycle.merged(pattern, known), by=by, furniture=furniture) for group, pattern in recurring
    ]
    patterns = _distinct(counted)
    titled = [pattern is not None and _titled(pattern, one.merged) for one, (_, pattern) in zip(patterns, recurring, strict=True)]
    seen = frozenset(pattern.id for _, pattern in recurring if pattern is not None)
    if doubtful:
        doubts = f"{count(doubtful, 'recurring suspicion')} left out: no session could confirm any, and most of their users got what they came for."
        notes = (*notes, doubts)
    return PatternReport(
        examined=len(sessions),
        users=len({_user(one) for one in sessions}),
        patterns=_ranked(_told_apart(patterns, [group for group, _ in recurring], titled)),
        resolved=lifecycle.resolved(known, seen, sessions),
        single=single,
        chance_missed=chance_missed(len(sessions)),
        by=by,
        notes=tuple(notes),
    )


def _examined(group: Group, sessions: Mapping[str, Examined]) -> Group:
    """What is in the sessions, each finding once."""
    kept = {
        (one.session_id, one.trouble.finding_id): one
        for one in group.suffered
        if any(trouble.finding_id == one.trouble.finding_id for trouble in (sessions[one.session_id].troubles if one.session_id in sessions else ()))
    }
    return replace(group, suffered=tuple(kept[key] for key in sorted(kept)))


def _credible(group: Group, sessions: Mapping[str, Examined]) -> bool:
    """One of them at least was confirmed, or most of those affected did not get what they came for."""
    lost = sum(sessions[session_id].success is False for session_id in group.sessions)
    return any(trouble.confirmed for trouble in group.troubles) or 2 * lost > len(group.sessions)


def _titled(known: KnownPattern, merged: Sequence[str]) -> bool:
    """The team gave it its title, or made others part of what has that title."""
    return known.renamed or bool(merged)


def _pattern(
    group: Group, known: KnownPattern | None, sessions: Sequence[Examined], *, merged: tuple[str, ...], by: str, furniture: Collection[str]
) -> Pattern:
    by_id = {one.session_id: one for one in sessions}
    members = tuple(sorted(_members(group, by_id), key=lambda member: (member.started_at, member.session_id)))
    affected = group.sessions
    users = len({member.user or member.session_id for member in members})
    all_users = len({_user(one) for one in sessions})
    blocking = sum(member.blocking for member in members)
    troubles = {(one.session_id, one.trouble.finding_id): one.trouble for one in group.suffered}
    counted, following = releases(sessions, affected), followed(sessions)
    came, went = since(counted, following), gone(counted, following)
    first, last = members[0].started_at, members[-1].started_at
    return Pattern(
        id=known.id if known is not None else content_id("pattern", common(trouble.signature for trouble in group.troubles)),
        title=known.title if known is not None and _titled(known, merged) else group.title or title(group.troubles),
        description=group.description or description(group.troubles, counted, since=came, gone=went),
        kind=_kind(group.troubles),
        symptom=common(trouble.symptom for trouble in group.troubles),
        page=common(trouble.page for trouble in group.troubles if trouble.page),
        members=members,
        signatures=lifecycle.signatures(group),
        blocking=2 * blocking > len(members),
        users=users,
        prevalence=share(len(members), len(sessions)),
        blocking_share=share(blocking, len(members)),
        success_affected=reached(by_id[member.session_id] for member in members),
        success_rest=reached(one for one in sessions if one.session_id not in affected),
        first_seen=min(first, known.first_seen) if known is not None and known.first_seen > 0 else first,
        last_seen=max(last, known.last_seen) if known is not None else last,
        trend=trend(sessions, affected),
        releases=counted,
        severity=severity(members, by_id, users=users, all_users=all_users),
        lifecycle=lifecycle.lifecycle(known, members),
        examples=examples(members, troubles, by_id, furniture),
        instead=instead(group.troubles, affected, sessions),
        cause=group.cause,
        by=by,
        unsure=group.unsure,
        muted=known.muted if known is not None else "",
        relation=group.relation,
        since=came,
        gone=went,
        known=known,
        merged=merged,
    )


def _members(group: Group, sessions: Mapping[str, Examined]) -> Iterator[Member]:
    """One of each session, with the first of its findings."""
    of: dict[str, list[Trouble]] = {}
    for one in group.suffered:
        of.setdefault(one.session_id, []).append(one.trouble)
    for session_id, troubles in of.items():
        session = sessions[session_id]
        first, *others = sorted(troubles, key=lambda trouble: (trouble.at_ms, trouble.finding_id))
        yield Member(
            session_id=session_id,
            finding_id=first.finding_id,
            user=session.user,
            started_at=session.started_at,
            at_ms=first.at_ms,
            blocking=any(trouble.blocking for trouble in troubles),
            release=session.release,
            success=session.success,
            others=tuple(trouble.finding_id for trouble in others),
        )


def _kind(troubles: Sequence[Trouble]) -> FindingKind:
    """What most of them are; of equals what is broken before what was given up."""
    order = list(FindingKind)
    kinds = [trouble.kind for trouble in troubles]
    return max(order, key=lambda kind: (kinds.count(kind), kind is FindingKind.EXCEPTION, kind is FindingKind.ABANDONMENT))


def _user(one: Examined) -> str:
    """A session of nobody is somebody's."""
    return one.user or one.session_id


def _distinct(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Two that were kept apart may share their commonest signature; their ids must not."""
    taken: set[str] = set()
    told = []
    for pattern in patterns:
        again, own = 1, pattern.id
        while own in taken:
            again += 1
            own = content_id("pattern", pattern.id, again)
        taken.add(own)
        told.append(replace(pattern, id=own))
    return told


def _told_apart(patterns: Sequence[Pattern], groups: Sequence[Group], titled: Sequence[bool]) -> list[Pattern]:
    """A title that the team gave stays as it is."""
    titles = apart([(pattern.title, traits(group.troubles)) for pattern, group in zip(patterns, groups, strict=True)])
    told = zip(patterns, titles, titled, strict=True)
    return [pattern if fixed else replace(pattern, title=title) for pattern, title, fixed in told]


def _ranked(patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    return tuple(sorted(patterns, key=lambda pattern: (-pattern.severity.score, -len(pattern.members), pattern.id)))
