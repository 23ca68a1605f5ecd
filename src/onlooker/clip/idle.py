"""Stretches of a session in which there is nothing to see: neither the user nor the screen moves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from onlooker.clip.limits import LookLimits
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Click, Entry, Moved, PageShown, Played, Resized, Scrolled, Seen, Selected, Submitted, Switched, Timeline, Typed

OnView = Callable[[int], int | None]
"""The window that is watched at an instant."""


def happenings(timeline: Timeline, on_view: OnView, within: Span) -> list[Span]:
    """What somebody who watched would have seen move, in time order."""
    found = [span for entry in timeline.entries if entry.span.overlaps(within) for span in _moving(entry) if on_view(span.start_ms) == entry.window]
    for batch in timeline.mutations:
        if within.start_ms <= batch.at_ms <= within.end_ms and batch.nodes and not batch.own and on_view(batch.at_ms) == batch.window:
            found.append(Span(start_ms=batch.at_ms, end_ms=batch.at_ms))
    return sorted(found)


def doings(timeline: Timeline, on_view: OnView, within: Span) -> list[int]:
    """When the user did something, or the screen answered: both ends of each, rising. A moving pointer does nothing."""
    told = (entry for entry in timeline.entries if entry.span.overlaps(within))
    told = (entry for entry in told if isinstance(entry.detail, Click | Typed | Submitted | Played | Seen | PageShown | Switched))
    return sorted({edge for entry in told if on_view(entry.at_ms) == entry.window for edge in (entry.at_ms, entry.end_ms)})


def _moving(entry: Entry) -> Iterator[Span]:
    match entry.detail:
        case Moved(points=points) if points:
            yield from (Span(start_ms=at_ms, end_ms=at_ms) for at_ms, _, _ in points)
        case Click() | Typed() | Submitted() | Scrolled() | Selected() | Moved() | Played() | Seen() | PageShown() | Switched() | Resized():
            yield entry.span


def cuts(happened: Sequence[Span], within: Span, limits: LookLimits) -> tuple[Span, ...]:
    """What is cut out as idle; between a cut's two ends no frame is taken."""
    found = []
    for before, after in pairwise(_joined(happened, within)):
        start, end = before.end_ms + limits.idle_shown_ms, after.start_ms - limits.resume_ms
        if after.start_ms - before.end_ms > limits.idle_ms and end > start:
            found.append(Span(start_ms=start, end_ms=end))
    return tuple(found)


def _joined(happened: Sequence[Span], within: Span) -> list[Span]:
    """Spans that overlap put together, between the two ends, which count as something."""
    busy = [Span(start_ms=within.start_ms, end_ms=within.start_ms)]
    for span in (*happened, Span(start_ms=within.end_ms, end_ms=within.end_ms)):
        if span.start_ms <= busy[-1].end_ms:
            busy[-1] = busy[-1].union(span)
        else:
            busy.append(span)
    return busy


def left_after(instants: list[int], cut: tuple[Span, ...]) -> list[int]:
    """The instants, rising, that lie in no cut."""
    gone: set[int] = set()
    for span in cut:
        gone.update(instants[bisect_right(instants, span.start_ms) : bisect_left(instants, span.end_ms)])
    return [at_ms for at_ms in instants if at_ms not in gone]
