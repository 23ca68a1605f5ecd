"""Clips and frames, by their keys."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.app.library.kept import Kept, out_of_reach
from onlooker.errors import MissingError

_KINDS = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftyp", 4, "video/mp4"),
    (b"\x1aE\xdf\xa3", 0, "video/webm"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """Bytes that a browser may show."""

    key: str
    data: bytes
    media_type: str


def medium(kept: Kept, key: str) -> Medium:
    """Raises MissingError for a key that is not there, and for what is neither picture nor video: recordings and reports are kept in the same place,
    and are not for everybody who can guess a key."""
    try:
        data = kept.blobs.get(key)
    except KeyError:
        raise MissingError(f"there is no clip or frame {key!r}, or no longer") from None
    except OSError as error:
        raise out_of_reach(error) from None
    media_type = next((name for mark, at, name in _KINDS if data[at : at + len(mark)] == mark), "")
    if not media_type:
        raise MissingError(f"there is no clip or frame {key!r}")
    return Medium(key=key, data=data, media_type=media_type)
