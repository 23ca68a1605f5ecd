"""Text packed inside JSON: gzip bytes as latin-1 (posthog-js since 2024) or zlib's (rrweb's own packer), base64 of gzipped UTF-8 or UTF-16
(PostHog until 2023), lz-string."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from msgspec import Raw

from onlooker.decode import lzstring, mend
from onlooker.decode.unpack import inflate
from onlooker.errors import DecodeError

LIMIT = 1 << 27
"""Most bytes one packed text may unpack to."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{8,}+={0,3}")
_PACKED_TEXT = ("\x1f\x8b", "\x78\x9c", "\x78\x01", "\x78\xda")
"""How gzip and zlib text begins."""


def unzip_text(text: str) -> bytes:
    """Raises DecodeError."""
    try:
        packed = text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise DecodeError("a compressed field holds characters beyond one byte") from error
    return inflate(packed, LIMIT)


def unpack_string(raw: Raw | memoryview | bytes, limit: int) -> bytes:
    """JSON text out of a JSON string that packs it, or that simply holds it. Raises DecodeError."""
    value = mend.loads(memoryview(raw))
    if not isinstance(value, str):
        raise DecodeError("not a string")
    if value.startswith(_PACKED_TEXT):
        return unzip_text(value)
    text = value.encode("utf-8", "replace").strip()
    return text if text[:1] in {b"{", b"["} else unpack_bytes(text, limit)


def unpack_bytes(raw: bytes, limit: int) -> bytes:
    """The same for a line that is no JSON, form bodies (`data=...`) among them. Raises DecodeError."""
    if raw.startswith(b"data="):
        raw = unquote_to_bytes(raw[5:].split(b"&", 1)[0])
    if not _BASE64.fullmatch(raw):
        raise DecodeError("neither JSON nor a known packing of it")
    limit = min(limit, LIMIT)
    digits = raw.rstrip(b"=")
    try:
        plain = base64.b64decode(digits + b"=" * (-len(digits) % 4), validate=True)
    except binascii.Error:
        plain = b""
    if plain.startswith(b"\x1f\x8b"):
        return _utf8(inflate(plain, limit))
    if plain[:1] in {b"{", b"["}:
        return plain
    return lzstring.decompress(raw, limit).encode("utf-8", "replace")


def _utf8(data: bytes) -> bytes:
    """PostHog's chunks of before 2023 were gzipped as UTF-16."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[1:2] == b"\0":
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data
