"""Which act of the user something followed."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.detect.case import Case
from onlooker.detect.elements import element_key, is_link
from onlooker.domain.timeline import Click, Entry, Submitted, Typed

_SET_BY_THE_PAGE_MS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`what` is click, submit or input (typing, and a press into a field); `key` is that of the pressed element or sent form, empty for input.
    `link`: it was a press of a link that leads somewhere."""

    entry: Entry
    what: str
    label: str
    key: str = ""
    link: bool = False
    last_ms: int = 0
    """Its last moment before what followed: of typing the last key, where that came before."""


def act_before(case: Case, at_ms: int, within_ms: int, window: int) -> Act | None:
    """The last act in [at - within, at] in that window; in a window just opened, the act elsewhere that may have opened it."""
    act = _last(case, at_ms, within_ms, window)
    if act is None and case.index.opened_ms(window) >= at_ms - within_ms:
        return _last(case, at_ms, within_ms, None)
    return act


def _last(case: Case, at_ms: int, within_ms: int, window: int | None) -> Act | None:
    index = case.index
    pressed: tuple[Entry, Click | Submitted] | None = index.presses.before(at_ms, window)
    sent = index.submitted.before(at_ms, window)
    if sent is not None and (pressed is None or sent[0].at_ms > pressed[0].at_ms + _SET_BY_THE_PAGE_MS):
        pressed = sent
    typed = index.typed.before(at_ms, window)
    if typed is not None and (pressed is None or typed[0].at_ms > pressed[0].at_ms + _SET_BY_THE_PAGE_MS):
        act = _typed(*typed, at_ms)
    elif pressed is not None:
        act = _pressed(*pressed)
    else:
        return None
    return act if at_ms - act.last_ms <= within_ms else None


def _pressed(entry: Entry, act: Click | Submitted) -> Act:
    label = act.target.label if act.target is not None else ""
    if isinstance(act, Submitted):
        return Act(entry=entry, what="submit", label=label, key=element_key(act, entry), last_ms=entry.at_ms)
    link = act.target is not None and is_link(act.target)
    return Act(entry=entry, what="click", label=label, key=element_key(act, entry), link=link, last_ms=entry.at_ms)


def _typed(entry: Entry, typed: Typed, at_ms: int) -> Act:
    label = typed.target.label if typed.target is not None else ""
    return Act(entry=entry, what="input", label=label, last_ms=max(entry.at_ms, min(entry.end_ms, at_ms)))
