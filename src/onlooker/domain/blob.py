"""Blobs: bytes kept by the hash of their content. A clip's video is one, each of its frames another."""

from __future__ import annotations

from onlooker.domain.ids import content_id

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}
"""Of the files that hold them, by media type: for people, and for programs that go by the name."""


def blob_key(data: bytes) -> str:
    """16 hex digits; the same bytes have the same key everywhere."""
    return content_id(data)


def suffix_of(media_type: str) -> str:
    return SUFFIXES.get(media_type, ".bin")
