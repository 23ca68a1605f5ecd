"""Messages that stood in the page while nobody could see them: below the fold, under a dialog, clipped away. What a user missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onlooker.domain.screen import Role, Screen, ScreenChange
from onlooker.domain.words import one_line

_MESSAGES = (Role.ALERT, Role.INVALID)
_MOST = 2
_LONGEST = 100
_SAME = 0.5
"""A text with so many of a message's words may be that message, told otherwise."""
_WORD = re.compile(r"\w{3,}")


def out_of_sight(changes: Sequence[ScreenChange], looks: Sequence[Screen], *, start_ms: int, end_ms: int) -> tuple[str, ...]:
    """One note for each, at most two. `changes` are those of one window as the rebuilt page tells them, in time order; `looks` the exact ones."""
    notes: list[str] = []
    for text, came, went in _standing(changes, start_ms, end_ms):
        while_it_stood = [look for look in looks if came < look.at_ms < went]
        words = set(_WORD.findall(text.casefold()))
        if words and while_it_stood and not any(_shows(look, words) for look in while_it_stood):
            notes.append(f"“{one_line(text, _LONGEST)}” was in the page, out of sight")
    return tuple(dict.fromkeys(notes))[:_MOST]


def _standing(changes: Sequence[ScreenChange], start_ms: int, end_ms: int) -> Iterator[tuple[str, int, int]]:
    """The messages that came between start and end: text, when it came, when it went."""
    for place, change in enumerate(changes):
        if not start_ms <= change.at_ms <= end_ms:
            continue
        for line in (*change.appeared, *change.again):
            if line.role in _MESSAGES:
                left = (later.at_ms for later in changes[place + 1 :] if later.navigation or any(gone.text == line.text for gone in later.gone))
                yield line.text, change.at_ms, next(left, end_ms)


def _shows(look: Screen, words: set[str]) -> bool:
    return look.unsure > 0 or any(len(words & set(_WORD.findall(line.text.casefold()))) >= _SAME * len(words) for line in look.lines)
