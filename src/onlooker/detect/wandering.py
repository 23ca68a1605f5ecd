"""Wandering: many pages for a moment each, some of them again, and nothing done on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from onlooker.detect.calls import changes, matters, worked
from onlooker.detect.case import Case
from onlooker.detect.elements import element_key
from onlooker.detect.places import request_key
from onlooker.detect.visits import Visit, visits
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit

_OVER_AND_OVER = 3
_DIFFERENT = 4
"""On fewer pages one compares, and does not search."""
_MENUS_TIMES = 2
"""Looking into what a page offers takes so many times as long as looking at it."""


def wandering(case: Case) -> Iterator[Hit]:
    for mine in visits(case).values():
        run: list[Visit] = []
        for visit in mine:
            stayed = _stayed(case, visit)
            if stayed or (run and _achieved(case, run[-1], visit)):
                yield from _told(case, run, visit)
                run = []
                if not stayed:
                    run.append(visit)
            else:
                run.append(visit)
        yield from _told(case, run, None)


def _stayed(case: Case, visit: Visit) -> bool:
    """Read the page, or worked on it: typed there, or pressed one thing over and over. Who only opens one menu after another is still searching;
    waiting for a page to come is no reading."""
    start, end, window = visit.start_ms + 1, visit.end_ms - 1, visit.entry.window
    worked_on = case.index.typed.first(start, end, window) is not None
    pressed = Counter(element_key(click, entry) for entry, click in case.index.clicks.between(start, end, window))
    worked_on = worked_on or max(pressed.values(), default=0) >= _OVER_AND_OVER
    spent = visit.end_ms - visit.settled_ms
    if worked_on or spent > _MENUS_TIMES * case.limits.wander_dwell_ms:
        return spent > case.limits.wander_dwell_ms
    return visit.paused_ms > case.limits.wander_dwell_ms


def _achieved(case: Case, earlier: Visit, later: Visit) -> bool:
    """Something was changed on the server, or the screen praised, between the two."""
    window, start, end = earlier.entry.window, earlier.start_ms, later.start_ms + 1_000
    if stored(case, window, start, end):
        return True
    if case.index.submitted.first(start, end, window) is not None:
        return any(typed for typed, _ in case.index.typed.between(start, end, window)) is False
    return any(
        message.tone is Tone.SUCCESS and message.sure
        for _, seen in case.index.screens.between(start, end, window)
        for message in case.index.said(seen)
    )


def stored(case: Case, window: int, start_ms: int, end_ms: int) -> bool:
    """A call that changes something went through, and is none that the page makes all the time."""
    return any(
        changes(request) and worked(request) and matters(entry, request) and request_key(request) not in case.index.ambient_requests
        for entry, request in case.index.requests.between(start_ms, end_ms, window)
    )


def _told(case: Case, run: list[Visit], then: Visit | None) -> Iterator[Hit]:
    limits = case.limits
    if len(run) < 2:
        return
    counts = Counter(visit.page for visit in run)
    if then is not None and counts[then.page]:
        counts[then.page] += 1
    returns = sum(count - 1 for count in counts.values())
    empty = _empty_results(case, run)
    if len(counts) < limits.wander_pages:  # who looks on so many different pages is searching, whatever each return was for
        returns -= sum(_called_for(case, run, place) for place in range(2, len(run)))
    if len(run) < limits.wander_pages or len(counts) < _DIFFERENT or returns + empty < limits.wander_returns:
        return
    dwells = sorted(visit.dwell_ms for visit in run)
    yield case.hit(
        "wandering",
        [visit.entry for visit in run],
        ("wander_pages", "wander_dwell_ms", "wander_returns"),
        end_ms=run[-1].end_ms,
        visits=len(run),
        pages=len(counts),
        returns=returns,
        empty_results=empty,
        median_dwell_ms=dwells[len(dwells) // 2],
        page=run[0].page,
    )


def _called_for(case: Case, run: list[Visit], place: int) -> bool:
    """A return that no lost user makes: back from a page that refused, or back to a list to open the next thing in it, or to see it there."""
    here, between = run[place], run[place - 1]
    if here.page != run[place - 2].page:
        return False
    return below(here.page, between.page) or _refused(case, between)


def below(upper: str, lower: str) -> bool:
    """A page of one thing, by the number in its address, below the page of them all."""
    above, below = upper.partition("?")[0].rstrip("/") + "/", lower.partition("?")[0]
    return below.startswith(above) and any(char.isdigit() for char in below[len(above) :].partition("/")[0])


def _refused(case: Case, visit: Visit) -> bool:
    window, start, end = visit.entry.window, visit.start_ms - 1_000, visit.end_ms
    if any(request.failed and request.kind_of == "navigation" for _, request in case.index.requests.between(start, end, window)):
        return True
    shown = case.index.screens.between(visit.start_ms, end, window)
    return any(message.failing and message.sure for _, seen in shown for message in case.index.said(seen))


def _empty_results(case: Case, run: list[Visit]) -> int:
    window = run[0].entry.window
    shown = case.index.screens.between(run[0].start_ms, run[-1].end_ms, window)
    return sum(any(message.tone is Tone.EMPTY for message in case.index.said(seen)) for _, seen in shown)
