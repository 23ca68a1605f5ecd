"""The few lines of the screen that speak for or against a finding: before, at and after it, and what changed. Computed from the track alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onlooker.domain.evidence import ScreenText
from onlooker.domain.screen import Element, Role, Screen, ScreenChange, ScreenLine, ScreenTrack
from onlooker.domain.tone import Tone, read
from onlooker.domain.words import one_line

MOST_CHARACTERS = 600
"""About 150 tokens over all lines."""
AFTER_MS = 3_000
"""How long after the finding's end its effect is still looked for."""
JUST_BEFORE_MS = 5_000
_MOST = {"appeared": 5, "gone": 3, "before": 3, "after": 3}
_LONGEST = 160
_WEIGHT = {Role.ALERT: 0, Role.INVALID: 1, Role.DIALOG: 2, Role.SPINNER: 3, Role.HEADING: 4, Role.TEXT: 5}
_PRESSING = (Role.ALERT, Role.INVALID, Role.DIALOG, Role.SPINNER)


_CROWD = 200
"""Among so many lines plain text is content: a table's rows are not read for what they say of failure."""


def evidence(track: ScreenTrack, *, start_ms: int, end_ms: int, window: int, near: Element | None = None) -> ScreenText:
    """`near` is the element acted on: whether it came, went or stands disabled is worth a note. Empty texts when the window was never seen."""
    changes = [change for change in track.changes if change.window == window]
    standing = _Standing()
    during: list[ScreenChange] = []
    for change in changes:
        if change.at_ms > end_ms + AFTER_MS:
            break
        if change.at_ms >= start_ms:
            during.append(change)
        else:
            standing.take(change)
    before, stood = standing.lines(since=start_ms - JUST_BEFORE_MS), standing.texts
    for change in during:
        standing.take(change)
    after, stands = standing.lines(since=start_ms), standing.texts
    redrawn = stood & stands  # went and came back: it moved or was drawn anew, which is no change to a reader
    appeared = [line for change in during for line in (*(one for one in change.appeared if one.text not in redrawn), *change.again)]
    gone = [line for change in during for line in change.gone if not change.navigation and line.text not in redrawn]
    screen = _screen_by(track, window, end_ms)
    budget = _Budget()
    told_appeared = budget.take(_best(appeared, near, passing=frozenset(line.text for line in gone) - stands), _MOST["appeared"])
    told_after = budget.take(_best(after, near), _MOST["after"], but=told_appeared)
    told_gone = budget.take(_best([line for line in gone if line.text in stood], near), _MOST["gone"])
    passed = budget.take([line for line in gone if _cut(line.text) in told_appeared], _MOST["appeared"], but=told_gone)
    told_before = budget.take(_best(before, near), _MOST["before"], but=(*told_gone, *passed))
    return ScreenText(
        before=told_before,
        after=told_after,
        appeared=told_appeared,
        gone=(*told_gone, *passed),
        at_ms=start_ms,
        window=window,
        page=screen.title if screen is not None else "",
        notes=_notes(during, standing, screen, near),
        masked=screen.masked if screen is not None else 0,
    )


class _Standing:
    """What of the changes so far is still on the screen, pressing lines and the page's headings first of all."""

    def __init__(self) -> None:
        self.last: ScreenChange | None = None
        self._lines: dict[tuple[str, Role], tuple[int, ScreenLine]] = {}

    def take(self, change: ScreenChange) -> None:
        self.last = change
        for line in change.gone:
            self._lines.pop((line.text, line.role), None)
        for line in (*change.appeared, *change.again):
            self._lines[(line.text, line.role)] = (change.at_ms, line)

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(text for text, _ in self._lines)

    def lines(self, *, since: int) -> list[ScreenLine]:
        """Pressing ones however old, headings of the page, and text that came lately."""
        return [line for at_ms, line in self._lines.values() if line.role in _PRESSING or line.role is Role.HEADING or at_ms >= since]


class _Budget:
    """`MOST_CHARACTERS` over all that is taken."""

    def __init__(self) -> None:
        self._left = MOST_CHARACTERS

    def take(self, lines: Iterable[ScreenLine], most: int, *, but: tuple[str, ...] = ()) -> tuple[str, ...]:
        """`but`: what is told already and says the same here: what appeared stands after, what went stood before."""
        kept: list[str] = []
        for line in lines:
            text = _cut(line.text)
            if text in kept or text in but or not one_line(text):
                continue
            if len(kept) == most or len(text) > self._left:
                break
            self._left -= len(text)
            kept.append(text)
        return tuple(kept)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _best(lines: Sequence[ScreenLine], near: Element | None, passing: frozenset[str] = frozenset()) -> list[ScreenLine]:
    """The lines that matter first, in the order they came otherwise: what says that it failed, then what presses, then what names the
    element acted on. Of `passing` lines only those say much; the others are a tooltip, or a page on the way."""

    crowd = len(lines) > _CROWD

    def weight(line: ScreenLine) -> tuple[int, int]:
        if not crowd or line.role is not Role.TEXT:
            reading = read(line.text)
            if reading.tone in (Tone.FAILURE, Tone.REFUSAL) and reading.strength == 2:
                return 0, 0
        named = near is not None and len(near.label) > 2 and near.label.lower() in line.text.lower()
        beside_it = line.text in passing and line.role not in _PRESSING
        return _WEIGHT[line.role] - (2 if named else 0) + (3 if beside_it else 0), 0 if len(line.text) > 3 else 1

    return sorted(lines, key=weight)


def _screen_by(track: ScreenTrack, window: int, at_ms: int) -> Screen | None:
    """The last whole screen by then, or the first one after: for the page's title and what was masked."""
    found: Screen | None = None
    for screen in track.screens:
        if screen.window != window:
            continue
        if screen.at_ms > at_ms and found is not None:
            break
        found = screen
        if screen.at_ms > at_ms:
            break
    return found


def _notes(during: Sequence[ScreenChange], standing: _Standing, screen: Screen | None, near: Element | None) -> tuple[str, ...]:
    notes: list[str] = []
    if not during:
        notes.append("nothing on the screen changed")
    elif any(change.navigation for change in during):
        notes.append("the page was loaded anew")
    last = standing.last
    if last is not None:
        if last.blank:
            notes.append("the page is blank")
        if last.spinners:
            notes.append("a spinner is still turning")
        if last.dialogs:
            notes.append("a dialog is open")
        if last.invalid:
            notes.append(f"{last.invalid} fields marked invalid" if last.invalid > 1 else "a field is marked invalid")
    for label, was, now in list(dict.fromkeys(value for change in during for value in change.values))[:2]:
        notes.append(f"{label[:40]}: {was[:30] or 'empty'} became {now[:30] or 'empty'}")
    if near is not None and near.disabled:
        notes.append(f"{near.label or near.tag} is disabled")
    elif screen is not None and screen.disabled and near is not None and near.label in screen.disabled:
        notes.append(f"{near.label} is disabled")
    return tuple(notes[:6])
