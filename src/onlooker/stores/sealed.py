"""Bytes with the hash of their content before them: what was damaged since then is told from what was written."""

from __future__ import annotations

from onlooker.domain.blob import blob_key


def sealed(data: bytes) -> bytes:
    return blob_key(data).encode() + b"\n" + data


def unsealed(kept: bytes) -> bytes | None:
    """None for what is damaged."""
    hashed, _, data = kept.partition(b"\n")
    return data if hashed == blob_key(data).encode() else None
