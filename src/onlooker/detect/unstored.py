"""Unstored: it was saved, said the page or the dialog that closed, and the screen shows that it was not. Hits of `not_kept`, surer than what does
not show on the next page: the list is the same as before, the old value stands there still, what was deleted is still there, or the user entered
the same once more and it came to nothing once more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onlooker.detect.case import Case
from onlooker.detect.elements import element_key, is_field, is_link
from onlooker.detect.messages import short
from onlooker.detect.places import place_of
from onlooker.detect.standing import CELLS, Standing, cells, shows
from onlooker.detect.words import Tone, read
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Click, Entry, Seen, Typed

_DRAFT_MS = 120_000
_LOOK_MS = 3_000
"""So long after it was saved, a page shows what it shows."""
_SAVES_AT_MOST = 30
_FEW_LINES = 5
_SHORTEST = 3
_TELLING = 6
"""Characters of a text that is hardly by chance the same on another page."""
_NUMBER = re.compile(r"[\d.,:\s%-]+")
_FEWEST_ROWS = 2
_PAGES_OF = frozenset({5, 10, 12, 15, 20, 25, 30, 40, 50, 100})
"""As many rows may be one page of more, and the new one on another."""
_LEAVES = re.compile(r"\b(?:cancel|close|dismiss|back|discard|no|not now|skip|search|find|filter|sign in|log ?in|next)\b|^\W*x?\W*$", re.IGNORECASE)
_REMOVES = re.compile(r"\b(?:delete|remove|trash|discard|destroy|erase|revoke)d?\b", re.IGNORECASE)
_REMOVED = re.compile(r"\b(?:deleted|removed|trashed|destroyed|erased|revoked)\b", re.IGNORECASE)
_UNDOES = re.compile(r"\b(?:undo|restore|revert|put back|bring back)\b", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:name|title|subject|label)\b", re.IGNORECASE)
_FRESH = re.compile(r"\b(?:just now|now|(?:a few |\d+ )?seconds? ago|(?:a|1|one) minute ago)\b", re.IGNORECASE)
"""A row that was changed just now: then something was stored."""
_CHANGING = re.compile(r"\b(?:ago|just now|seconds?|minutes?|today|yesterday)\b|\b\d{1,2}:\d{2}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Save:
    """A press that was answered as if it had worked. `drafts` are what was typed for it, by label; `opened_ms` is before the first of them was."""

    press: Entry
    key: str
    label: str
    done: Entry
    said: str
    drafts: dict[str, tuple[Entry, Typed]]
    opened_ms: int


def unstored(case: Case) -> Iterator[Hit]:
    standing = case.index.standing
    saves = list(_saves(case))[:_SAVES_AT_MOST]
    told: set[str] = set()
    for number, save in enumerate(saves):
        if save.key in told or _undone(case, save):
            continue
        later = [one for one in saves[number + 1 :] if one.key == save.key and place_of(one.press.page) == place_of(save.press.page)]
        hit = (
            _removed(case, standing, save, later)
            or _old(case, standing, save)
            or _again(case, standing, save, later)
            or _same_list(case, standing, save)
        )
        if hit is not None:
            told.add(save.key)
            yield hit


def _saves(case: Case) -> Iterator[_Save]:
    since: dict[int, int] = {}
    for entry, click in case.index.presses:
        target = click.target
        if target is None or not isinstance(click, Click) or is_field(target) or is_link(target) or _LEAVES.search(target.label or ""):
            continue
        done = _done(case, entry)
        if done is None:
            continue
        start = max(since.get(entry.window, 0), entry.at_ms - _DRAFT_MS)
        drafts: dict[str, tuple[Entry, Typed]] = {}
        for at, typed in case.index.typed.between(start, entry.at_ms, entry.window):
            if typed.target is not None and typed.checked is None and not typed.masked:
                drafts[typed.target.label or typed.target.ref] = (at, typed)
        since[entry.window] = entry.at_ms
        first = min((at.at_ms for at, _ in drafts.values()), default=entry.at_ms)
        opened = case.index.presses.before(first - 1, entry.window)
        yield _Save(
            press=entry,
            key=element_key(click, entry),
            label=target.label,
            done=done[0],
            said=done[1],
            drafts=drafts,
            opened_ms=(opened[0].at_ms if opened is not None else first) - 1,
        )


def _done(case: Case, press: Entry) -> tuple[Entry, str] | None:
    """What said that it worked: a word of success, or the dialog it was pressed in went without another word."""
    target = press.detail.target if isinstance(press.detail, Click) else None
    following = case.index.presses.first(press.at_ms + 1, case.index.end_ms, press.window)
    until = min(press.at_ms + case.limits.message_ms, following[0].at_ms if following is not None else case.index.end_ms)
    closed: Entry | None = None
    for entry, seen in case.index.screens.between(press.at_ms, until, press.window):
        said = case.index.said(seen)
        if any(message.failing and message.sure for message in said):
            return None
        praise = next((message for message in said if message.tone is Tone.SUCCESS and message.strength == 2), None)
        text = praise.text if praise is not None else _bare_praise(seen)
        if text:
            return entry, text
        if target is not None and target.in_dialog and seen.change.dialogs == 0 and closed is None:
            closed = entry
    return (closed, "") if closed is not None else None


def _bare_praise(seen: Seen) -> str:
    """A word of success that came up by itself; among many lines it is a fact of one of them."""
    lines = seen.change.appeared
    telling = (line.text for line in lines if line.role is Role.TEXT and (reading := read(line.text)).tone is Tone.SUCCESS and reading.strength == 2)
    return next(telling, "") if len(lines) <= _FEW_LINES else ""


def _hit(case: Case, save: _Save, how: str, *, label: str = "", given: str = "", shown: str = "", tries: int = 1, last: _Save | None = None) -> Hit:
    last = last or save
    return case.hit(
        "not_kept",
        list({entry.id: entry for one in (save, last) for entry in (one.press, one.done)}.values()),
        (),
        end_ms=min(case.index.end_ms, last.done.at_ms + _LOOK_MS),
        how=how,
        text=short(save.said) or None,
        button=save.label,
        label=label or None,
        typed=short(given) or None,
        still=short(shown) or None,
        times=tries,
        page=save.press.page,
        left_after_ms=case.index.end_ms - last.done.at_ms,
    )


def _removed(case: Case, standing: Standing, save: _Save, later: list[_Save]) -> Hit | None:
    """The last question named a thing that stands there as often as before, on the page that was asked from."""
    if not (_REMOVES.search(save.label) and _REMOVED.search(save.said)):
        return None
    last = later[-1] if later else save
    asked: list[str] = []
    for _, seen in case.index.screens.between(save.press.at_ms - 60_000, save.press.at_ms, save.press.window):
        asked = [line.text for line in seen.change.appeared if _REMOVES.search(line.text) and len(line.text.split()) > 2] or asked
    seen_ms = next((at_ms for place, at_ms in _looks(case, last) if place == place_of(save.press.page)), None)
    if seen_ms is None or not asked:
        return None
    before, after = standing.at(save.press.window, save.opened_ms), standing.at(save.press.window, seen_ms)
    standing_cells = dict.fromkeys(cell for cell in cells(before) if len(cell) >= _SHORTEST)
    named = [cell for cell in standing_cells if any(re.search(rf"(?<!\w){re.escape(cell)}(?!\w)", text) for text in asked)]
    if not named:
        return None
    thing = max(named, key=len)
    if _times(after, thing) < _times(before, thing):
        return None
    return _hit(case, save, "removed", label=thing, shown=thing, tries=1 + len(later), last=last)


def _old(case: Case, standing: Standing, save: _Save) -> Hit | None:
    """What stood there before the change is shown again after it, and the new value nowhere."""
    look = next(_looks(case, save), None)
    if look is None:
        return None
    before, after = standing.at(save.press.window, save.opened_ms), standing.at(save.press.window, look[1])
    came = list(standing.came(save.press.window, save.done.at_ms, look[1]))
    for label, (entry, typed) in save.drafts.items():
        old = _before(case, entry, typed, label)
        if len(old) < _SHORTEST or len(typed.value) < 2 or typed.value.casefold() in old.casefold():
            continue
        longer = old.casefold() in typed.value.casefold()  # then only a cell of its own tells the old name from the new one
        if shows(after, typed.value) or shows(came, typed.value):
            continue
        still = look[0] == place_of(save.press.page) and 0 < _times(before, old) <= _times(after, old)
        anew = not longer and not _NUMBER.fullmatch(old) and len(old) >= _TELLING and old in set(cells(came)) and _times(after, old) > 0
        if (still and not (longer and _NUMBER.fullmatch(old))) or anew:
            return _hit(case, save, "old", label=label, given=typed.value, shown=old)
    return None


def _same_list(case: Case, standing: Standing, save: _Save) -> Hit | None:
    """Nothing at all is another on the page that lists such things, and what was typed stands nowhere."""
    named = [typed.value for _, typed in save.drafts.values() if len(typed.value) >= _SHORTEST]
    look = next(_looks(case, save), None)
    if not save.said or not named or look is None or look[0] != place_of(save.press.page):
        return None
    before, after = standing.at(save.press.window, save.opened_ms), standing.at(save.press.window, look[1])
    rows = [line for line in before if CELLS in line]
    if len(rows) <= _FEWEST_ROWS or len(rows) - 1 in _PAGES_OF or len(rows) in _PAGES_OF:
        return None
    changed = [line for line in (before - after) + (after - before) if not _CHANGING.search(line)]
    listed = any(_NAMES.search(label) for label in save.drafts) and any(_NAMES.search(cell) for cell in cells(rows[:1]))
    # Where the list has a column for what was given, only its rows and counts matter; else a tooltip is enough to let it go.
    differing = [line for line in changed if not listed or CELLS in line or any(char.isdigit() for char in line)]
    fresh = any(_FRESH.search(line) for line in after - before)
    if differing or fresh or any(shows([*before, *after], value) for value in named):
        return None
    return _hit(case, save, "same", label=next(iter(save.drafts)), given=max(named, key=len))


def _again(case: Case, standing: Standing, save: _Save, later: list[_Save]) -> Hit | None:
    """The same was entered and saved once more, for it did not show; nor does it show now."""
    for label, (_, typed) in save.drafts.items():
        if len(typed.value) < _SHORTEST or typed.value.isdigit():
            continue
        again = [one for one in later if _given(one) == _given(save)]
        if not again:
            continue
        look = next(_looks(case, again[-1]), None)
        if look is None:
            continue
        between = standing.at(save.press.window, max(again[0].opened_ms, save.done.at_ms))
        if not shows(between, typed.value) and not shows(standing.at(save.press.window, look[1]), typed.value):
            return _hit(case, save, "again", label=label, given=typed.value, tries=1 + len(again), last=again[-1])
    return None


def _before(case: Case, entry: Entry, typed: Typed, label: str) -> str:
    """What the field held: as the page had filled it, or the line that made way for what was typed."""
    held = ""
    for _, seen in case.index.screens.between(0, entry.end_ms + 500, entry.window):
        for name, before, after in seen.change.values:
            if name == label:
                held = before if after == typed.value else after
    if held and held != typed.value:
        return held
    came: list[str] = []
    gone: list[str] = []
    for _, seen in case.index.screens.between(entry.at_ms, entry.end_ms + 500, entry.window):
        came += [line.text for line in seen.change.appeared]
        gone += [line.text for line in seen.change.gone if line.text not in came]
    return gone[0] if len(gone) == 1 and typed.value in came else ""


def _given(save: _Save) -> dict[str, str]:
    return {label: typed.value for label, (_, typed) in save.drafts.items()}


def _undone(case: Case, save: _Save) -> bool:
    """The user took it back, or gave another value for the same afterwards: what is seen then tells nothing of this save."""
    window, given = save.press.window, _given(save)
    if any(
        press.target is not None and _UNDOES.search(press.target.label)
        for _, press in case.index.presses.between(save.done.at_ms, case.index.end_ms, window)
    ):
        return True
    later = (
        (typed.target.label or typed.target.ref, typed.value)
        for _, typed in case.index.typed.between(save.done.at_ms, case.index.end_ms, window)
        if typed.target
    )
    return any(label in given and value and value != given[label] for label, value in later)


def _times(lines: Mapping[str, int], cell: str) -> int:
    return sum(times for line, times in lines.items() if cell in cells([line]))


def _looks(case: Case, save: _Save) -> Iterator[tuple[str, int]]:
    """Where the user looked since, and the last moment there; a page passed through in a moment shows nothing. Latest first."""
    window = save.press.window
    turns = [(entry.at_ms, place_of(entry.page)) for entry, _ in case.index.pages.between(save.done.at_ms, case.index.end_ms, window)]
    starts = [(save.done.at_ms, place_of(save.press.page)), *turns]
    ends = [*(at_ms - 1 for at_ms, _ in turns), case.index.end_ms]
    for (start_ms, place), end_ms in reversed(list(zip(starts, ends, strict=True))):
        if end_ms - start_ms >= _LOOK_MS:
            yield place, end_ms
