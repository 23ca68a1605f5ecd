"""Where blobs and notes are kept, by its name: a folder, or a bucket."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from onlooker.errors import SettingError
from onlooker.ports import BlobStore, NoteStore
from onlooker.stores.blob_folder import BlobFolder


class Blobs(BlobStore, NoteStore, Protocol):
    """A store of both."""


def open_blobs(where: str | Path) -> Blobs:
    """`where` is the path of a folder, or `s3://bucket/prefix`. Raises SettingError when it is neither; nothing is read or made yet."""
    if isinstance(where, Path) or "://" not in where:
        return BlobFolder(Path(where).expanduser())
    try:
        from onlooker.stores.blob_bucket import BlobBucket  # noqa: PLC0415 - an extra, and only for who keeps blobs in a bucket
    except ImportError:
        raise SettingError("a bucket needs one package more: pip install 'onlooker[s3]'") from None
    return BlobBucket(where)
