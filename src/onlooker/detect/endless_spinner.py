"""Endless spinners: something turns, and still turns when the user leaves."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.attempts import Attempt, End
from onlooker.detect.case import Case
from onlooker.detect.elements import element_key
from onlooker.detect.places import place_of
from onlooker.detect.waits import Wait, waits
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Click

_LEAVING_MS = 1_000
"""A new page shows, and the old one says goodbye, within this."""
_CAME_LINES = 3
"""With so many more lines than stood there while it turned, and nothing turning, the page has come."""
_WORKING = 2
"""Presses answered with success while it turned: then nobody waits for it."""


def endless_spinner(case: Case) -> Iterator[Hit]:
    found = list(_turning(case))
    yield from found
    if not found:
        yield from _silent(case)


def _silent(case: Case) -> Iterator[Hit]:
    """A pressed thing that lost its own words, as if it turned into a spinner, and from then on nothing new on the screen."""
    for attempt in case.attempts.all:
        since = attempt.answer.acknowledged_ms
        if attempt.end is not End.WAITING or since is None:
            continue
        window = attempt.entry.window
        if any(case.index.tells(seen) for _, seen in case.index.screens.between(since + 1, case.index.end_ms, window)):
            continue
        lasted = case.index.end_ms - since
        if lasted < case.limits.endless_ms or case.index.pages.first(since, case.index.end_ms, window) is not None:
            continue
        taken = case.index.screens.first(since, since, window)
        yield case.hit(
            "endless_spinner",
            [attempt.entry, *([taken[0]] if taken else [])],
            ("endless_ms",),
            end_ms=case.index.end_ms,
            lasted_ms=lasted,
            label=attempt.label,
            spinner_seen=False,
            since_load=False,
            after_action=True,
            presses_meanwhile=sum(other.entry.at_ms > since for other in case.attempts.all),
            answered_meanwhile=0,
            page=attempt.entry.page,
        )


def _turning(case: Case) -> Iterator[Hit]:
    for wait in waits(case):
        if wait.end is not None and not wait.given_up:
            continue
        over = case.index.end_ms if wait.end is None else wait.end.at_ms
        left = case.index.left.first(wait.start.at_ms, over, wait.start.window)
        end = left[0].at_ms if left is not None else over
        lasted = end - wait.start.at_ms
        if lasted < case.limits.endless_ms:
            continue
        meanwhile = [attempt for attempt in case.attempts.all if wait.start.at_ms < attempt.entry.at_ms <= end]
        worked = sum(attempt.end is End.DONE and not _leaves(attempt, end) for attempt in meanwhile)
        if worked >= _WORKING:
            continue
        yield case.hit(
            "endless_spinner",
            [wait.act, wait.start] if wait.act is not None else [wait.start],
            ("endless_ms",),
            end_ms=end,
            lasted_ms=lasted,
            label=wait.label or None,
            text=wait.text[:160] or None,
            spinner_seen=True,
            given_up=wait.given_up,
            resolved_ms=_resolved(case, wait),
            since_load=wait.since_load,
            after_action=wait.act is not None,
            presses_meanwhile=len(meanwhile),
            answered_meanwhile=worked,
            page=wait.start.page,
        )


def _leaves(attempt: Attempt, end_ms: int) -> bool:
    """It brought the page that ended the wait: who goes away did not get on with it."""
    return any(entry.at_ms >= end_ms - _LEAVING_MS for entry, _ in attempt.answer.pages)


def _rests(case: Case, wait: Wait, tried_ms: int) -> bool:
    """The page that was on its way is there and nothing turns: that it was gone to once more says nothing by itself."""
    later = case.index.screens.between(tried_ms, case.index.end_ms, wait.start.window)
    return any(place_of(entry.page) == place_of(wait.start.page) and not seen.change.spinners for entry, seen in later)


def _resolved(case: Case, wait: Wait) -> int | None:
    """When the same press went through at a later try, or the page that was on its way came after all: after a reload, or at a later visit."""
    if wait.act is not None and isinstance(wait.act.detail, Click):
        tried = case.attempts.resolved_ms(element_key(wait.act.detail, wait.act), wait.act.at_ms)
        if tried is not None and (not wait.since_load or _rests(case, wait, tried)):
            return tried
    if wait.end is None or not wait.since_load:
        return None
    turning = list(case.index.screens.between(wait.start.at_ms, wait.end.at_ms - 1, wait.start.window))
    page, shown = turning[-1][0].page, max(seen.change.lines for _, seen in turning)
    later = case.index.screens.between(wait.end.at_ms, case.index.end_ms, wait.start.window)
    return next(
        (entry.at_ms for entry, seen in later if entry.page == page and not seen.change.spinners and seen.change.lines >= shown + _CAME_LINES), None
    )
