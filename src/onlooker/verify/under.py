"""What the browser found under a finding's presses, in words: why a press came to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onlooker.domain.clip import Clip, Under
from onlooker.domain.finding import Finding
from onlooker.domain.timeline import Click, Entry, Timeline
from onlooker.domain.words import one_line

_SAME_MS = 100
"""The same press, told by the recording and by the timeline woven from it."""
_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """One press of a finding, and what lay under it."""

    entry: Entry
    under: Under

    @property
    def hindered(self) -> bool:
        """By something that nobody could see."""
        return self.under.covered and self.under.unseen

    @property
    def recorded_as(self) -> str:
        """The name of what took the press, as the timeline has it; the user meant something else where they were `hindered`."""
        target = self.entry.detail.target if isinstance(self.entry.detail, Click) else None
        return target.label if target is not None else ""

    @property
    def words(self) -> str:
        """One sentence; empty where nothing was in the way."""
        name, cover = self._name(), one_line(self.under.hit, _NAME)
        if self.hindered:
            return f"Something that cannot be seen{f' ({cover})' if cover else ''} lay over {name} and took the press."
        if self.under.disabled:
            return f"{_capital(name)} was disabled when it was pressed."
        if self.under.covered:
            return f"{_capital(name)} was covered by something else{f' ({cover})' if cover else ''} when it was pressed."
        return f"{_capital(name)} lay outside the visible part of the page when it was pressed." if self.under.off_screen else ""

    def _name(self) -> str:
        label = one_line(self.under.label or self.recorded_as, _NAME)
        return f"“{label}”" if label else "what was pressed"


def pressed(finding: Finding, clip: Clip, timeline: Timeline) -> Iterator[Pressed]:
    """The presses that the finding rests on and the browser looked under, in time order."""
    wanted = {entry for hit in finding.evidence.hits for entry in hit.entries} | set(finding.evidence.entries)
    for entry in timeline.entries:
        if entry.id in wanted and isinstance(entry.detail, Click):
            target = entry.detail.target
            node_id = target.node_id if target is not None else -1
            under = next((one for one in clip.under if _is_of(one, entry, node_id)), None)
            if under is not None:
                yield Pressed(entry=entry, under=under)


def told_once(presses: Iterator[Pressed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.words for one in presses if one.words))


def _is_of(under: Under, entry: Entry, node_id: int) -> bool:
    same_node = -1 in (under.node_id, node_id) or under.node_id == node_id
    return same_node and entry.at_ms - _SAME_MS <= under.at_ms <= entry.end_ms + _SAME_MS


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
