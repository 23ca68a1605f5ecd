"""The keys that pages send with, beside the inbox: whoever may read that file may let a page in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onlooker.domain.captured import WriteKey
from onlooker.stores.sqlite_file import SqliteFile

_TABLES = "CREATE TABLE IF NOT EXISTS write_keys (key TEXT PRIMARY KEY, project TEXT NOT NULL, made_at INTEGER NOT NULL);"


class SqliteWriteKeys:
    def __init__(self, path: Path) -> None:
        """Raises CatalogueError when the file cannot be used."""
        self._file = SqliteFile(path, _TABLES)

    def add(self, key: WriteKey) -> None:
        with self._file.writing() as base:
            base.execute("INSERT INTO write_keys VALUES (?, ?, ?)", (key.key, key.project, key.made_at))

    def all(self) -> Sequence[WriteKey]:
        with self._file.reading() as base:
            rows = base.execute("SELECT key, project, made_at FROM write_keys ORDER BY made_at, key").fetchall()
        return [WriteKey(key=key, project=project, made_at=made_at) for key, project, made_at in rows]

    def withdraw(self, key: str) -> None:
        with self._file.writing() as base:
            if not base.execute("DELETE FROM write_keys WHERE key = ?", (key,)).rowcount:
                raise KeyError(key)

    def project_of(self, key: str) -> str | None:
        with self._file.reading() as base:
            found = base.execute("SELECT project FROM write_keys WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def close(self) -> None:
        self._file.close()
