"""What a pattern is shown by: a few sessions worth opening, and what others did who met the same page and got what they came for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from onlooker.discover.naming import common
from onlooker.discover.said import comparable
from onlooker.domain.pattern import Examined, Example, Instead, Member, Trouble

_EXAMPLES = 3
_STEPS = 3
_HALF = 0.5


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


def instead(troubles: Sequence[Trouble], affected: Collection[str], sessions: Sequence[Examined]) -> Instead | None:
    """None where nobody who was spared is known to have met the page and reached the goal."""
    page, act = common(one.page for one in troubles if one.page), common(one.act for one in troubles if one.act)
    site_of = {one.site for one in troubles}
    spared = [
        one
        for one in sessions
        if one.session_id not in affected and one.success and page in one.path and (not one.troubles or {t.site for t in one.troubles} & site_of)
    ]
    if not page or not spared:
        return None
    onward = {one.session_id: _onward(one, page) for one in spared}
    usual: list[str] = []
    following = list(onward.values())
    while len(usual) < _STEPS:
        following = [way for way in following if list(way[: len(usual)]) == usual]
        ahead = Counter(way[len(usual)] for way in following if len(way) > len(usual))
        step = min(ahead, key=lambda at: (-ahead[at], at), default="")
        if not step or ahead[step] < _HALF * len(following):
            break
        usual.append(step)
    acted = [(text, one.session_id) for one in spared for text in one.acts if act and f"“{comparable(act)}”" in text.casefold()]
    told = min(acted, key=lambda pair: (len(pair[0]), pair), default=None)
    walked = sorted(one for one, way in onward.items() if list(way[: len(usual)]) == usual)
    steps = (*([told[0]] if told else []), *(f"Went on to {at}" for at in usual))
    return Instead(sessions=len(spared), example=told[1] if told else walked[0], steps=steps)


def _onward(one: Examined, page: str) -> tuple[str, ...]:
    return one.path[one.path.index(page) + 1 :][:_STEPS]
