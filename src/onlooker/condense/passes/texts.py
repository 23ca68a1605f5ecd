from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onlooker.condense.acts import acted
from onlooker.condense.line import Draft, Line
from onlooker.domain.screen import Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import PageShown, Seen, Typed
from onlooker.domain.tone import Tone, read

SOON_MS = 4_000
"""So long after an action a new text counts as its answer."""
_ALERTS, _BOXES, _HEADINGS, _TELLING, _NEW, _GONE, _VALUES = 8, 6, 3, 3, 4, 4, 4
_READ = 200
"""Lines of one change that are looked at for their tone."""


def pick_texts(draft: Draft) -> Draft:
    """Of a changed screen the texts that explain something: alerts, refused fields, dialogs, spinners always; headings of a new page; texts that say
    that something failed, worked or is empty; the first new texts after an action; values the page changed by itself. Texts seen on an
    earlier screen are the page's furniture. A change with nothing of the kind is dropped."""
    known: set[str] = set()
    typed: dict[int, set[str]] = {}
    action: dict[int, int] = {}
    lines: list[Line] = []
    left_out = 0
    for line in draft.lines:
        detail = line.detail
        if acted(detail) or isinstance(detail, PageShown):
            action[line.window] = line.end_ms if acted(detail) else line.at_ms
            if isinstance(detail, Typed):
                typed.setdefault(line.window, set()).add(detail.value)
        if not isinstance(detail, Seen):
            lines.append(line)
            continue
        answer = line.at_ms - action.get(line.window, -SOON_MS - 1) <= SOON_MS
        picked = _picked(detail.change, known, answer, typed.get(line.window, set()))
        known.update(text.text for text in detail.change.appeared)
        left_out += len(detail.change.appeared) - len(picked.appeared)
        lines.append(line.saying(Seen(change=picked)))
    return draft.with_lines(lines, {"screen texts": left_out}).drop(_mute, "screen changes without a message")


def _picked(change: ScreenChange, known: set[str], answer: bool, typed: set[str]) -> ScreenChange:
    boxes = {line.box for line in change.appeared if line.box != -1 and line.role is Role.ALERT}
    keep: set[int] = set()

    def some(lines: Iterable[int], most: int) -> None:
        keep.update(list(lines)[:most])

    fresh = _distinct(change.appeared)
    some((place for place in fresh if _role(change, place) in {Role.ALERT, Role.INVALID} or change.appeared[place].box in boxes), _ALERTS)
    some((place for place in fresh if _role(change, place) in {Role.DIALOG, Role.SPINNER}), _BOXES)
    if answer or change.navigation:
        some((place for place in fresh if _role(change, place) is Role.HEADING), _HEADINGS)
    plain = [place for place in fresh[:_READ] if _role(change, place) is Role.TEXT and place not in keep and change.appeared[place].text not in known]
    telling = [place for place in plain if _says(change.appeared[place].text)]
    some(telling, _TELLING)
    if answer and not change.navigation:
        some((place for place in plain if place not in keep), _NEW)
    elif change.navigation and not keep:
        some(plain, _NEW)
    gone = [line for line in change.gone if line.role in {Role.ALERT, Role.DIALOG, Role.SPINNER, Role.INVALID}]
    if not gone and not keep and answer and not change.navigation:
        gone = [line for line in change.gone if line.role in {Role.TEXT, Role.HEADING}]
    values = [value for value in change.values if value[2] not in typed and value[1] != value[2]]
    return replace(
        change,
        appeared=tuple(change.appeared[place] for place in sorted(keep)),
        gone=tuple(gone[:_GONE]),
        values=tuple(values[:_VALUES]) if not change.navigation else (),
    )


def _role(change: ScreenChange, place: int) -> Role:
    return change.appeared[place].role


def _distinct(lines: Sequence[ScreenLine]) -> list[int]:
    """Places of the first of each text and role."""
    seen: set[tuple[str, Role]] = set()
    places: list[int] = []
    for place, line in enumerate(lines):
        if (line.text, line.role) not in seen:
            seen.add((line.text, line.role))
            places.append(place)
    return places


def _says(text: str) -> bool:
    reading = read(text)
    return reading.strength >= 2 and reading.tone is not Tone.NEUTRAL


def _mute(line: Line) -> bool:
    if not isinstance(line.detail, Seen):
        return False
    change = line.detail.change
    return not (change.appeared or change.gone or change.values or change.blank)
