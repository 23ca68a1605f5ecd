"""How what recurs is told in plain words, the same in terminal, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from onlooker.domain.pattern import Bucket, Instead, KnownPattern, Lifecycle, Pattern, PatternReport, Severity, Share
from onlooker.domain.timebase import day
from onlooker.domain.words import count, one_line, symptom_words

_SPARKS = "▁▂▃▄▅▆▇█"
_NAMED_RELEASES = 8
_TERMS = {
    "blocking": "share of its sessions that it blocked",
    "reach": "square root of the share of users who met it",
    "loss": "share of its sessions in which the goal was missed and nothing else stood in the way",
    "recurrence": "share of its users who met it more than once",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One summand of a severity: `points` is what it gives of 100, None where the weights were not kept."""

    name: str
    meaning: str
    value: float
    weight: float | None
    points: float | None


def percent(share: float) -> str:
    """`16%`, `0.4%`; less than nothing and more than all are not told of a share."""
    shown = min(1.0, max(0.0, share))
    if 0 < shown < 0.0005:
        return "under 0.1%"
    return f"{shown:.0%}" if shown == 0 or shown >= 0.0095 else f"{shown:.1%}"


def of_words(share: Share) -> str:
    return f"{share.part:,} of {share.whole:,}"


def interval_words(share: Share) -> str:
    """`16%, 9% to 26%`: the share, and what bounds the true one at 95 %."""
    return f"{percent(share.value)}, {percent(share.low)} to {percent(share.high)}"


def share_words(share: Share) -> str:
    return f"{of_words(share)} ({interval_words(share)})"


def heads(found: PatternReport | None) -> bool:
    """Whether what recurs is what a report begins with."""
    return found is not None and any(not pattern.muted for pattern in found.patterns)


_FEW = 20
"""Fewer sessions than this say so little of what recurs that no chance need be told."""


def headline(found: PatternReport) -> str:
    """`8 problems recur in 64 sessions, 6 of them blocking`; muted ones are not counted."""
    told = [pattern for pattern in found.patterns if not pattern.muted]
    where = count(found.examined, "session")
    if not told:
        return f"Nothing recurs in {where}"
    blocking = sum(pattern.blocking for pattern in told)
    weight = f", {'it blocks' if len(told) == 1 else f'{blocking} of them blocking'}" if blocking else ""
    return f"{count(len(told), 'problem')} {'recurs' if len(told) == 1 else 'recur'} in {where}{weight}"


def single_words(found: PatternReport) -> str:
    """What one session alone had; empty where nothing."""
    if not found.single:
        return ""
    return f"{count(found.single, 'problem')}{' more' if found.patterns else ''} met one session alone."


def missed_words(found: PatternReport) -> str:
    """What could have been missed, at a prevalence of 1 %."""
    if not found.examined:
        return "No session was examined, so nothing could be found."
    if found.examined < _FEW:
        return f"{count(found.examined, 'session')} {'is' if found.examined == 1 else 'are'} few to tell from what recurs."
    examined = f"{count(found.examined, 'session')} {'was' if found.examined == 1 else 'were'} examined"
    chance = _chance(found.chance_missed)
    return f"A problem that 1 session in 100 has was missed with a chance of {chance}: it takes two to tell that something recurs, and {examined}."


def _chance(chance: float) -> str:
    return "more than 99%" if chance > 0.99 else percent(chance)


def lifecycle_words(lifecycle: Lifecycle) -> str:
    match lifecycle:
        case Lifecycle.NEW:
            return "new"
        case Lifecycle.ONGOING:
            return "ongoing"
        case Lifecycle.REGRESSED:
            return "back again"
        case Lifecycle.RESOLVED:
            return "resolved"
        case _:
            assert_never(lifecycle)


def reached_words(pattern: Pattern) -> str:
    """How those affected fared against all others; empty where nothing is known of them."""
    affected, rest = pattern.success_affected, pattern.success_rest
    if affected is None:
        return ""
    beside = f", {of_words(rest)} of the others ({percent(rest.value)})" if rest is not None else ""
    return f"{of_words(affected)} affected reached the goal ({percent(affected.value)}){beside}"


def seen_words(pattern: Pattern) -> str:
    first, last = day(pattern.first_seen), day(pattern.last_seen)
    return first if first == last else f"{first} to {last}"


def release_words(pattern: Pattern) -> str:
    """`4.1: 0 of 22, 4.2: 5 of 21`; the latest ones where there are many."""
    shown = pattern.releases[-_NAMED_RELEASES:]
    left = len(pattern.releases) - len(shown)
    told = [f"{one_line(one.release, 40)}: {one.affected:,} of {one.examined:,}" for one in shown]
    return ", ".join(([f"{count(left, 'earlier release')}"] if left else []) + told)


def trend_words(pattern: Pattern) -> str:
    """The first half of the period against the second; empty for a single bucket."""
    buckets = pattern.trend
    if len(buckets) < 2:
        return ""
    middle = len(buckets) // 2
    first, second = _summed(buckets[:middle]), _summed(buckets[middle:])
    return (
        f"{first.affected:,} of {first.examined:,} sessions before {day(second.start)}{_share_of(first)}, "
        f"{second.affected:,} of {second.examined:,} from then on{_share_of(second)}"
    )


def sparks(pattern: Pattern, columns: int = 14) -> str:
    """The share affected over the period, a character a stretch; a blank where no session was examined, `·` where none was affected."""
    stretches = list(condensed(pattern.trend, columns))
    most = max((one.affected / one.examined for one in stretches if one.examined > 0), default=0.0)

    def spark(one: Bucket) -> str:
        if one.examined <= 0:
            return " "
        height = one.affected / one.examined
        return "·" if height <= 0 else _SPARKS[min(len(_SPARKS) - 1, round(height / most * (len(_SPARKS) - 1)))]

    return "".join(map(spark, stretches))


def condensed(buckets: Sequence[Bucket], most: int) -> Iterator[Bucket]:
    """As many neighbouring ones put together as leaves `most` at the utmost."""
    width = -(-len(buckets) // most) or 1
    for begin in range(0, len(buckets), width):
        yield _summed(buckets[begin : begin + width])


def _summed(buckets: Sequence[Bucket]) -> Bucket:
    return Bucket(
        start=buckets[0].start, end=buckets[-1].end, examined=sum(one.examined for one in buckets), affected=sum(one.affected for one in buckets)
    )


def _share_of(one: Bucket) -> str:
    return f" ({percent(one.affected / one.examined)})" if one.examined > 0 else ""


def severity_terms(severity: Severity) -> tuple[Term, ...]:
    """What weighs most first."""
    terms = []
    for name, value in severity.terms.items():
        weight = severity.weights.get(name)
        points = None if weight is None else 100 * weight * value
        terms.append(Term(name=symptom_words(name), meaning=_TERMS.get(name, ""), value=value, weight=weight, points=points))
    return tuple(sorted(terms, key=lambda term: -(term.weight or 0)))


def severity_words(severity: Severity) -> str:
    """`79 of 100: blocking 1.00, reach 0.50, …`, each with what it counts for."""
    terms = [
        f"{term.name} {term.value:.2f}" + (f" \u00d7 {100 * term.weight:.0f}" if term.weight is not None else "") for term in severity_terms(severity)
    ]
    return f"{severity.score} of 100" + (f": {', '.join(terms)}" if terms else "")


def instead_words(instead: Instead) -> str:
    """Who did something else; the steps follow."""
    return f"{count(instead.sessions, 'session')} did the same there and reached the goal" + ("; most went on like this:" if instead.steps else ".")


def known_words(known: KnownPattern) -> str:
    """Why a pattern of earlier runs is taken to be gone."""
    return (
        f"Last seen {day(known.last_seen)}; not in {count(known.quiet, 'session')} since then, though it had met {percent(known.prevalence)} of them."
    )


def by_words(by: str) -> str:
    return "the rules" if by == "rules" else one_line(by, 80) or "a model"
