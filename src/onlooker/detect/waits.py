"""Waits: from the moment a spinner, or a dialog that asks for patience, shows to the moment it is gone, if it ever is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onlooker.detect.case import Case
from onlooker.detect.words import Tone
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Entry, Seen

_CAUSED_WITHIN_MS = 2_000


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
    """`end` is a page the user went to, or a reload: nothing answered."""


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
            yield _wait(case, stack.pop(), entry)
        if turning > before:
            text = next((line.text for line in change.appeared if line.role is Role.SPINNER), next(iter(sorted(begun)), ""))
            loading = case.index.pages.first(entry.at_ms - 1_000, entry.at_ms, window) is not None or change.navigation
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


def _label(click: Click) -> str:
    return click.target.label if click.target is not None else ""
