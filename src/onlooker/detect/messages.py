"""What the screen said: the readable messages in a change of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from onlooker.detect.words import Tone, read
from onlooker.domain.screen import Role, ScreenChange, ScreenLine

SHORT = 160
"""Characters of a text that go into a fact."""
_MESSAGE_LONGEST = 240
_BARE_PAGE_LINES = 12
_PLAIN_READ = 60
"""Plain lines of one change that are read; what a page says about itself stands near its top."""
_BOXES_READ = 60
"""Boxes of one change that are read: a page that says it so often at once says no more by saying it again."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_WAY_OUT = re.compile(r"\W*(?:dismiss|close|ok(?:ay)?|got it|done|cancel|hide)?\W*", re.IGNORECASE)
_BOXED = (Role.ALERT, Role.DIALOG, Role.INVALID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`where` says how it was shown: alert, dialog, field, page (a page that says little else), text. `strength` as in `Reading`."""

    text: str
    tone: Tone
    strength: int
    where: str
    lines: int = 1

    @property
    def failing(self) -> bool:
        return self.tone in (Tone.FAILURE, Tone.REFUSAL)

    @property
    def sure(self) -> bool:
        """It stands where messages stand, or its sentence leaves no doubt."""
        return self.strength == 2 or (self.where in ("alert", "dialog") and self.strength >= 1)


def short(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def messages(change: ScreenChange, same_page: bool = False) -> Iterator[Message]:
    """Each alert or dialog as one message (its lines joined), each telling line of plain text as another; neutral text is no message
    unless it stands in an alert or a dialog. `same_page`: the page came back to where it was, so what it says again it says anew; elsewhere
    it is a banner that stands on every page."""
    boxes: dict[tuple[Role, int], list[ScreenLine]] = {}
    plain = 0
    for line in (*change.appeared, *(change.again if same_page else ())):
        if line.role in _BOXED:
            boxes.setdefault((line.role, line.box if line.box >= 0 else line.node_id), []).append(line)
        elif line.box >= 0 and (Role.ALERT, line.box) in boxes:
            boxes[(Role.ALERT, line.box)].append(line)
        elif line.box >= 0 and (Role.DIALOG, line.box) in boxes:
            boxes[(Role.DIALOG, line.box)].append(line)
        elif line.role is not Role.SPINNER and len(line.text) <= _MESSAGE_LONGEST and (plain < _PLAIN_READ or line.role is Role.HEADING):
            plain += 1
            yield from _plain(line, change)
    for (role, _), lines in islice(boxes.items(), _BOXES_READ):
        if role is Role.DIALOG:
            yield _dialog(lines)
            continue
        text = _joined(lines)
        reading = read(text)
        yield Message(text=text, tone=reading.tone, strength=reading.strength, where="alert" if role is Role.ALERT else "field", lines=len(lines))


def _dialog(lines: list[ScreenLine]) -> Message:
    """A dialog is read line by line: one that holds a form has words for every field, and none of them is its message. Its heading speaks for
    it; then a question; then a line that leaves no doubt."""
    readings = [(line, read(line.text)) for line in lines]
    telling = [pair for pair in readings if pair[1].strength == 2]
    failing = [pair for pair in telling if pair[1].tone in (Tone.FAILURE, Tone.REFUSAL)]
    asking = [pair for pair in telling if pair[1].tone is Tone.QUESTION]
    chosen = (failing if failing[:1] == readings[:1] else []) or asking or failing or telling
    if not chosen:
        return Message(text=_joined(lines), tone=Tone.NEUTRAL, strength=0, where="dialog", lines=len(lines))
    line, reading = chosen[0]
    text = line.text if line is lines[0] else f"{lines[0].text}: {line.text}"
    return Message(text=text[:400], tone=reading.tone, strength=reading.strength, where="dialog", lines=len(lines))


def _joined(lines: list[ScreenLine]) -> str:
    """The lines of a box once each, at most 400 characters; what closes it says nothing of it."""
    told = dict.fromkeys(line.text for line in lines)
    return " ".join([text for text in told if not _WAY_OUT.fullmatch(text)] or told)[:400]


def _plain(line: ScreenLine, change: ScreenChange) -> Iterator[Message]:
    reading = read(line.text)
    if reading.strength < 2 or (line.role is Role.TEXT and len(_WORD.findall(line.text)) < 2):
        return
    bare = change.navigation and 0 < change.lines <= _BARE_PAGE_LINES
    yield Message(text=line.text, tone=reading.tone, strength=reading.strength, where="page" if bare else "text")


def worst(found: Iterable[Message]) -> Message | None:
    """The message that tells most of trouble: failing before refusing before all else, sure before unsure, boxed before plain."""
    ranked = sorted(
        (message for message in found if message.failing),
        key=lambda message: (not message.sure, message.where == "text", message.tone is not Tone.FAILURE),
    )
    return ranked[0] if ranked else None
