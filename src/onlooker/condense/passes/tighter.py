"""For sessions above the budget: stronger folding, weakest first. Each may be the last one needed."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from onlooker.condense.line import Draft, Line, Pass
from onlooker.condense.picking import mute
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Idled, Logged, Played, Scrolled, Seen, Tracked, Typed

_RUN = 4
_LONG_PAUSE_MS = 300_000


def drop_reading(draft: Draft) -> Draft:
    """Scrolls, media, and pauses under five minutes."""
    return draft.drop(lambda line: isinstance(line.detail, Scrolled | Played), "reading").drop(
        lambda line: isinstance(line.detail, Idled) and line.end_ms - line.at_ms < _LONG_PAUSE_MS, "reading"
    )


def only_messages(draft: Draft) -> Draft:
    """Of the screen only alerts, refused fields, dialogs and headings."""
    cut = 0
    lines: list[Line] = []
    for line in draft.lines:
        detail = line.detail
        if isinstance(detail, Seen):
            told = tuple(text for text in detail.change.appeared if text.role is not Role.TEXT)
            cut += len(detail.change.appeared) - len(told)
            untold = len(detail.change.appeared) - len(told)
            line = line.saying(Seen(change=replace(detail.change, appeared=told, values=()))).leaving_out(untold, 0)  # noqa: PLW2901
        lines.append(line)
    return draft.with_lines(lines, {"screen texts": cut}).drop(mute, "screen changes without a message")


def drop_tracking(draft: Draft) -> Draft:
    """The team's own events and console errors."""
    return draft.drop(lambda line: isinstance(line.detail, Tracked | Logged), "tracking")


def fold_runs(draft: Draft) -> Draft:
    """Of a run of presses and typing without any answer, the first and the last."""
    kept: list[Line] = []
    for (plain, _), group in groupby(draft.lines, key=lambda line: (_plain(draft, line), line.window)):
        lines = list(group)
        if plain and len(lines) >= _RUN:
            head = lines[0]
            for line in lines[1:-1]:
                head = head.absorb(line, "runs")
            kept += [head, lines[-1]]
        else:
            kept += lines
    return draft.with_lines(kept)


def _plain(draft: Draft, line: Line) -> bool:
    return isinstance(line.detail, Click | Typed) and not line.also and not draft.proof(line)


TIGHTER: tuple[Pass, ...] = (drop_reading, only_messages, drop_tracking, fold_runs)
