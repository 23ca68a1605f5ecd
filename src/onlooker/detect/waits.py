"""Waits: from the moment a spinner, or a dialog that asks for patience, shows to the moment it is gone, if it ever is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onlooker.detect.case import Case
from onlooker.detect.places import place_of
from onlooker.detect.words import Tone
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Entry, Seen

_CAUSED_WITHIN_MS = 2_000
_JUST_BEFORE_MS = 1_000
_LEAD_MS = 50
"""A route may change with the button going down, which comes before the click."""
_CAME_WITH_IT = 8
"""More lines that came with the spinner are the content itself, and what turns beside it is waited for by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """`act` is the press that brought the spinner, None when none did; `end` is None when it still turned at the end."""

    start: Entry
    end: Entry | None
    act: Entry | None
    label: str
    text: str
    since_load: bool
    given_up: bool = False
    """`end` is a page the user went to, a reload, or what the user closed: nothing answered."""


def waits(case: Case) -> Iterator[Wait]:
    """A rise of the number of spinners opens a wait; falling back to the level before closes it, and so does a new page in that window."""
    open_waits: dict[int, list[tuple[int, Entry, str, bool]]] = {}
    level: dict[int, int] = {}
    asking: dict[int, set[str]] = {}
    for entry, seen in case.index.screens:
        change, window = seen.change, entry.window
        stack = open_waits.setdefault(window, [])
        before = level.get(window, 0)
        patience = asking.setdefault(window, set())
        if change.navigation:
            while stack:
                wait = _wait(case, stack.pop(), entry)
                yield replace(wait, given_up=_went_away(case, wait, entry))
            before = 0
            patience.clear()
        patience -= {line.text for line in change.gone}
        begun = _asks_to_wait(case, seen)
        patience |= begun
        turning = change.spinners + len(patience)
        while stack and turning <= stack[-1][0]:
            wait = _wait(case, stack.pop(), entry)
            yield replace(wait, given_up=not change.navigation and _taken_away(case, wait, entry))
        if turning > before:
            text = next((line.text for line in change.appeared if line.role is Role.SPINNER), next(iter(sorted(begun)), ""))
            loading = case.index.pages.first(entry.at_ms - _JUST_BEFORE_MS, entry.at_ms, window) is not None or change.navigation
            stack.append((before, entry, text, loading))
        level[window] = turning
    for stack in open_waits.values():
        while stack:
            yield _wait(case, stack.pop(), None)


def _asks_to_wait(case: Case, seen: Seen) -> set[str]:
    """The headings of dialogs that came and say nothing but that something is under way."""
    asking = [message.text for message in case.index.said(seen) if message.where == "dialog" and message.tone is Tone.BUSY]
    headings = {line.text for line in seen.change.appeared if line.role is Role.DIALOG}
    return {heading for heading in headings if any(text.startswith(heading) for text in asking)}


def _wait(case: Case, opened: tuple[int, Entry, str, bool], end: Entry | None) -> Wait:
    _, start, text, loading = opened
    act: Entry | None = None
    label = ""
    last = case.index.clicks.before(start.at_ms, start.window)
    if last is not None and last[1].target is not None and start.at_ms - last[0].at_ms <= _CAUSED_WITHIN_MS:
        act, click = last
        label = _label(click)
    return Wait(start=start, end=end, act=act, label=label, text=text, since_load=loading)


def _went_away(case: Case, wait: Wait, page: Entry) -> bool:
    """The page came because the user asked for it, long after the press that waited: the last act was another one, or the call for the page began
    only then. An answer that is a page is called for at the press."""
    if (wait.act is None and not wait.since_load) or page.at_ms - (wait.act or wait.start).at_ms < case.limits.endless_ms:
        return False
    asked = case.index.last_act_ms(page.at_ms - 1)
    if asked is not None and asked > wait.start.at_ms and page.at_ms - asked <= _CAUSED_WITHIN_MS:
        return True
    calls = case.index.requests.between(page.at_ms - _CAUSED_WITHIN_MS, page.at_ms, page.window)
    return any(request.kind_of == "navigation" for _, request in calls)


def _taken_away(case: Case, wait: Wait, end: Entry) -> bool:
    """Within one document, the user's own hand ended it: went to another page of it, or closed the dialog in which it turned, and nothing came
    instead. Only where the spinner was nearly all that had come, and nothing more came while it turned."""
    if (wait.act is None and not wait.since_load) or end.at_ms - (wait.act or wait.start).at_ms < case.limits.endless_ms:
        return False
    press = case.index.clicks.before(end.at_ms, end.window)
    if press is None or press[0].at_ms <= wait.start.at_ms or end.at_ms - press[0].at_ms > _CAUSED_WITHIN_MS:
        return False
    first = wait.act.at_ms if wait.act is not None else wait.start.at_ms - _JUST_BEFORE_MS
    came = sum(_lines_of(seen) for _, seen in case.index.screens.between(first, wait.start.at_ms, end.window))
    meanwhile = case.index.screens.between(wait.start.at_ms + 1, press[0].at_ms - 1, end.window)
    if came > _CAME_WITH_IT or any(case.index.tells(seen) and _lines_of(seen) for _, seen in meanwhile):
        return False
    pages = case.index.pages.between(press[0].at_ms - _LEAD_MS, end.at_ms, end.window)
    return any(place_of(page.url) != place_of(wait.start.page) for _, page in pages) or _closed(case, press[0], end)


def _closed(case: Case, press: Entry, end: Entry) -> bool:
    """A dialog went, and no words came that had not stood there."""
    changes = [seen.change for _, seen in case.index.screens.between(press.at_ms, end.at_ms + _CAUSED_WITHIN_MS, end.window)]
    stood = {word for change in changes for line in change.gone for word in line.text.split()}
    news = any(change.values or any(not stood.issuperset(line.text.split()) for line in change.appeared) for change in changes)
    return not news and any(line.role is Role.DIALOG for change in changes for line in change.gone)


def _lines_of(seen: Seen) -> int:
    """How many came, but what turns."""
    return sum(line.role is not Role.SPINNER for line in seen.change.appeared)


def _label(click: Click) -> str:
    return click.target.label if click.target is not None else ""
