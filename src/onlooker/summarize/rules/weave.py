"""Timeline -> acts, in one pass: what followed a click says what the click was."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from onlooker.domain.screen import Element, Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import (
    Click,
    Entry,
    Hinted,
    Idled,
    Left,
    Logged,
    Moved,
    PageShown,
    Played,
    Requested,
    Resized,
    Scrolled,
    Seen,
    Selected,
    Submitted,
    Switched,
    Thrown,
    Timeline,
    Tracked,
    Typed,
)
from onlooker.domain.tone import Tone, read
from onlooker.summarize.rules.acts import Act, Answer, Doing
from onlooker.summarize.rules.deeds import is_deed
from onlooker.summarize.rules.pages import Pages, Visit
from onlooker.summarize.rules.prose import readable
from onlooker.summarize.rules.things import called, is_button, is_field, is_search, is_ticked

_CAUSED_MS = 3_000
"""A request or a form's sending this soon after a press is the press's doing."""
_LATE_MS = 100
_LED_MS = 10_000
"""A page that comes up this soon after a press, with nothing done between, is what the press led to."""
_ANSWERED_MS = 20_000
_ONE_SEARCH_MS = 15_000
_ONE_FORM_MS = 120_000
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OWN_KINDS = frozenset({"", "fetch", "xmlhttprequest", "navigation"})
_MESSAGES = frozenset({Role.ALERT, Role.INVALID})
_LONGEST_MESSAGE = 220
_LONGEST_EMPTY = 60
_FEW_LINES = 12
_MOST_ANSWERS = 6
_MARKS = re.compile(r"^[^\w(\"'“$£€]+")
"""A close button or an icon of a font, read before the message."""


def weave(timeline: Timeline, pages: Pages) -> tuple[Act, ...]:
    """In order of their beginning. Repeats of one press in a row are one act."""
    weaving = _Weaving(pages)
    for entry in sorted(timeline.entries, key=_cause_first):
        weaving.take(entry)
    return tuple(weaving.acts)


def _cause_first(entry: Entry) -> int:
    """A page inside an application may be told some ms before the press that opened it."""
    return entry.at_ms - _LATE_MS if isinstance(entry.detail, Click) else entry.at_ms


class _Weaving:
    def __init__(self, pages: Pages) -> None:
        self.acts: list[Act] = []
        self._pages = pages
        self._several = pages.several
        self._last: dict[int, int] = {}
        """Window -> place in `acts` of its latest act."""
        self._dialog: dict[int, str] = {}
        """Window -> name of the dialog open in it."""

    def take(self, entry: Entry) -> None:
        match entry.detail:
            case Click(target=target):
                self._click(entry, target)
            case Typed() as typed:
                self._typed(entry, typed)
            case Submitted(target=target):
                self._submitted(entry, target)
            case PageShown():
                self._page(entry)
            case Requested() as request:
                self._requested(entry, request)
            case Seen(change=change):
                self._seen(entry, change)
            case (
                Scrolled() | Moved() | Selected() | Logged() | Thrown() | Hinted() | Tracked() | Switched() | Resized() | Played() | Idled() | Left()
            ):
                return
            case never:
                assert_never(never)

    def _click(self, entry: Entry, target: Element | None) -> None:
        if target is None or is_field(target) or is_ticked(target):
            return
        if target.interactive is False and not is_button(target):
            return
        last = self._latest(entry.window)
        name = called(target)
        if last is not None and _sends_search(last, target) and entry.at_ms - last.end_ms <= _ONE_SEARCH_MS:
            self._put(entry.window, replace(last, end_ms=entry.at_ms, entries=(*last.entries, entry.id)))
            return
        doing = Doing.COMMITTED if is_button(target) and is_deed(name) else Doing.TOUCHED
        act = self._act(doing, entry, name, target)
        place = self._named(entry.window)
        if place is not None and _same(self.acts[place], act):
            self.acts[place] = self.acts[place].plus(act)
            self._last[entry.window] = place
        else:
            self._add(act)

    def _typed(self, entry: Entry, typed: Typed) -> None:
        target = typed.target
        name = called(target)
        last = self._latest(entry.window)
        if typed.checked is not None:
            self._add(self._act(Doing.CHOSE, entry, name, target))
        elif target is not None and is_search(target) and typed.value.strip():
            hidden = typed.masked or not readable(typed.value)
            act = replace(self._act(Doing.SEARCHED, entry, "" if hidden else typed.value.strip(), target), masked=hidden)
            if last is not None and last.doing is Doing.SEARCHED and not last.led_to and last.target is not None and last.target.ref == target.ref:
                self._put(entry.window, replace(act, at_ms=last.at_ms, entries=(*last.entries, *act.entries)))
            else:
                self._add(act)
        elif last is not None and last.doing is Doing.FILLED and last.place == self._place(entry) and entry.at_ms - last.end_ms < _ONE_FORM_MS:
            fields = last.fields if name in last.fields else (*last.fields, name)
            joined = replace(last, end_ms=entry.end_ms, entries=(*last.entries, entry.id), fields=fields, masked=last.masked or typed.masked)
            self._put(entry.window, joined)
        else:
            self._add(replace(self._act(Doing.FILLED, entry, "", target), fields=(name,), masked=typed.masked))

    def _submitted(self, entry: Entry, target: Element | None) -> None:
        last = self._latest(entry.window)
        if last is not None and last.doing is Doing.SEARCHED:
            return
        if last is not None and last.doing in (Doing.TOUCHED, Doing.PRESSED) and entry.at_ms - last.end_ms <= _CAUSED_MS:
            self._put(entry.window, replace(last, doing=Doing.COMMITTED, entries=(*last.entries, entry.id)))
        elif last is None or last.doing is not Doing.COMMITTED or entry.at_ms - last.end_ms > _CAUSED_MS:
            self._add(self._act(Doing.COMMITTED, entry, "", target))

    def _page(self, entry: Entry) -> None:
        visit = self._visit(entry)
        if visit is None:
            return
        last = self._latest(entry.window)
        if last is not None and last.doing is not Doing.OPENED and not last.led_to and entry.at_ms - last.end_ms <= _LED_MS:
            self._put(entry.window, _led(last, visit, entry.id))
        elif visit.searched or not visit.told or last is None:
            act = self._act(Doing.SEARCHED if visit.searched else Doing.OPENED, entry, visit.searched, None)
            self._add(replace(act, led_to=visit.name, again=visit.again))

    def _requested(self, entry: Entry, request: Requested) -> None:
        last = self._latest(entry.window)
        if (
            last is None
            or last.doing not in (Doing.TOUCHED, Doing.PRESSED)
            or last.target is None
            or not 0 <= entry.at_ms - last.end_ms <= _CAUSED_MS
        ):
            return
        if request.method.upper() in _CHANGING and request.kind_of in _OWN_KINDS and (is_button(last.target) or not last.target.href):
            self._put(entry.window, replace(last, doing=Doing.COMMITTED, entries=(*last.entries, entry.id)))

    def _seen(self, entry: Entry, change: ScreenChange) -> None:
        last = self._latest(entry.window)
        if last is None or entry.at_ms - last.end_ms > _ANSWERED_MS:
            return
        doing = Doing.PRESSED if last.doing is Doing.TOUCHED and change.appeared else last.doing
        dialog = next((line.text for line in change.appeared if line.role is Role.DIALOG and readable(line.text)), "")
        if dialog or not change.dialogs:
            self._dialog[entry.window] = dialog
        answers = [
            Answer(text=_MARKS.sub("", line.text), tone=read(line.text).tone, entry=entry.id, at_ms=entry.at_ms)
            for line in change.appeared
            if _is_message(line, change, searching=last.doing is Doing.SEARCHED)
        ]
        self._put(entry.window, replace(last, doing=doing, led_to=last.led_to or dialog, answers=(*last.answers, *answers)[-_MOST_ANSWERS:]))

    def _act(self, doing: Doing, entry: Entry, thing: str, target: Element | None) -> Act:
        visit = self._visit(entry)
        return Act(
            doing=doing,
            at_ms=entry.at_ms,
            end_ms=max(entry.at_ms, entry.end_ms),
            window=entry.window,
            page=self._dialog_of(entry, target) or (visit.name if visit and self._several else ""),
            section=visit.section if visit else "",
            place=visit.place if visit else "",
            thing=thing,
            entries=(entry.id,),
            target=target,
        )

    def _dialog_of(self, entry: Entry, target: Element | None) -> str:
        return self._dialog.get(entry.window, "") if target is not None and target.in_dialog else ""

    def _visit(self, entry: Entry) -> Visit | None:
        return self._pages.at(entry.window, entry.at_ms)

    def _place(self, entry: Entry) -> str:
        visit = self._visit(entry)
        return visit.place if visit else ""

    def _latest(self, window: int) -> Act | None:
        place = self._last.get(window)
        return None if place is None else self.acts[place]

    def _named(self, window: int) -> int | None:
        """The place of the latest act, past presses of things without a name; None when the last act was in another window."""
        for place in range(len(self.acts) - 1, -1, -1):
            act = self.acts[place]
            if act.window != window:
                return None
            if act.thing or act.doing not in (Doing.TOUCHED, Doing.PRESSED):
                return place
        return len(self.acts) - 1 if self.acts else None

    def _put(self, window: int, act: Act) -> None:
        self.acts[self._last[window]] = act

    def _add(self, act: Act) -> None:
        self.acts.append(act)
        self._last[act.window] = len(self.acts) - 1


def _led(act: Act, visit: Visit, entry: str) -> Act:
    """The act that brought the page up. A link followed is the opening of the page, and takes place there."""
    led_to = act.thing if visit.told and act.doing < Doing.COMMITTED else visit.name
    act = replace(act, led_to=led_to, again=visit.again, entries=(*act.entries, entry))
    link = act.target is not None and bool(act.target.href) and not is_button(act.target)
    if act.doing is Doing.TOUCHED or (act.doing is Doing.PRESSED and link):
        return replace(act, doing=Doing.OPENED, page=visit.name, place=visit.place, section=visit.section)
    searching = act.doing is Doing.SEARCHED or (act.doing is Doing.COMMITTED and act.target is not None and is_search(act.target))
    return replace(act, doing=Doing.SEARCHED, thing=visit.searched) if visit.searched and searching else act


def _sends_search(last: Act, pressed: Element) -> bool:
    return last.doing is Doing.SEARCHED and last.target is not None and is_button(pressed) and (is_search(pressed) or pressed.type == "submit")


def _same(last: Act, act: Act) -> bool:
    """The same thing pressed again on the same page."""
    if last.target is None or act.target is None or last.place != act.place:
        return False
    return bool(act.thing or act.target.ref) and last.thing == act.thing and last.target.ref == act.target.ref


def _is_message(line: ScreenLine, change: ScreenChange, *, searching: bool) -> bool:
    """A line that speaks to the user: by its role; or by its words, where it heads a page or came up with few others on one that stayed."""
    if len(line.text) > _LONGEST_MESSAGE:
        return False
    told = line.role in _MESSAGES
    heads = line.role in (Role.HEADING, Role.DIALOG)
    stays = not change.navigation and len(change.appeared) <= _FEW_LINES
    empty = searching and len(line.text) <= _LONGEST_EMPTY
    if not (told or heads or stays or empty) or not readable(line.text):
        return False
    reading = read(line.text)
    if reading.tone in (Tone.NEUTRAL, Tone.BUSY):
        return False
    if told or (heads and reading.strength >= 2):
        return True
    if reading.tone is Tone.EMPTY:
        return empty and reading.strength >= 2
    return stays and reading.strength >= 2 and reading.tone is not Tone.QUESTION
