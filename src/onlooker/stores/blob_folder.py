"""Videos and frames as files in one folder, named by the hash of their content; and notes of what they were made from."""

from __future__ import annotations

import re
from pathlib import Path

from onlooker.domain.blob import SUFFIXES, blob_key, suffix_of
from onlooker.domain.ids import content_id
from onlooker.stores.sealed import sealed, unsealed
from onlooker.stores.whole import write_whole

_KEY = re.compile(r"[0-9a-f]{16}")


class BlobFolder:
    """`FOLDER/ab/abcd….mp4` holds a blob, `FOLDER/notes/ab/….note` a note. Safe to delete in whole or in part, and to share between runs.

    What is damaged is as good as missing: its hash says so, and the next `put` or `note` writes it anew. `put` raises OSError when the disk is
    full or the folder cannot be written; nothing half-written stays. `note` does not: what is not noted is only made once more, and
    `unwritten` counts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unwritten = 0

    def put(self, data: bytes, media_type: str) -> str:
        key = blob_key(data)
        if self._kept(key) is None:
            write_whole(self.folder / key[:2] / f"{key}{suffix_of(media_type)}", data)
        return key

    def get(self, key: str) -> bytes:
        data = self._kept(key)
        if data is None:
            raise KeyError(key)
        return data

    def note(self, key: str, data: bytes) -> None:
        try:
            write_whole(self._note(key), sealed(data))
        except OSError:
            self.unwritten += 1

    def noted(self, key: str) -> bytes | None:
        return unsealed(_read(self._note(key)) or b"")

    def _kept(self, key: str) -> bytes | None:
        if not _KEY.fullmatch(key):  # a report may have been written by anybody, and this becomes a path
            return None
        for suffix in (*SUFFIXES.values(), suffix_of("")):
            data = _read(self.folder / key[:2] / f"{key}{suffix}")
            if data is not None and blob_key(data) == key:
                return data
        return None

    def _note(self, key: str) -> Path:
        name = content_id(key)
        return self.folder / "notes" / name[:2] / f"{name}.note"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
