"""Sessions on disk: files, folders in any nesting, and globs of either."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from onlooker.errors import SourceError
from onlooker.ports import Formats, RawSession, SkippedPlace
from onlooker.sources.place import Place, natural
from onlooker.sources.sessions import sessions

_MISSING = "there is no such file or folder"


class FileSource:
    """Looks at every path once, however often it is named. Hidden files are left out unless named; links are followed, loops are not."""

    def __init__(self, paths: Sequence[str | Path], formats: Formats) -> None:
        self._paths = tuple(os.fspath(path) for path in paths)
        self._formats = formats

    def sessions(self) -> Iterator[RawSession | SkippedPlace]:
        """Raises SourceError when none of the paths is there."""
        found = [(path, _expand(path)) for path in self._paths]
        missing = [path for path, places in found if not places]
        if len(missing) == len(found):
            raise SourceError(_nothing(missing))
        return self._sessions([path for _, paths in found for path in paths], missing)

    def _sessions(self, paths: Sequence[str], missing: Sequence[str]) -> Iterator[RawSession | SkippedPlace]:
        for path in missing:
            yield SkippedPlace(origin=path, reason=_MISSING)
        seen: set[str] = set()
        empty: list[str] = []
        shut: list[SkippedPlace] = []
        places: list[Place] = []
        for path in paths:
            if os.path.isdir(path):  # noqa: PTH112 - Path raises for a name that is too long
                again = os.path.realpath(path) in seen
                inside = [_place(file, root=path) for file in _walk(path, seen, shut)]
                places.extend(inside)
                if not inside and not again and not shut:
                    empty.append(path)
            elif refused := _refused(path):
                yield SkippedPlace(origin=path, reason=refused)
            elif _is_new(path, seen):
                places.append(_place(path, root=""))
        yield from shut
        for path in empty:
            yield SkippedPlace(origin=path, reason="an empty folder")
        yield from sessions(places, self._formats)


def _nothing(paths: Sequence[str]) -> str:
    if not paths:
        return "nothing to read: name a recording, a folder of recordings, or a glob"
    return f"there is no file or folder {', '.join(paths)}"


def _expand(path: str) -> list[str]:
    """The path itself where it exists or cannot be looked at, else what it matches as a glob."""
    if _refused(path) != _MISSING:
        return [path]
    return sorted(glob.glob(path, recursive=True), key=natural) if glob.has_magic(path) else []  # noqa: PTH207 - absolute patterns too


def _refused(path: str) -> str:
    """Why the path cannot be read, "" where it is a file or a folder."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return _MISSING
    except OSError as error:
        return _closed(error)
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "neither a file nor a folder"


def _closed(error: OSError) -> str:
    return f"cannot be opened: {error.strerror or type(error).__name__}"


def _walk(folder: str, seen: set[str], shut: list[SkippedPlace]) -> Iterator[str]:
    """Files below, folder by folder in natural order; each real folder and file once. `shut` takes the folders that may not be looked into."""
    stack = [folder]
    while stack:
        here = stack.pop()
        if not _is_new(here, seen):
            continue
        try:
            names = sorted((name for name in os.listdir(here) if not name.startswith(".")), key=natural)  # noqa: PTH208
        except OSError as error:
            shut.append(SkippedPlace(origin=here, reason=_closed(error)))
            continue
        inner = []
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118 - thousands of these: Path costs more than the rest
            if os.path.isdir(path):  # noqa: PTH112
                inner.append(path)
            elif os.path.isfile(path) and _is_new(path, seen):  # noqa: PTH113
                yield path
        stack.extend(reversed(inner))


def _is_new(path: str, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _place(path: str, *, root: str) -> Place:
    file = Path(path)

    def head(size: int) -> bytes:
        with file.open("rb") as opened:
            return opened.read(size)

    try:
        size = file.stat().st_size
    except OSError:
        size = 0
    return Place(folder=str(file.parent), name=file.name, size=size, root=root, head=head, read=file.read_bytes)
