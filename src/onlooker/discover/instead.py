"""What others did who met the same page and got what they came for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from onlooker.discover.naming import common, common_first
from onlooker.discover.said import wording
from onlooker.domain.pattern import Examined, Instead, Trouble

_STEPS = 3
_HALF = 0.5


def instead(troubles: Sequence[Trouble], affected: Collection[str], sessions: Sequence[Examined]) -> Instead | None:
    """First what the same act came to, then the pages that most of them went on to. None where nobody who was spared is known to have met the page
    and reached the goal, or where they did nothing in common."""
    page, act = common(one.page for one in troubles if one.page), common(one.act for one in troubles if one.act)
    sites = {one.site for one in troubles}
    spared = [one for one in sessions if one.session_id not in affected and one.success and one.site in sites and page in one.path]
    if not page or not spared:
        return None
    ways = {one.session_id: one.path[one.path.index(page) + 1 :][:_STEPS] for one in spared}
    usual = _usual(list(ways.values()))
    did = _did(act, spared, [one for one in sessions if one.session_id in affected])
    if not usual and not did:
        return None
    example = did[1] if did else min(session for session, way in ways.items() if way[: len(usual)] == usual)
    return Instead(sessions=len(spared), example=example, steps=(*did[:1], *(f"Went on to {at}" for at in usual)))


def _usual(ways: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The beginning that at least half of them share, step by step."""
    taken: tuple[str, ...] = ()
    while ways and len(taken) < _STEPS:
        ahead = Counter(way[len(taken)] for way in ways if len(way) > len(taken))
        step = min(ahead, key=lambda at: (-ahead[at], at), default="")
        if not step or ahead[step] < _HALF * len(ways):
            break
        taken = (*taken, step)
        ways = [way for way in ways if way[: len(taken)] == taken]
    return taken


def _did(act: str, spared: Iterable[Examined], affected: Iterable[Examined]) -> tuple[str, ...]:
    """What the same act came to, in the words of one session, and which; nothing that those affected did as well."""
    as_well = {wording(text) for one in affected for text in one.acts}
    told = [
        (wording(text), text, one.session_id)
        for one in spared
        for text in one.acts
        if act and f"“{act.casefold()}”" in text.casefold() and wording(text) not in as_well
    ]
    commonest = next(iter(common_first(words for words, _, _ in told)), "")
    return min(((text, session) for words, text, session in told if words == commonest), default=())
