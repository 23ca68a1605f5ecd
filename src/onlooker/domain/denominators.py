"""What a run's numbers are shares of: how many sessions were selected, read, failed and skipped, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onlooker.domain.report import RunReport
from onlooker.domain.words import count, one_line

_LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominators:
    """`selected` is the sum of the other three. Reasons with how many sessions each cost, most first; `places` hold no session at all."""

    selected: int
    read: int
    failed: int
    skipped: int
    failures: tuple[tuple[str, int], ...]
    skips: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]


def denominators(run: RunReport) -> Denominators:
    return Denominators(
        selected=len(run.sessions) + len(run.failed) + len(run.skipped_sessions),
        read=len(run.sessions),
        failed=len(run.failed),
        skipped=len(run.skipped_sessions),
        failures=_counted(one.reason for one in run.failed),
        skips=_counted(one.reason for one in run.skipped_sessions),
        places=_counted(reason for _, reason in run.skipped),
    )


def denominator_words(told: Denominators) -> tuple[str, ...]:
    """`70 sessions selected: 64 read, 2 could not be read, 4 skipped.` and the reasons of each, a sentence each."""
    parts = [
        f"{told.read:,} read",
        f"{told.failed:,} could not be read" if told.failed else "",
        f"{told.skipped:,} skipped" if told.skipped else "",
    ]
    said = [f"{count(told.selected, 'session')} selected: {', '.join(filter(None, parts))}."]
    if told.failures:
        said.append(f"Could not be read: {reasons_words(told.failures)}.")
    if told.skips:
        said.append(f"Skipped: {reasons_words(told.skips)}.")
    if told.places:
        said.append(f"{count(sum(number for _, number in told.places), 'place')} held no session: {reasons_words(told.places)}.")
    return tuple(said)


def coverage_sum_words(run: RunReport) -> str:
    """What was read of all sessions together, in one sentence."""
    sums: Counter[str] = Counter()
    for session in run.sessions:
        own = session.coverage
        sums.update(snapshots=own.snapshots, events=own.events, screens=own.screens, planned=own.looked.planned, rendered=own.looked.rendered)
        sums["noise"] += sum(noise.count for noise in own.noise)
    told = [
        f"Read {count(sums['snapshots'], 'snapshot')} and {count(sums['events'], 'event')}",
        f"looked at {count(sums['screens'], 'screen')}",
        f"rendered {sums['rendered']:,} of {count(sums['planned'], 'planned clip')}" if sums["planned"] else "",
        f"set aside {count(sums['noise'], 'trace')} of trouble that nobody could see",
    ]
    return ", ".join(filter(None, told)) + "."


def reasons_words(reasons: Iterable[tuple[str, int]]) -> str:
    """`3 bot, 1 too short`."""
    return ", ".join(f"{number:,} {one_line(reason, _LONGEST)}" for reason, number in reasons)


def _counted(reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(one_line(reason, _LONGEST) for reason in reasons).items(), key=lambda pair: (-pair[1], pair[0])))
