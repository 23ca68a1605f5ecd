"""What the user did, act by act: pages opened, things searched for, forms filled in, buttons pressed, and what the screen answered.

An act stands between a click and a sentence: a burst of fields is one act, a press repeated is one act with a count, and a click that only
opens a page is the opening of that page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from onlooker.domain.screen import Element
from onlooker.domain.tone import Tone


class Doing(IntEnum):
    """What kind of act, by how much it tells of the user's intent."""

    TOUCHED = 0
    """A click with no consequence told apart."""
    OPENED = 1
    """A page came up."""
    CHOSE = 2
    """A box ticked, an option picked."""
    FILLED = 3
    """Fields typed into."""
    PRESSED = 4
    """A button that did something in the page."""
    SEARCHED = 5
    COMMITTED = 6
    """A form sent, or a press that changed something on the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A message that came up after an act."""

    text: str
    tone: Tone
    entry: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`thing` is what it was done to, in the screen's words, "" when nobody could name it; `page` where it was done."""

    doing: Doing
    at_ms: int
    end_ms: int
    window: int
    page: str
    section: str
    place: str
    thing: str
    entries: tuple[str, ...]
    target: Element | None = None
    times: int = 1
    fields: tuple[str, ...] = ()
    masked: bool = False
    led_to: str = ""
    """Name of the page or dialog that came up because of it."""
    again: bool = False
    """A page that had been open before."""
    answers: tuple[Answer, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The last one: what the user was left with."""
        return self.answers[-1] if self.answers else None

    def plus(self, other: Act) -> Act:
        return replace(
            self,
            end_ms=max(self.end_ms, other.end_ms),
            entries=(*self.entries, *other.entries),
            times=self.times + other.times,
            led_to=other.led_to or self.led_to,
            answers=(*self.answers, *other.answers),
        )
