"""Reports that are read again whenever they are looked at, so that a run of any length is gone through with one of them in memory.

Going through all of them costs as much as reading them: whoever needs several things asks for them in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from onlooker.domain.report import SessionReport

HELD_UP_TO = 500
"""Reports that are held in memory all the same: some 25 KB each, and going through them again costs nothing."""


class ReadAgain(Sequence[SessionReport]):
    """`read` gives the report of a number below `length`, the same one each time."""

    def __init__(self, length: int, read: Callable[[int], SessionReport]) -> None:
        self._length, self._read = length, read

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[SessionReport]:
        return map(self._read, range(self._length))

    @overload
    def __getitem__(self, at: int) -> SessionReport: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[SessionReport]: ...

    def __getitem__(self, at: int | slice) -> SessionReport | Sequence[SessionReport]:
        chosen = range(self._length)[at]
        return self._read(chosen) if isinstance(chosen, int) else ReadAgain(len(chosen), lambda place: self._read(chosen[place]))

    def __eq__(self, other: object) -> bool:
        """To any sequence of the same reports."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(("reports read again", self._length))

    def __repr__(self) -> str:
        return f"<{self._length} reports, read again when they are looked at>"
