"""What a pattern is shown by: a few sessions worth opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.domain.pattern import Examined, Example, Member, Trouble

_EXAMPLES = 3


def examples(members: Sequence[Member], troubles: Mapping[tuple[str, str], Trouble], sessions: Mapping[str, Examined]) -> tuple[Example, ...]:
    """Confirmed and blocking ones first, those with little else going on, and those that come to the point soonest; each of another user as far as
    there are."""

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
    return tuple(_example(member, troubles[member.session_id, member.finding_id]) for member in chosen)


def _example(member: Member, trouble: Trouble) -> Example:
    return Example(
        session_id=member.session_id,
        finding_id=member.finding_id,
        at_ms=member.at_ms,
        before=trouble.before,
        after=trouble.after,
        saw=trouble.saw or trouble.raw_said or trouble.reason or trouble.title,
    )
