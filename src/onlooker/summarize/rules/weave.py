"""Timeline -> acts, in one pass: what followed a click says what the click was."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from onlooker.domain.screen import Element, Role, ScreenLine
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
from onlooker.summarize.rules.pages import Pages, Visit
from onlooker.summarize.rules.prose import readable
from onlooker.summarize.rules.things import called, is_button, is_field, is_search, is_ticked

_CAUSED_MS = 3_000
"""A request or a form's sending this soon after a press is the press's doing."""
_LED_MS = 10_000
"""A page that comes up this soon after a press, with nothing done between, is what the press led to."""
_ANSWERED_MS = 20_000
_ONE_FORM_MS = 120_000
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OWN_KINDS = frozenset({"", "fetch", "xmlhttprequest", "navigation"})
_MESSAGES = frozenset({Role.ALERT, Role.INVALID})
_LONGEST_MESSAGE = 220
_MOST_ANSWERS = 6


def weave(timeline: Timeline, pages: Pages) -> tuple[Act, ...]:
    """In order of their beginning. Repeats of one press in a row are one act."""
    weaving = _Weaving(pages)
    for entry in timeline.entries:
        weaving.take(entry)
    return tuple(weaving.acts)


class _Weaving:
    def __init__(self, pages: Pages) -> None:
        self.acts: list[Act] = []
        self._pages = pages
        self._last: dict[int, int] = {}
        """Window -> place in `acts` of its latest act."""

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
                self._seen(entry, change.appeared, navigation=change.navigation)
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
        act = self._act(Doing.TOUCHED, entry, called(target), target)
        if last is not None and self._last[entry.window] == len(self.acts) - 1 and _same(last, act):
            self._put(entry.window, last.again(replace(act, doing=last.doing)))
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
            if last is not None and last.doing is Doing.SEARCHED and last.target is not None and last.target.ref == target.ref:
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
        caused = last is not None and last.doing is not Doing.OPENED and entry.at_ms - last.end_ms <= _LED_MS
        if last is not None and caused and not last.led_to:
            doing = Doing.OPENED if last.doing is Doing.TOUCHED else last.doing
            if visit.searched and doing is Doing.OPENED and not last.place.startswith(visit.place):
                doing = Doing.SEARCHED
            thing = visit.searched if doing is Doing.SEARCHED and visit.searched else last.thing
            self._put(entry.window, replace(last, doing=doing, thing=thing, led_to=visit.name, entries=(*last.entries, entry.id)))
        elif last is not None and last.place == visit.place and not visit.searched:
            return
        else:
            act = self._act(Doing.SEARCHED if visit.searched else Doing.OPENED, entry, visit.searched, None)
            self._add(replace(act, led_to=visit.name))

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

    def _seen(self, entry: Entry, appeared: tuple[ScreenLine, ...], *, navigation: bool) -> None:
        last = self._latest(entry.window)
        if last is None or entry.at_ms - last.end_ms > _ANSWERED_MS:
            return
        doing = Doing.PRESSED if last.doing is Doing.TOUCHED and appeared else last.doing
        dialog = next((line.text for line in appeared if line.role is Role.DIALOG and readable(line.text)), "")
        answers = [
            Answer(text=line.text, tone=read(line.text).tone, entry=entry.id, at_ms=entry.at_ms)
            for line in appeared
            if _is_message(line, navigation=navigation)
        ]
        self._put(entry.window, replace(last, doing=doing, led_to=last.led_to or dialog, answers=(*last.answers, *answers)[-_MOST_ANSWERS:]))

    def _act(self, doing: Doing, entry: Entry, thing: str, target: Element | None) -> Act:
        visit = self._visit(entry)
        return Act(
            doing=doing,
            at_ms=entry.at_ms,
            end_ms=max(entry.at_ms, entry.end_ms),
            window=entry.window,
            page=visit.name if visit else "",
            section=visit.section if visit else "",
            place=visit.place if visit else "",
            thing=thing,
            entries=(entry.id,),
            target=target,
        )

    def _visit(self, entry: Entry) -> Visit | None:
        return self._pages.at(entry.window, entry.at_ms)

    def _place(self, entry: Entry) -> str:
        visit = self._visit(entry)
        return visit.place if visit else ""

    def _latest(self, window: int) -> Act | None:
        place = self._last.get(window)
        return None if place is None else self.acts[place]

    def _put(self, window: int, act: Act) -> None:
        self.acts[self._last[window]] = act

    def _add(self, act: Act) -> None:
        self.acts.append(act)
        self._last[act.window] = len(self.acts) - 1


def _same(last: Act, act: Act) -> bool:
    """The same thing pressed again on the same page."""
    if last.target is None or act.target is None or last.place != act.place:
        return False
    return bool(act.thing or act.target.ref) and last.thing == act.thing and last.target.ref == act.target.ref


def _is_message(line: ScreenLine, *, navigation: bool) -> bool:
    """A line that speaks to the user: by its role; or by its words, where it is new on a page that stayed, or heads a new one."""
    if not readable(line.text) or len(line.text) > _LONGEST_MESSAGE:
        return False
    reading = read(line.text)
    if reading.tone in (Tone.NEUTRAL, Tone.BUSY):
        return False
    return line.role in _MESSAGES or (reading.strength >= 2 and (line.role in (Role.HEADING, Role.DIALOG) or not navigation))
