"""Blobs and notes in a bucket of S3 or anything that speaks its language, for machines that share them.

Where the server is and who asks is told by the variables every such program reads: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; without keys, the role of the machine is asked for some.
"""

from __future__ import annotations

import errno
import os
import re
from datetime import timedelta
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from onlooker.domain.blob import blob_key
from onlooker.domain.ids import content_id
from onlooker.errors import SettingError
from onlooker.stores.sealed import sealed, unsealed

_KEY = re.compile(r"[0-9a-f]{16}")
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_PATIENCE = timedelta(seconds=60)


class BlobBucket:
    """`PREFIX/ab/abcd…` holds a blob, `PREFIX/notes/ab/….note` a note. Safe to delete in whole or in part, and to share between runs.

    What is damaged is as good as missing, and the next `put` or `note` writes it anew. `put` and `get` raise OSError when the bucket cannot be
    reached or refuses; `note` and `noted` do not: `unwritten` and `unread` count."""

    def __init__(self, url: str, *, patience: timedelta = _PATIENCE) -> None:
        """`url` is `s3://bucket/prefix`. Raises SettingError for what is none; nothing is connected yet. `patience` is how long a request is
        tried."""
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc:
            raise SettingError("ONLOOKER_BLOBS is a folder or s3://bucket/prefix; keys go into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        self.where = f"s3://{parts.netloc}/{parts.path.strip('/')}".rstrip("/")
        self.unwritten = 0
        self.unread = 0
        plain = any(os.environ.get(name, "").startswith("http://") for name in _ENDPOINTS)
        try:
            self._store = S3Store(
                parts.netloc,
                prefix=parts.path.strip("/") or None,
                client_options={"allow_http": plain, "connect_timeout": timedelta(seconds=10), "timeout": 2 * patience},
                retry_config={"max_retries": 5, "retry_timeout": patience},
            )
        except (BaseError, ValueError, TypeError):
            raise SettingError(f"no way to {self.where}: see the AWS_ variables and the name of the bucket") from None

    def put(self, data: bytes, media_type: str) -> str:
        key = blob_key(data)
        try:
            obstore.put(self._store, _place(key), data, attributes={"Content-Type": media_type or "application/octet-stream"})
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error
        return key

    def get(self, key: str) -> bytes:
        if not _KEY.fullmatch(key):  # a report may have been written by anybody
            raise KeyError(key)
        data = self._read(_place(key))
        if data is None or blob_key(data) != key:
            raise KeyError(key)
        return data

    def note(self, key: str, data: bytes) -> None:
        try:
            obstore.put(self._store, _note(key), sealed(data))
        except (BaseError, OSError):
            self.unwritten += 1

    def noted(self, key: str) -> bytes | None:
        try:
            return unsealed(self._read(_note(key)) or b"")
        except OSError:
            self.unread += 1
            return None

    def _read(self, place: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._store, place).bytes())
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise self._trouble(error) from error
            return None
        except (BaseError, OSError) as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> OSError:
        """What the client says is left out: it may hold an address signed with a key."""
        if isinstance(error, FileNotFoundError):
            return FileNotFoundError(errno.ENOENT, f"there is no bucket for {self.where}: make it, or name another in ONLOOKER_BLOBS")
        if isinstance(error, PermissionDeniedError | UnauthenticatedError):
            return PermissionError(
                errno.EACCES,
                f"{self.where} lets nobody in with these keys: they need to list it, get and put (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)",
            )
        return ConnectionError(
            errno.EIO, f"{self.where} cannot be reached: see the network, AWS_ENDPOINT_URL, AWS_REGION and the keys, then start again"
        )


def _place(key: str) -> str:
    return f"{key[:2]}/{key}"


def _note(key: str) -> str:
    name = content_id(key)
    return f"notes/{name[:2]}/{name}.note"
