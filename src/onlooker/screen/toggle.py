"""What becomes of a switch that was pressed: whether it stays as it was set, or the page sets it back by itself.

A switch tells its state by the box that it is, by an attribute (`aria-checked`, `aria-pressed`), or by a class that says so. One press is followed
until the next act: what changes later may be that act's doing. Lists build their rows anew and use a box again for another row: only where the words
around it are the same is it the same switch.
"""

from __future__ import annotations

from itertools import islice

from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.screen import Toggled
from onlooker.screen import words
from onlooker.screen.label import label_of, text_of

_SOON_MS = 10_000
"""What goes back later may have its own reasons: a timer, another person."""
_AT_ONCE_MS = 100
"""What goes back within this was never seen to be set."""
_CLIMB = 12
_LONGEST = 200
_NAMED = words.word_set("switch toggle checkbox")
_SET = words.word_set("on checked active enabled selected")


class Toggles:
    """Of one window: `press` at every act, None for one that presses no switch and at the end; `look` after every change of the document."""

    def __init__(self, window: int) -> None:
        self.told: list[Toggled] = []
        self._window = window
        self._followed: _Followed | None = None

    def press(self, document: Document, pressed: Node | None, at_ms: int) -> None:
        if self._followed is not None and (told := self._followed.done()) is not None:
            self.told.append(told)
        self._followed = _Followed(document, pressed, at_ms, self._window) if pressed is not None else None

    def look(self, document: Document, now: int) -> None:
        if self._followed is not None:
            self._followed.look(document, now)


class _Followed:
    """One press."""

    def __init__(self, document: Document, pressed: Node, at_ms: int, window: int) -> None:
        self._node = pressed
        self._at_ms = at_ms
        self._window = window
        self._before = _state(document, pressed)
        self._words = _words_around(pressed) if self._before is not None else ""
        self._label = label_of(document, pressed) if self._words else ""
        self._set_ms: int | None = None
        self._back_ms: int | None = None

    def look(self, document: Document, now: int) -> None:
        if not self._words or document.nodes.get(self._node.id) is not self._node:
            return
        now_set = _state(document, self._node)
        if now_set is None:
            return
        if self._set_ms is None:
            self._set_ms = now if now_set is not self._before else None
        elif now_set is not self._before:
            self._back_ms = None
        elif self._back_ms is None and now - self._set_ms >= _AT_ONCE_MS and now - self._at_ms <= _SOON_MS:
            self._back_ms = now if _words_around(self._node) == self._words else None

    def done(self) -> Toggled | None:
        """None where the press set nothing."""
        if self._set_ms is None:
            return None
        return Toggled(at_ms=self._at_ms, window=self._window, label=self._label, around=self._words, on=not self._before, back_ms=self._back_ms)


def _state(document: Document, node: Node) -> bool | None:
    """None for what is no switch."""
    if node.tag == "input":
        return document.checked.get(node.id, "checked" in node.attrs) if node.attr("type").lower() == "checkbox" else None
    for name in ("aria-checked", "aria-pressed"):
        if node.attr(name) in {"true", "false"}:
            return node.attr(name) == "true"
    said = words.parts(node.attr("class"))
    return None if said.isdisjoint(_NAMED) else not said.isdisjoint(_SET)


def _words_around(node: Node) -> str:
    """The nearest words in what holds it."""
    return next((text for outer in islice(node.ancestors(), _CLIMB) if (text := text_of(outer, _LONGEST))), "")
