"""The labels of a reply, resolved to places; what stands for nothing is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onlooker.errors import ReplyError

_TOLERATED = 2
_TOLERATED_SHARE = 0.2
"""More labels that stand for nothing than both of these, and the reply is asked again."""
_NAMED_IN_ERROR = 8


class Labels:
    """`t1`, `t2`… for the things of one request, in their order. Counts while it resolves."""

    def __init__(self, prefix: str, places: Sequence[int]) -> None:
        self.of = {f"{prefix}{number}": place for number, place in enumerate(places, 1)}
        self._bare = {f"e{number}": place for number, place in enumerate(places, 1)}  # a number without its letter is read as an entry's
        self._unknown: list[str] = []
        self._given = 0

    @property
    def invented(self) -> int:
        return len(self._unknown)

    def resolve(self, labels: Iterable[str]) -> tuple[int, ...]:
        """Each place once, in the order given."""
        found: dict[int, None] = {}
        for label in labels:
            place = self.of.get(label, self._bare.get(label))
            self._given += 1
            if place is None:
                self._unknown.append(label)
            else:
                found[place] = None
        return tuple(found)

    def one(self, label: str) -> int | None:
        return next(iter(self.resolve([label])), None) if label else None

    def missing(self, seen: Iterable[int]) -> list[str]:
        known = set(seen)
        return [label for label, place in self.of.items() if place not in known]

    def refuse_if_invented(self) -> None:
        """Raises ReplyError when too many labels stand for nothing."""
        if self.invented > _TOLERATED and self.invented > _TOLERATED_SHARE * self._given:
            named = ", ".join(list(dict.fromkeys(label for label in self._unknown if len(label) < 12))[:_NAMED_IN_ERROR])
            raise ReplyError(f"{self.invented} of {self._given} labels stand for nothing ({named}). Use only labels that you were given.")


def listed(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - _NAMED_IN_ERROR} more" if len(labels) > _NAMED_IN_ERROR else ""
    return ", ".join(labels[:_NAMED_IN_ERROR]) + more
