"""One SQLite file that several threads and processes share, each write of it on the disk before it counts.

Who reads does not wait for who writes: each has a connection of its own, and the write-ahead log lets both go on.
"""

from __future__ import annotations

import os
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
        self._to_read, self._to_write = threading.Lock(), threading.Lock()
        with self._troubles():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writes = self._opened()
            self._writes.execute("PRAGMA auto_vacuum=INCREMENTAL")
            self._writes.execute("PRAGMA journal_mode=WAL")
            self._writes.execute("PRAGMA synchronous=FULL")  # a commit returns once the log is on the disk
            self._writes.executescript(tables)
            self._reads = self._opened()
            _sync_folder(path.parent)  # the names of the file and its log, too

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)

    def close(self) -> None:
        for lock, base in ((self._to_write, self._writes), (self._to_read, self._reads)):
            with lock:
                base.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One thread at a time."""
        with self._to_read, self._troubles():
            yield self._reads

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; on the disk when the block ends."""
        with self._to_write, self._troubles():
            base = self._writes
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
                base.execute("COMMIT")
            except BaseException:
                if base.in_transaction:
                    base.execute("ROLLBACK")
                raise

    def give_room_back(self, pages: int) -> None:
        """Up to so many pages that hold nothing any more go back to the system."""
        with self._to_write, self._troubles():
            self._writes.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            what = getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None) or type(error).__name__
            raise CatalogueError(
                f"{self._path} cannot be used ({what}): see that the disk has room and this user may write there, then start again"
            ) from error


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
