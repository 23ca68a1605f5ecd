"""When the screen said that something worked."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.screen import Role
from onlooker.domain.timeline import Seen, Timeline
from onlooker.domain.tone import Tone, read

_SHORT = 120
_CROWD = 40
"""So many plain lines at once are content, not a message."""
_BARE = 2
_CARD = 5
_SAYS_FOR_THE_PAGE = (Role.ALERT, Role.DIALOG, Role.HEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    at_ms: int
    text: str
    entry: str
    boxed: bool
    """It stood in an alert, a dialog or a heading: the page says it, not some text on it."""


def praises(timeline: Timeline) -> tuple[Praise, ...]:
    """Texts that came up and say that something was done, in time order. A page of text speaks of success for many reasons, so after a navigation
    only alerts, dialogs and headings count; so does nothing that stands beside a failure in the same change."""
    found = []
    for entry in timeline.entries:
        if not isinstance(entry.detail, Seen):
            continue
        change = entry.detail.change
        crowded = change.navigation or len(change.appeared) > _CROWD
        telling = [line for line in change.appeared if len(line.text) <= _SHORT and (not crowded or line.role in _SAYS_FOR_THE_PAGE)]
        read_lines = [(line, read(line.text)) for line in telling]
        if any(
            reading.tone in (Tone.FAILURE, Tone.REFUSAL) and reading.strength == 2 and line.role in _SAYS_FOR_THE_PAGE for line, reading in read_lines
        ):
            continue
        for line, reading in read_lines:
            boxed = line.role in _SAYS_FOR_THE_PAGE
            if not boxed and len(line.text.split()) <= _BARE and len(change.appeared) > _CARD:
                continue  # how a thing of the page is doing, among other facts of it
            if reading.tone is Tone.SUCCESS and reading.strength == 2:
                found.append(Praise(at_ms=entry.at_ms, text=line.text, entry=entry.id, boxed=boxed))
    return tuple(found)
