"""Replies as notes, in the shape they have as files: machines that share a bucket share them too."""

from __future__ import annotations

from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.ports import NoteStore
from onlooker.stores.reply_file import UNREADABLE, UNWRITABLE, read, written


class ReplyNotes:
    """`unreadable` and `unwritten` count what could not be used and what is no JSON: neither stops a run."""

    def __init__(self, notes: NoteStore) -> None:
        self._notes = notes
        self.unreadable = 0
        self.unwritten = 0

    def get(self, key: str) -> ModelReply | None:
        noted = self._notes.noted(_name(key))
        if noted is None:
            return None
        try:
            return read(noted)
        except UNREADABLE:
            self.unreadable += 1
            return None

    def put(self, key: str, request: ModelRequest, reply: ModelReply) -> None:
        try:
            self._notes.note(_name(key), written(request, reply))
        except UNWRITABLE:
            self.unwritten += 1


def _name(key: str) -> str:
    return f"reply {key}"
