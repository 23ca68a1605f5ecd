"""Hunting, a `wandering` that ends well: page after page and tab after tab is opened, some of them again, until the one field is found that was
sought. Nothing is in the way but that nobody would look for it where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from onlooker.detect.case import Case
from onlooker.detect.elements import is_link, is_pressable, submits
from onlooker.detect.forsaken import asks_to_be_taken
from onlooker.detect.messages import short
from onlooker.detect.visits import page_key, visits
from onlooker.detect.wandering import below, stored
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Click, Entry, Typed

_PLACES = 10
"""Pages and parts of pages looked into. Work that goes over as many as a matter of course does not go back to them."""
_PAGES = 4
_PARTS = 3
_SENT_MS = 30_000
"""What is set and sent within so long was what was sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """At a page, or at the part of it that a press brought up."""

    entry: Entry
    page: str
    part: str = ""


def hunting(case: Case) -> Iterator[Hit]:
    for window, looks in _looks(case).items():
        since = -1
        for entry, typed in case.index.typed:
            if entry.window != window or entry.at_ms <= since:
                continue
            run = [look for look in looks if since < look.entry.at_ms < entry.at_ms]
            yield from _told(case, run, since, entry, typed)
            since = entry.at_ms


def _looks(case: Case) -> dict[int, list[_Look]]:
    """By window, in order. Where a window began nobody chose to look."""
    found: dict[int, list[_Look]] = {}
    for window, mine in visits(case).items():
        pages = [_Look(entry=visit.entry, page=visit.page) for visit in mine]
        parts = [_Look(entry=entry, page="", part=part) for entry, click in case.index.presses if (part := _opened(case, window, entry, click))]
        looks: list[_Look] = []
        page = ""
        for look in sorted([*pages, *parts], key=lambda look: look.entry.at_ms):
            page = look.page or page
            looks.append(_Look(entry=look.entry, page=page, part=look.part))
        found[window] = looks[1:]
    return found


def _opened(case: Case, window: int, entry: Entry, click: Click) -> str:
    """The part of the page that took another's place at this press; empty where none did."""
    target = click.target
    if entry.window != window or target is None or not target.label or submits(target) or not is_pressable(target):
        return ""
    if is_link(target) and not _same_page(entry.page, target.href):
        return ""
    following = case.index.clicks.first(entry.at_ms + 1, entry.at_ms + case.limits.dead_ms, window)
    until = following[0].at_ms - 1 if following is not None else entry.at_ms + case.limits.dead_ms
    shown = [seen.change for _, seen in case.index.screens.between(entry.at_ms, until, window)]
    if any(change.navigation or change.dialogs for change in shown):
        return ""
    return target.label if any(change.appeared and change.gone for change in shown) else ""


def _same_page(page: str, href: str) -> bool:
    try:
        return page_key(urljoin(page, href)) == page_key(page)
    except ValueError:
        return False


def _told(case: Case, run: list[_Look], since: int, entry: Entry, typed: Typed) -> Iterator[Hit]:
    limits = case.limits
    places = [(look.page, look.part) for look in run]
    pages, parts = {page for page, _ in places}, {place for place in places if place[1]}
    if len(set(places)) < _PLACES or len(pages) < _PAGES or len(parts) < _PARTS:
        return
    returns = len(places) - len(set(places)) - sum(_next_of_a_list(*places[at - 2 : at + 1]) for at in range(2, len(places)))
    dwells = [later - earlier for earlier, later in pairwise([*(look.entry.at_ms for look in run), entry.at_ms])]
    if returns < limits.wander_returns or max(dwells) > limits.wander_dwell_ms:
        return
    if _done(case, since, run[0].entry, entry) or not _sought(case, entry, typed):
        return
    yield case.hit(
        "wandering",
        [*(look.entry for look in run), entry],
        ("wander_dwell_ms", "wander_returns"),
        end_ms=entry.at_ms,
        visits=len(run),
        pages=len(pages),
        parts=len(parts),
        returns=returns,
        empty_results=0,
        median_dwell_ms=sorted(dwells)[len(dwells) // 2],
        found=short(typed.target.label) if typed.target is not None else None,
        page=run[0].page,
    )


def _next_of_a_list(one: tuple[str, str], between: tuple[str, str], here: tuple[str, str]) -> bool:
    return one == here and below(here[0], between[0])


def _done(case: Case, since: int, first: Entry, entry: Entry) -> bool:
    """Something was sent, changed on the server or praised on the way: then it was work. What a page explains beside its fields is no praise."""
    index, start, end, window = case.index, max(since, first.at_ms) + 1, entry.at_ms - 1, entry.window
    if index.submitted.first(start, end, window) is not None:
        return True
    if any(asks_to_be_taken(click.target) for _, click in index.presses.between(start, end, window)):
        return True
    if stored(case, window, start, end):
        return True
    shown = index.screens.between(start, end, window)
    return any(message.tone is Tone.SUCCESS and message.where in ("alert", "dialog") for _, seen in shown for message in index.said(seen))


def _sought(case: Case, entry: Entry, typed: Typed) -> bool:
    """This one field was set, and sent off: no search, no form to be filled."""
    target = typed.target
    if target is None or not target.label:
        return False
    end = entry.at_ms + _SENT_MS
    pressed = (at for at, click in case.index.presses.between(entry.at_ms + 1, end, entry.window) if asks_to_be_taken(click.target))
    sent = next(pressed, None)
    if sent is None:
        return False
    others = case.index.typed.between(entry.at_ms, sent.at_ms, entry.window)
    return all(other.target is not None and other.target.ref == target.ref for _, other in others)
