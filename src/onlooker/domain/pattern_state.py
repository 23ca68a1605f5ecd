"""How a pattern stands over time, in plain words: against earlier runs, and from which release to which."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.domain.pattern import Lifecycle, Pattern
from onlooker.domain.pattern_words import lifecycle_words, percent
from onlooker.domain.timebase import day
from onlooker.domain.words import count, one_line

_RELEASE = 40
_TITLE = 120
_TITLES = 3


def since_words(pattern: Pattern) -> str:
    """`since 4.2`; empty where it came with no release that is known."""
    return f"since {one_line(pattern.since, _RELEASE)}" if pattern.since else ""


def gone_words(pattern: Pattern) -> str:
    """`not since 4.3`; empty where no release is known to have ended it."""
    return f"not since {one_line(pattern.gone, _RELEASE)}" if pattern.gone else ""


def state_words(pattern: Pattern) -> str:
    """`new, since 4.2`: for one cell of a table."""
    return ", ".join(filter(None, (lifecycle_words(pattern.lifecycle), since_words(pattern), gone_words(pattern))))


def past_words(pattern: Pattern) -> str:
    """What earlier runs knew of it, and what the team said of it then; empty for one that nobody knew."""
    return " ".join((*_seen(pattern), *_said(pattern)))


def _seen(pattern: Pattern) -> Iterator[str]:
    known = pattern.known
    if known is None:
        return
    if pattern.lifecycle is Lifecycle.ONGOING:
        yield f"Known from earlier runs: first seen {day(known.first_seen)}, last {day(known.last_seen)}."
        yield f"The last of them that had it found it in {percent(known.prevalence)} of its sessions."
        return
    quiet = f", then not in {count(known.quiet, 'session')}" if known.quiet else ""
    yield f"It was taken for resolved: last seen {day(known.last_seen)}{quiet}."
    back = min((one.started_at for one in pattern.members if one.started_at > known.last_seen), default=0)
    if pattern.lifecycle is Lifecycle.REGRESSED and back:
        yield f"Back since {day(back)}."
    if pattern.lifecycle is Lifecycle.RESOLVED:
        yield "The sessions it has here are from before that."


def _said(pattern: Pattern) -> Iterator[str]:
    if pattern.known is not None and pattern.known.renamed:
        yield "The title is the team's."
    if pattern.merged:
        titles = [one_line(title, _TITLE).rstrip(".") for title in pattern.merged[:_TITLES]]
        more = len(pattern.merged) - len(titles)
        yield f"With it counts what was merged into it: {'; '.join(titles)}{f'; and {more} more' if more else ''}."
