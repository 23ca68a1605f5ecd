"""One SQLite file that several threads and processes share, each write of it on the disk before it counts."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onlooker.errors import CatalogueError

_BUSY_S = 60.0


class SqliteFile:
    """`tables` are statements that may be run again. Raises CatalogueError when the file cannot be used."""

    def __init__(self, path: Path, tables: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        with self._troubles():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
            self._base.execute("PRAGMA auto_vacuum=INCREMENTAL")
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")  # a commit returns once the log is on the disk
            self._base.executescript(tables)

    def close(self) -> None:
        with self._lock:
            self._base.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One thread at a time."""
        with self._lock, self._troubles():
            yield self._base

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; on the disk when the block ends."""
        with self.reading() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
                base.execute("COMMIT")
            except BaseException:
                if base.in_transaction:
                    base.execute("ROLLBACK")
                raise

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            what = getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None) or type(error).__name__
            raise CatalogueError(
                f"{self._path} cannot be used ({what}): see that the disk has room and this user may write there, then start again"
            ) from error
