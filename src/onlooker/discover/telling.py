"""A pattern in a few sentences: what was done, what came of it, what failed behind, where and when it was not seen. Every number is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from onlooker.discover.counting import RELEASE_CHANCE, chance_absent
from onlooker.discover.machine import broke_down, endpoint, is_call
from onlooker.discover.naming import common, common_first
from onlooker.domain.pattern import ReleaseCount, Trouble
from onlooker.domain.words import count, one_line

_NAMED = 3
_LONGEST = 160
_RELEASE = 40


def description(troubles: Sequence[Trouble], releases: Sequence[ReleaseCount], *, since: str = "", gone: str = "") -> str:
    told = [_where(troubles), _said(troubles), _sought(troubles), _behind(troubles), *_releases(releases, since, gone)]
    return " ".join(filter(None, told))


def _where(troubles: Sequence[Trouble]) -> str:
    pages = common_first(one.page for one in troubles if one.page)
    if pages and all(one.among for one in troubles):
        return f"From {pages[0]} on."
    act = common(one.act for one in troubles if one.act)
    on = f"on {pages[0]}" + (f" and {count(len(pages) - 1, 'other page')}" if len(pages) > 1 else "") if pages else ""
    did = f"after “{one_line(act, 60)}”" if act else ""
    where = ", ".join(filter(None, (did, on)))
    return f"{where[:1].upper()}{where[1:]}." if where else ""


def _said(troubles: Sequence[Trouble]) -> str:
    """Of what one alone was told nothing where others were told something else, nor what few were told who looked around."""
    told = Counter(text for one in troubles for text in dict.fromkeys(one.said.split(" | ")) if text)
    least = len(troubles) / 2 if all(one.among for one in troubles) else min(2, max(told.values(), default=0))
    said = [text for text, times in told.most_common() if times >= least]  # of equals the one that leads
    if not said:
        return ""
    quoted = " or ".join(f"“{one_line(_as_it_stood(text, troubles), _LONGEST)}”" for text in said[:_NAMED])
    return f"The screen said {quoted}" + (f", and {count(len(said) - _NAMED, 'other thing')}." if len(said) > _NAMED else ".")


def _as_it_stood(text: str, troubles: Sequence[Trouble]) -> str:
    """With its numbers, where all were told the very same."""
    raw = set()
    for one in troubles:
        masked, whole = one.said.split(" | "), one.raw_said.split(" | ")
        if text in masked:
            raw.add(whole[masked.index(text)] if len(masked) == len(whole) else text)
    return raw.pop() if len(raw) == 1 else text


def _sought(troubles: Sequence[Trouble]) -> str:
    ends = common_first(one.among[-1] for one in troubles if one.among)
    return f"They came out at {ends[0]}." if len(ends) == 1 and len(troubles) > 1 else ""


def _behind(troubles: Sequence[Trouble]) -> str:
    lines = _causes(common_first(line for one in troubles for line in one.machine))
    return f"Behind it: {'; '.join(one_line(line, _LONGEST) for line in lines[:2])}." if lines else ""


def _causes(lines: Sequence[str]) -> list[str]:
    """Where a server broke down, what it refused besides is how the page asks."""
    calls = [line for line in lines if is_call(line)]
    if not any(broke_down(endpoint(line)[1]) for line in calls):
        return list(lines)
    return [line for line in lines if not is_call(line) or broke_down(endpoint(line)[1])]


def _releases(counts: Sequence[ReleaseCount], since: str, gone: str) -> Iterator[str]:
    """What came with a release, or went with one; else those that do not have it, where that is no chance."""
    names = [one.release for one in counts]
    before = counts[: names.index(since)] if since in names else ()
    after = counts[names.index(gone) :] if gone in names else ()
    if before:
        yield f"Since {one_line(since, _RELEASE)}: {_none_of(before)} before had it."
    if after:
        yield f"Not since {one_line(gone, _RELEASE)}: {_none_of(after)} from then on had it."
    affected, whole = sum(one.affected for one in counts), sum(one.examined for one in counts)
    told = {one.release for one in (*before, *after)}
    others = [one for one in counts if not one.affected and one.release not in told]
    free = [one for one in others if chance_absent(affected, whole, one.examined) < RELEASE_CHANCE]
    named = [f"{one_line(one.release, _RELEASE)} ({count(one.examined, 'session')})" for one in free[:_NAMED]]
    if named:
        yield f"Not seen in {', '.join(named)}."


def _none_of(counts: Sequence[ReleaseCount]) -> str:
    return f"none of {count(sum(one.examined for one in counts), 'session')}"
