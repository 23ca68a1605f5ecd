"""A pattern in a few sentences: what was done, what came of it, what failed behind, where and when it was not seen. Every number is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onlooker.discover.counting import chance_absent
from onlooker.discover.naming import common, common_first
from onlooker.domain.pattern import ReleaseCount, Trouble
from onlooker.domain.words import count, one_line

_NAMED = 3
_LONGEST = 160
_TELLING = 0.1
"""Chance below which it is worth a sentence that a release does not have it."""


def description(troubles: Sequence[Trouble], releases: Sequence[ReleaseCount]) -> str:
    told = [_where(troubles), _said(troubles), _sought(troubles), _behind(troubles), _without(releases)]
    return " ".join(filter(None, told))


def _where(troubles: Sequence[Trouble]) -> str:
    pages = common_first(one.page for one in troubles if one.page)
    if pages and all(one.among for one in troubles):
        return f"From {pages[0]} on."
    act = common(one.act for one in troubles if one.act)
    on = f"on {pages[0]}" + (f" and {count(len(pages) - 1, 'other page')}" if len(pages) > 1 else "") if pages else ""
    did = f"after “{one_line(act, 60)}”" if act else ""
    where = " ".join(filter(None, (did, on)))
    return f"{where[:1].upper()}{where[1:]}." if where else ""


def _said(troubles: Sequence[Trouble]) -> str:
    told = Counter(text for one in troubles for text in dict.fromkeys(one.said.split(" | ")) if text)
    said = [text for text, _ in told.most_common()]  # of equals the one that leads
    if not said:
        return ""
    quoted = " or ".join(f"“{one_line(text, _LONGEST)}”" for text in said[:_NAMED])
    return f"The screen said {quoted}" + (f", and {count(len(said) - _NAMED, 'other thing')}." if len(said) > _NAMED else ".")


def _sought(troubles: Sequence[Trouble]) -> str:
    ends = common_first(one.among[-1] for one in troubles if one.among)
    return f"They came out at {ends[0]}." if len(ends) == 1 and len(troubles) > 1 else ""


def _behind(troubles: Sequence[Trouble]) -> str:
    lines = common_first(line for one in troubles for line in one.machine)
    return f"Behind it: {'; '.join(one_line(line, _LONGEST) for line in lines[:2])}." if lines else ""


def _without(releases: Sequence[ReleaseCount]) -> str:
    """Releases that do not have it, where that is no chance."""
    affected, whole = sum(one.affected for one in releases), sum(one.examined for one in releases)
    free = [one for one in releases if not one.affected and chance_absent(affected, whole, one.examined) < _TELLING]
    named = [f"{one_line(one.release, 40)} ({count(one.examined, 'session')})" for one in free[:_NAMED]]
    return f"Not seen in {', '.join(named)}." if named else ""
