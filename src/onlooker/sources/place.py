"""One file of a source, whatever it lies in: where it is, how to open it, and what it turned out to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from onlooker.domain.part import Recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`folder` and `name` tell a person where it is. `root` is what was asked for: the folder it was met in, "" where that is the file itself.
    `head` and `read` raise OSError."""

    folder: str
    name: str
    size: int
    root: str
    head: Callable[[int], bytes]
    read: Callable[[], bytes]

    @property
    def named(self) -> bool:
        """Asked for by its own name, so that a reason is owed when it is nothing of ours."""
        return not self.root

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def stem(self) -> str:
        """The name up to its first dot: what files of one session have in common when their names tell it."""
        return self.name.split(".", 1)[0]

    @property
    def series(self) -> tuple[str, str]:
        """What the numbered pieces of one recording have in common."""
        return self.folder, re.sub(r"\d+", "#", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A place that holds data of ours."""

    place: Place
    what: Recognised


def natural(path: str) -> list[tuple[int, str]]:
    """Sorts `blob-2` before `blob-10`."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d+)", path)]
