"""Attempts: presses that want something done, and whether it was done.

The window of an attempt reaches to the next attempt in the same browser window, at most `message_ms`: what is said there is its answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from onlooker.detect.calls import changes, matters, worked
from onlooker.detect.elements import element_key, is_field, is_pressable
from onlooker.detect.index import Index
from onlooker.detect.messages import Message, worst
from onlooker.detect.responses import Response, asked_later, response
from onlooker.detect.standing import cells
from onlooker.detect.thresholds import Thresholds
from onlooker.detect.words import Tone
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Entry, Requested, Seen, Submitted

_PRESS_SENDS_MS = 1_000
"""A form sent this soon after a press was sent by it."""

_PAGE_ASKS_MS = 300
"""A new page may ask for things this long before the recorder on it starts."""


class End(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    """The screen, a new page or a changing request that succeeded says so, and nothing says otherwise."""
    FAILED = "failed"
    """A message or a failed changing request says so."""
    WAITING = "waiting"
    """A spinner, or a request without answer, was all that came."""
    NOTHING = "nothing"
    """Nothing a person could see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One press. `message` is the worst text that answered it; `request` the failed one; `done_ms` when success showed."""

    entry: Entry
    act: Click | Submitted
    key: str
    end: End
    answer: Response
    message: Message | None = None
    message_entry: Entry | None = None
    request: Requested | None = None
    request_entry: Entry | None = None
    praised: bool = False
    """A text said that it worked."""
    done_ms: int | None = None

    @property
    def label(self) -> str:
        return self.act.target.label if self.act.target is not None else ""


def attempts(index: Index, limits: Thresholds) -> tuple[Attempt, ...]:
    """Every press of a thing that promises to do something, in time order."""
    presses = sorted([*_pressed(index), *_sent_by_key(index)], key=lambda press: press[0].at_ms)
    last_seen: dict[int, int] = {}
    horizon: list[int] = [0] * len(presses)
    for place in range(len(presses) - 1, -1, -1):
        entry = presses[place][0]
        upcoming = last_seen.get(entry.window)
        horizon[place] = limits.message_ms if upcoming is None else min(limits.message_ms, max(0, upcoming - entry.at_ms - 1))
        last_seen[entry.window] = entry.at_ms
    return tuple(_judged(index, entry, act, within, limits) for (entry, act), within in zip(presses, horizon, strict=True))


def _pressed(index: Index) -> Iterator[tuple[Entry, Click | Submitted]]:
    for entry, click in index.clicks:
        target = click.target
        if target is not None and not is_field(target) and (is_pressable(target) or target.interactive is None):
            yield entry, click


def _sent_by_key(index: Index) -> Iterator[tuple[Entry, Click | Submitted]]:
    """Forms sent without a press just before: with the Enter key."""
    for entry, submitted in index.submitted:
        if index.clicks.first(entry.at_ms - _PRESS_SENDS_MS, entry.at_ms + 50, entry.window) is None:
            yield entry, submitted


def _judged(index: Index, entry: Entry, act: Click | Submitted, within_ms: int, limits: Thresholds) -> Attempt:
    answer = response(index, entry, within_ms, limits)
    message, message_entry, praise, praise_ms = None, None, False, None
    for shown, seen in answer.screens:
        found = index.said(seen)
        bad = worst(found)
        if bad is not None and bad.sure and message is None and not asked_later(index, entry.at_ms, entry.window, shown.at_ms):
            message, message_entry = bad, shown
        if any(told.tone is Tone.SUCCESS and told.sure for told in found) and not praise:
            praise, praise_ms = True, shown.at_ms
    loaded = next((at.at_ms for at, page in answer.pages if page.load), None)
    asked_until = entry.at_ms + limits.slow_ms  # a call that begins later was asked for by somebody else
    failed = next(
        ((e, r) for e, r in answer.requests if e.at_ms <= asked_until and r.failed and _wanted(e, r) and not _of_the_page(e, r, loaded)), None
    )
    stored = next(((e, r) for e, r in answer.requests if worked(r) and changes(r) and matters(e, r)), None)
    earlier = index.screens.before(entry.at_ms - 1, entry.window)
    turning = earlier[1].change.spinners if earlier is not None else 0
    busy = bool(answer.screens) and all(seen.change.spinners > turning or _goes_on_turning(seen) for _, seen in answer.screens)
    busy = busy or (not answer.screens and answer.acknowledged_ms is not None)
    blank = bool(answer.screens) and answer.screens[-1][1].change.blank
    done_ms: int | None = None
    if message is not None or failed is not None or blank:
        end = End.FAILED
    elif busy and not answer.pages:
        end = End.WAITING
    elif praise or stored is not None or _meant(index, entry, answer, limits):
        end = End.DONE
        done_ms = praise_ms if praise_ms is not None else answer.visible_ms
        if done_ms is None and stored is not None:
            done_ms = stored[0].end_ms
    else:
        end = End.NOTHING
    return Attempt(
        entry=entry,
        act=act,
        key=element_key(act, entry),
        end=end,
        answer=answer,
        message=message,
        message_entry=message_entry,
        request=failed[1] if failed else None,
        request_entry=failed[0] if failed else None,
        praised=praise,
        done_ms=done_ms,
    )


def _meant(index: Index, entry: Entry, answer: Response, limits: Thresholds) -> bool:
    """The first visible change came before the user did something else, or so soon that it must be the answer."""
    seen = answer.visible_ms
    return seen is not None and (seen - entry.at_ms <= limits.dead_ms or index.acts_between(entry.at_ms, seen - 1) == 0)


def _goes_on_turning(seen: Seen) -> bool:
    """All that changed is the spinner, which turns on: the same wait, drawn anew."""
    change = seen.change
    lines = (*change.appeared, *change.gone)
    return bool(change.spinners and lines) and not (change.navigation or change.values) and all(line.role is Role.SPINNER for line in lines)


def _of_the_page(entry: Entry, request: Requested, loaded_ms: int | None) -> bool:
    """Asked for by the page that came, and not by the press."""
    return loaded_ms is not None and entry.at_ms >= loaded_ms - _PAGE_ASKS_MS and request.kind_of != "navigation"


def _wanted(entry: Entry, request: Requested) -> bool:
    """A request whose failure is the failure of a press: one that changes something, the page itself, or one of unknown method."""
    return matters(entry, request) and (changes(request) or request.kind_of == "navigation" or not request.method)


class Attempts:
    """All attempts of a session, by the thing pressed."""

    def __init__(self, index: Index, limits: Thresholds) -> None:
        self.all = attempts(index, limits)
        self._by_key: dict[str, list[Attempt]] = defaultdict(list)
        self._by_label: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
        for attempt in self.all:
            self._by_key[attempt.key].append(attempt)
            self._by_label[attempt.label, attempt.entry.page].append(attempt)
        self._index = index
        self._times = [attempt.entry.at_ms for attempt in self.all]

    def _alone(self, attempt: Attempt) -> bool:
        """Nothing else on the screen is called so, as a button in every row of a list is."""
        lines = self._index.standing.at(attempt.entry.window, attempt.entry.at_ms - 1)
        return sum(times for line, times in lines.items() if attempt.label in cells([line])) <= 1

    def series(self) -> list[list[Attempt]]:
        """The attempts of each thing, in order of first press."""
        return list(self._by_key.values())

    def before(self, at_ms: int) -> Attempt | None:
        """The last attempt at or before `at_ms`."""
        place = bisect_right(self._times, at_ms)
        return self.all[place - 1] if place else None

    def resolved_ms(self, key: str, after_ms: int) -> int | None:
        """When the same press later went through, and no failure of it came after. What is built anew stands elsewhere: its label tells it on the
        same page."""
        own = self._by_key.get(key, [])
        pages = {attempt.entry.page for attempt in own if attempt.label}
        rebuilt = [other for page in pages for other in self._by_label[own[0].label, page] if other.key != key]
        if rebuilt and not self._alone(own[0]):
            rebuilt = []
        done = None
        for attempt in sorted((*own, *rebuilt), key=lambda attempt: attempt.entry.at_ms):
            if attempt.entry.at_ms <= after_ms:
                continue
            if attempt.end is End.DONE:
                done = attempt.done_ms or attempt.entry.at_ms
            elif attempt.end is End.FAILED:
                done = None
        return done
