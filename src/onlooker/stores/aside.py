"""A file, or a folder of files, that grows beside its place and is moved there when it is whole: until then what was there before stays."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def file_aside(place: Path) -> Iterator[Path]:
    """The path to write to. Raises OSError; whatever is raised inside, nothing is left behind."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".onlooker-") as aside:
        growing = Path(aside, place.name)
        yield growing
        growing.replace(place)


@contextmanager
def folder_aside(place: Path) -> Iterator[Path]:
    """The folder to write to. A folder that is there already is replaced as a whole: ask `replaceable` before."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".onlooker-") as aside:
        growing, before = Path(aside, "new"), Path(aside, "old")
        growing.mkdir()
        yield growing
        if place.exists():
            place.rename(before)
        try:
            growing.rename(place)
        except OSError:
            if before.exists():
                before.rename(place)
            raise
        shutil.rmtree(before, ignore_errors=True)


def replaceable(place: Path, ours: re.Pattern[str]) -> bool:
    """Whether nothing is lost when this folder is replaced: it is not there, empty, or holds files with such names alone."""
    if place.is_symlink():
        return False
    return not place.exists() or (place.is_dir() and all(ours.fullmatch(one.name) and one.is_file() for one in place.iterdir()))


def writable(folder: Path) -> bool:
    """Whether a file can be made there. Makes nothing that stays."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except (OSError, ValueError):
        return False
