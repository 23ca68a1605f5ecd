"""Ids are content hashes: the same content has the same id in every run, on every machine."""

from __future__ import annotations

import hashlib


def content_id(*parts: str | int | bytes) -> str:
    """16 hex digits of BLAKE2b over the parts; parts are length-prefixed, so ("ab", "c") differs from ("a", "bc")."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()
