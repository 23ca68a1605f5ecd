"""The compact text of a timeline a model reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptPart:
    """A stretch that fits the budget. `cites` are the labels that stand in it, in order. `own_from` is the first cite that is this part's own: what
    is before it repeats the neighbour for context."""

    text: str
    tokens: int
    start_ms: int
    end_ms: int
    cites: tuple[str, ...]
    own_from: str = ""
    own_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """`parts` is one while it fits the budget. `cites` maps a short label (`e12`) to the entry's id; labels live only inside this transcript.
    `folded` counts entries told in another entry's line, by pass; `dropped` counts those not told at all, by reason."""

    session_id: str
    parts: tuple[TranscriptPart, ...]
    cites: Mapping[str, str]
    entries: int
    folded: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    cut: Mapping[str, int] = field(default_factory=dict)
    """Texts left out of, or shortened in, lines that are told, by reason."""
    suspects: Mapping[str, str] = field(default_factory=dict)
    """Labels of suspected findings (`f1`) -> finding id."""

    @property
    def tokens(self) -> int:
        return sum(part.tokens for part in self.parts)

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)
