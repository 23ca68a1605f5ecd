"""What a pattern is shown by: a few sessions worth opening."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from onlooker.discover.around import repeats, telling
from onlooker.domain.pattern import Examined, Example, Member, Trouble

_EXAMPLES = 3
_PAGES = 2
"""On the way there, told where nothing else is known of what came before."""


def examples(
    members: Sequence[Member], troubles: Mapping[tuple[str, str], Trouble], sessions: Mapping[str, Examined], everywhere: Collection[str] = ()
) -> tuple[Example, ...]:
    """Confirmed and blocking ones first, those with little else going on, and those that come to the point soonest; each of another user as far as
    there are. `everywhere`: what `around.everywhere` found."""

    def worth(member: Member) -> tuple[bool, bool, int, int, str]:
        trouble = troubles[member.session_id, member.finding_id]
        return not trouble.confirmed, not member.blocking, len(sessions[member.session_id].troubles), trouble.at_ms, member.session_id

    ranked = sorted(members, key=worth)
    users: set[str] = set()
    first: list[Member] = []
    for member in ranked:
        if not member.user or member.user not in users:
            first.append(member)
            users.add(member.user)
    chosen = [*first, *(member for member in ranked if member not in first)][:_EXAMPLES]
    return tuple(_example(member, troubles[member.session_id, member.finding_id], sessions[member.session_id], everywhere) for member in chosen)


def _example(member: Member, trouble: Trouble, session: Examined, everywhere: Collection[str]) -> Example:
    came = session.path[: session.path.index(trouble.page)] if trouble.page in session.path else ()
    saw = trouble.saw or trouble.raw_said or trouble.reason or trouble.title
    later = tuple(line for line in telling(trouble.after, everywhere, said=trouble.raw_said) if not repeats(line, saw))
    return Example(
        session_id=member.session_id,
        finding_id=member.finding_id,
        at_ms=member.at_ms,
        before=telling(trouble.before, everywhere) or tuple(f"Opened {page}" for page in came[-_PAGES:]),
        after=later or _ended(session),
        saw=saw,
        act=trouble.act,
    )


def _ended(session: Examined) -> tuple[str, ...]:
    """Where nothing is told of what came next."""
    return () if session.success is None else (f"In the end the goal was {'' if session.success else 'not '}reached.",)
