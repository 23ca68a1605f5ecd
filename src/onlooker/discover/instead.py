"""What others came to who did the same on the same page, and got what they came for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from onlooker.discover.naming import common, common_first
from onlooker.discover.said import comparable
from onlooker.domain.pattern import Examined, Instead, Trouble

_STEPS = 3
_HALF = 0.5
_ANSWER = re.compile(r"(?<=[”.])[;,] ")
"""Between what was done and what came of it: `Pressed “Pay” on “Basket”; the screen said “Order 7”`."""


@dataclass(frozen=True, kw_only=True)
class _Done:
    """An act that was answered: `did` without the answer, `text` with it."""

    session: Examined
    did: str
    text: str


def instead(troubles: Sequence[Trouble], affected: Collection[str], sessions: Sequence[Examined]) -> Instead | None:
    """What the same act came to, then the pages that most of them went on to. None where nobody who was spared is known to have done the same with
    success: who only came by had something else in mind, and a press that nobody knows the answer to is no advice."""
    page, act = common(one.page for one in troubles if one.page), common(one.act for one in troubles if one.act)
    sites = {one.site for one in troubles}
    if not (page and act):
        return None
    here = [one for one in sessions if one.site in sites and page in one.path]
    elsewhere = {done.did for one in sessions if page not in one.path for done in _answered(one, act)}
    failed = {comparable(text) for one in troubles for text in one.said.split(" | ")} - {""}
    as_well = {_told(text) for one in here if one.session_id in affected for text in one.acts}
    told = [
        done
        for one in here
        if one.session_id not in affected and one.success
        for done in _answered(one, act)
        if done.did not in elsewhere and _told(done.text) not in as_well and not any(text in _told(done.text) for text in failed)
    ]
    if not told:
        return None
    commonest = common_first(_told(done.text) for done in told)[0]
    text, example = min((done.text, done.session.session_id) for done in told if _told(done.text) == commonest)
    ways = {done.session.session_id: done.session.path[done.session.path.index(page) + 1 :][:_STEPS] for done in told}
    return Instead(sessions=len(ways), example=example, steps=(text, *(f"Went on to {at}" for at in _usual(list(ways.values())))))


def _answered(one: Examined, act: str) -> Iterator[_Done]:
    for text in one.acts:
        did, *answer = _ANSWER.split(text, maxsplit=1)
        if answer and f"“{act.casefold()}”" in did.casefold():
            yield _Done(session=one, did=did, text=text)


def _told(text: str) -> str:
    """Comparable with labels and answers, which stand in quotes."""
    return comparable(text.replace("“", " ").replace("”", " "))


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
