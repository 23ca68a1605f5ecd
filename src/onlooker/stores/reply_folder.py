"""Replies as JSON files in one folder, a file each, named by request hash: readable, diffable, safe to delete."""

from __future__ import annotations

from pathlib import Path

from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.errors import SettingError
from onlooker.stores.reply_file import UNREADABLE, UNWRITABLE, read, written
from onlooker.stores.whole import write_whole


class ReplyFolder:
    """`unreadable` and `unwritten` count what could not be used and what could not be kept: neither stops a run. The question is not
    kept, only its purpose and prompt version: it holds what users did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unreadable = 0
        self.unwritten = 0

    @classmethod
    def existing(cls, folder: Path) -> ReplyFolder:
        """For replies that were kept before. Raises SettingError where there is no such folder."""
        if not folder.is_dir():
            raise SettingError(f"no folder of recorded replies at {folder}")
        return cls(folder)

    def get(self, key: str) -> ModelReply | None:
        try:
            return read((self.folder / f"{key}.json").read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, *UNREADABLE):
            self.unreadable += 1
            return None

    def put(self, key: str, request: ModelRequest, reply: ModelReply) -> None:
        try:
            write_whole(self.folder / f"{key}.json", written(request, reply))
        except (OSError, *UNWRITABLE):
            self.unwritten += 1
