"""When a text stood on the screen, as the timeline's screen changes tell it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from onlooker.domain.screen import ScreenChange
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Seen, Timeline

UNSURE_MS = 1_000
"""A change of the screen is told at the end of the burst that brought it; what went may have gone as long before."""


def standing(timeline: Timeline, window: int, texts: Collection[str]) -> dict[str, list[Span]]:
    """For each of the texts (as a screen text tells them: long ones cut) the stretches in which that window shows it, their last ms included."""
    counts: dict[str, int] = {}
    since: dict[str, int] = {}
    found: dict[str, list[Span]] = {text: [] for text in texts}
    for entry in timeline.entries:
        if entry.window != window or not isinstance(entry.detail, Seen):
            continue
        for text, more in _moves(entry.detail.change, texts):
            stood = counts.get(text, 0)
            counts[text] = max(0, stood + more)
            if stood == 0 and counts[text] > 0:
                since[text] = entry.at_ms
            elif stood > 0 and counts[text] == 0 and (start := since.pop(text)) < entry.at_ms:
                found[text].append(Span(start_ms=start, end_ms=entry.at_ms - 1))
    for text, start in since.items():
        found[text].append(Span(start_ms=start, end_ms=max(start, timeline.duration_ms)))
    return found


def _moves(change: ScreenChange, texts: Collection[str]) -> Iterator[tuple[str, int]]:
    """How many more of each text there are after the change, or fewer."""
    moves: dict[str, int] = {}
    for lines, sign in ((change.appeared, 1), (change.gone, -1)):
        for line in lines:
            for text in texts:
                if told_as(line.text, text):
                    moves[text] = moves.get(text, 0) + sign
    yield from moves.items()


def told_as(line: str, text: str) -> bool:
    """Whether a screen text tells this line so: whole, or cut with an ellipsis."""
    return line == text or (text.endswith("…") and line.startswith(text[:-1]))


def surely(stood: Span) -> Span:
    """The part of it that no burst of changes can have cut short."""
    return Span(start_ms=stood.start_ms, end_ms=max(stood.start_ms, stood.end_ms - UNSURE_MS))
