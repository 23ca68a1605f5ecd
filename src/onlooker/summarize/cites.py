"""The labels of a reply, resolved to entries; what stands for nothing is counted."""

from __future__ import annotations

from collections.abc import Iterable

from onlooker.domain.timeline import Entry, Timeline
from onlooker.domain.transcript import Transcript
from onlooker.errors import ReplyError

_NAMED_IN_ERROR = 8


class Cites:
    """Counts while it resolves: each label given counts once per place where it is given."""

    def __init__(self, transcript: Transcript, timeline: Timeline) -> None:
        entries = {entry.id: entry for entry in timeline.entries}
        self._entries = {label.lower(): entries[id] for label, id in transcript.cites.items() if id in entries}
        self._unknown: list[str] = []
        self._given = 0

    @property
    def invented(self) -> int:
        return len(self._unknown)

    def count(self, *, known: bool, label: str) -> None:
        self._given += 1
        if not known:
            self._unknown.append(label)

    def resolve(self, labels: Iterable[str]) -> tuple[Entry, ...]:
        """The entries in time order, each once."""
        found: dict[str, Entry] = {}
        for label in labels:
            entry = self._entries.get(label)
            self.count(known=entry is not None, label=label)
            if entry is not None:
                found[entry.id] = entry
        return tuple(sorted(found.values(), key=lambda entry: entry.at_ms))

    def known(self, labels: Iterable[str]) -> tuple[Entry, ...]:
        """Without counting."""
        return tuple(self._entries[label] for label in labels if label in self._entries)

    def at_ms(self, label: str) -> int | None:
        if not label:
            return None
        entries = self.resolve([label])
        return entries[0].at_ms if entries else None

    def refuse_if_invented(self, tolerated: int, share: float) -> None:
        """Raises ReplyError when more than `tolerated` labels and more than that share of all stand for nothing."""
        if self.invented > tolerated and self.invented > share * self._given:
            named = ", ".join(dict.fromkeys(label for label in self._unknown if len(label) < 12))
            few = ", ".join(named.split(", ")[:_NAMED_IN_ERROR])
            raise ReplyError(f"{self.invented} of {self._given} cites do not stand in the transcript ({few}). Cite only labels that you see in it.")
