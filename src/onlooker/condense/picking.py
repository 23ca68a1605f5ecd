"""Which texts of a changed screen are worth their tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onlooker.condense.line import Line
from onlooker.domain.screen import Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import Seen
from onlooker.domain.tone import Tone, read

_ALERTS, _BOXES, _HEADINGS, _TELLING, _NEW, _GONE, _VALUES = 8, 6, 3, 3, 4, 3, 4
"""Most texts of each kind in one line."""
_READ = 200
"""Lines of one change that are looked at for their tone."""
_MESSAGES = frozenset({Role.ALERT, Role.INVALID})
_MARKED = _MESSAGES | {Role.DIALOG, Role.SPINNER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What went before a change: texts of earlier screens, those told of this window, values typed and labels of the fields typed into; and whether
    an action, or the arrival of a page, is just over. `proof`: a finding rests on the change, so it says something in any case."""

    known: set[str]
    told: set[str]
    typed: set[str]
    answer: bool
    arrival: bool
    proof: bool = False


def picked(change: ScreenChange, past: Past) -> ScreenChange:
    """The change with the texts that are told, in the page's order."""
    came = _came(change, past)
    went = () if change.navigation else _went(change, past)
    if past.proof and not came and not went:
        came, went = change.appeared[:_NEW], change.gone[:_GONE]
    return replace(
        change,
        appeared=came,
        gone=went,
        values=() if change.navigation else _changed(change, past),
        again=tuple([line for line in change.again if line.role in _MESSAGES][:_GONE]),
    )


def mute(line: Line) -> bool:
    """A change of the screen of which nothing is told."""
    if not isinstance(line.detail, Seen):
        return False
    change = line.detail.change
    return not (change.appeared or change.gone or change.values or change.again or change.blank)


def _came(change: ScreenChange, past: Past) -> tuple[ScreenLine, ...]:
    lines = change.appeared
    fresh = _distinct(lines)
    boxes = {lines[place].box for place in fresh if lines[place].box != -1 and lines[place].role is Role.ALERT}
    keep: set[int] = set()

    def some(places: Iterable[int], most: int) -> None:
        keep.update(list(places)[:most])

    some((place for place in fresh if lines[place].role in _MESSAGES or lines[place].box in boxes), _ALERTS)
    some((place for place in fresh if lines[place].role in {Role.DIALOG, Role.SPINNER}), _BOXES)
    if past.answer or past.arrival:
        headings = [place for place in fresh if lines[place].role is Role.HEADING]
        some([place for place in headings if lines[place].text not in past.known] or headings[:1], _HEADINGS)
    texts = [place for place in fresh[:_READ] if lines[place].role is Role.TEXT and place not in keep]
    some((place for place in texts if _says(lines[place].text)), _TELLING)
    if (past.answer and not past.arrival) or (change.navigation and not keep):
        some((place for place in texts if place not in keep and lines[place].text not in past.known), _NEW)
    return tuple(lines[place] for place in sorted(keep))


def _went(change: ScreenChange, past: Past) -> tuple[ScreenLine, ...]:
    """Messages, and the first of the texts told before. A text that another one replaced is not worth telling."""
    came = {line.text for line in change.appeared}
    went = [change.gone[place] for place in _distinct(change.gone) if change.gone[place].text not in came]
    marked = [line for line in went if line.role in _MARKED]
    texts = [line for line in went if line.role not in _MARKED]
    if past.arrival:
        return tuple(marked[:_GONE])
    gone = (*marked[:_GONE], *[line for line in texts if line.text in past.told][:1])
    return gone if gone or change.appeared or not past.answer else tuple(texts[:_GONE])


def _changed(change: ScreenChange, past: Past) -> tuple[tuple[str, str, str], ...]:
    """Values of fields that nobody typed, and of fields that are empty again."""
    return tuple(
        (label, before, after)
        for label, before, after in change.values
        if before != after and after not in past.typed and (not after or label not in past.typed)
    )[:_VALUES]


def _distinct(lines: Sequence[ScreenLine]) -> list[int]:
    """Places of the first of each text and role."""
    first: dict[tuple[str, Role], int] = {}
    for place, line in enumerate(lines):
        first.setdefault((line.text, line.role), place)
    return list(first.values())


def _says(text: str) -> bool:
    reading = read(text)
    return reading.strength >= 2 and reading.tone is not Tone.NEUTRAL
