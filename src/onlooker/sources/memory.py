"""Files held in memory: what tests hand in, and what a notebook may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onlooker.errors import SourceError
from onlooker.ports import Formats, RawSession, SkippedPlace
from onlooker.sources.place import Place, natural
from onlooker.sources.sessions import sessions

ROOT = "memory"
"""What stands for the folder in messages."""


class MemorySource:
    """`files` maps a path (`one/events.jsonl`) to its bytes; all count as met in a folder, none as asked for by name."""

    def __init__(self, files: Mapping[str, bytes], formats: Formats) -> None:
        self._files = dict(files)
        self._formats = formats

    def sessions(self) -> Iterator[RawSession | SkippedPlace]:
        if not self._files:
            raise SourceError("no files were handed in")
        return sessions((_place(path, data) for path, data in sorted(self._files.items(), key=lambda file: natural(file[0]))), self._formats)


def _place(path: str, data: bytes) -> Place:
    folder, _, name = path.rpartition("/")
    return Place(folder=folder, name=name, size=len(data), root=ROOT, head=lambda size: data[:size], read=lambda: data)
