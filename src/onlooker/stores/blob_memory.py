"""Blobs and notes that live as long as the run: for one without a home folder, and for tests."""

from __future__ import annotations

from onlooker.domain.blob import blob_key


class MemoryBlobs:
    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}
        self._notes: dict[str, bytes] = {}

    def put(self, data: bytes, media_type: str) -> str:
        key = blob_key(data)
        self._blobs[key] = data
        return key

    def get(self, key: str) -> bytes:
        return self._blobs[key]

    def note(self, key: str, data: bytes) -> None:
        self._notes[key] = data

    def noted(self, key: str) -> bytes | None:
        return self._notes.get(key)
