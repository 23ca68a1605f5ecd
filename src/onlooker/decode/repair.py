"""Records of all parts -> the records of one session, in time order, each once; and what had to be done for it.

1. The session most records name is kept; records that name another are dropped and counted.
2. A missing or absurd time becomes the one before it in the file.
3. A record that stands twice, byte for byte, at the same time in the same window, is one.
4. A part that tells the same session in another form (plain rrweb beside PostHog's) adds only what the others lack: per window, time,
   type and change, as many records are kept as the fuller form has.
5. The sort by time is stable: ties keep the recorder's order. Where the order was wrong, meta and full snapshots go before changes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from onlooker.decode.once import Once
from onlooker.decode.shapes import Record
from onlooker.decode.times import mend_times

GAP_MS = 300_000
"""Recorder silent for longer is a gap: posthog-js pauses after 5 minutes without activity, and writes a full snapshot every 5."""

_RANK = {4: 0, 2: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """`records` in time order; their `at` is set. Counts as in RecordingLosses."""

    session: str
    records: list[Record]
    reordered: int = 0
    duplicates: int = 0
    other_sessions: int = 0
    times_mended: int = 0


def repair(parts: list[list[Record]]) -> Repaired:
    session, parts, others = _one_session(parts)
    mended = sum(_mend(part) for part in parts)
    parts.sort(key=lambda part: not any(record.window for record in part))  # stable: those that name windows first
    reordered = sum(_disorder(part) for part in parts)
    kept: list[Record] = []
    once = Once()
    for part in parts:
        if kept and not any(record.window for record in part):
            _lend_windows(part, kept)
        kept.extend(once.fresh(part, last=part is parts[-1]))
    if reordered:
        kept.sort(key=lambda record: (record.at, _RANK.get(record.type, 2)))
    else:
        kept.sort(key=lambda record: record.at or 0)
    return Repaired(
        session=session, records=kept, reordered=reordered, duplicates=sum(map(len, parts)) - len(kept), other_sessions=others, times_mended=mended
    )


def _one_session(parts: list[list[Record]]) -> tuple[str, list[list[Record]], int]:
    named = Counter(record.session for part in parts for record in part if record.session)
    if len(named) <= 1:
        return next(iter(named), ""), [part for part in parts if part], 0
    session = named.most_common(1)[0][0]
    own = [[record for record in part if record.session in {"", session}] for part in parts]
    return session, [part for part in own if part], sum(named.values()) - named[session]


def _mend(part: list[Record]) -> int:
    times, mended = mend_times([record.at for record in part])
    if mended:
        for record, at in zip(part, times, strict=True):
            record.at = at
    return mended


def _disorder(part: list[Record]) -> int:
    """How many records stand after a later one of the same window."""
    latest: dict[str, int] = {}
    count = 0
    for record in part:
        at = record.at or 0
        if at < latest.get(record.window, 0):
            count += 1
        else:
            latest[record.window] = at
    return count


def _lend_windows(part: list[Record], kept: list[Record]) -> None:
    """A part that names no windows takes them from the records it agrees with; what agrees with none goes with its predecessor."""
    windows = {(record.at, record.type, record.change): record.window for record in kept}
    matched = [windows.get((record.at, record.type, record.change)) for record in part]
    if not any(matched):
        return
    last = next(window for window in matched if window)
    for record, window in zip(part, matched, strict=True):
        last = window or last
        record.window = last
