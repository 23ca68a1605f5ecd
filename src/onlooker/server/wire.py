"""The bodies that posthog-js and our own recorder send -> batches. Pure: bytes and limits in, values or `Refused` out.

1. A body is gzip when it begins like gzip, whatever its headers say: the library sends no Content-Encoding.
2. A form (`data=…`, which a GET has in its address) or bare base64 is unwrapped first; inside may be gzip again. Only lz64 has to be told: it looks
   like base64.
3. What unpacks to more than the limit is refused before it is unpacked.
4. An item stays the bytes it was, but for line ends between its tokens; the session it names is all that is read of it.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import msgspec
from msgspec import Raw, Struct, field
from msgspec.json import Decoder

from onlooker.domain.captured import Batch, Holds
from onlooker.domain.timebase import iso
from onlooker.server import lz64
from onlooker.server.refused import Refused

MOST_ITEMS = 50_000
_GZIP = b"\x1f\x8b"
_LONGEST_NAME = 200
_NONE = Raw()
_WRONG = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_=\s-]*+")
_JSON = re.compile(rb"\s*+[\[{]")
_DATA = re.compile(rb"(?:^|&)data=([^&]*)")
_LZ64 = re.compile(rb"(?:^|&)compression=lz64(?:&|$)")


class TooLarge(Refused):
    def __init__(self) -> None:
        super().__init__(413, "unpacks to more than is taken: send less at once")


class _Envelope(Struct, gc=False):
    """A request as an object: `batch` with its items, or one item itself; our recorder's `session`, `window` and `records`."""

    api_key: Raw = _NONE
    token: Raw = _NONE
    batch: Raw = _NONE
    event: Raw = _NONE
    properties: Raw = _NONE
    key: Raw = _NONE
    session: Raw = _NONE
    window: Raw = _NONE
    records: Raw = _NONE
    told: Raw = _NONE


class _Event(Struct, gc=False):
    event: Raw = _NONE
    properties: Raw = _NONE
    distinct_id: Raw = _NONE
    api_key: Raw = _NONE
    token: Raw = _NONE
    timestamp: Raw = _NONE
    sent_at: Raw = _NONE
    now: Raw = _NONE


class _Properties(Struct, gc=False):
    token: Raw = _NONE
    distinct_id: Raw = _NONE
    session: Raw = field(name="$session_id", default=_NONE)


_ENVELOPE, _LIST, _EVENT, _PROPERTIES = Decoder(_Envelope), Decoder(list[Raw]), Decoder(_Event), Decoder(_Properties)
_SNAPSHOT = "$snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    session: str
    holds: Holds
    text: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request. `key` is empty where it carries none."""

    key: str
    lines: Sequence[Line]

    def batches(self, project: str, received_at: int, address: str = "") -> Sequence[Batch]:
        """One for each session and what it holds. An `address` of who sent it is written at the end of each event, after any that it tells itself."""
        found: dict[tuple[str, Holds], list[bytes]] = {}
        told = b',"ip":' + msgspec.json.encode(address) + b"}"
        for line in self.lines:
            text = line.text[:-1] + told if address and line.holds is Holds.EVENTS else line.text
            found.setdefault((line.session, line.holds), []).append(text)
        return [
            Batch(project=project, session=session, holds=holds, received_at=received_at, lines=b"\n".join(texts) + b"\n")
            for (session, holds), texts in found.items()
        ]


def unpacked(body: bytes, most: int, address: bytes = b"") -> bytes:
    """The JSON text. `address` is what stands behind the `?` of the request's. Raises Refused."""
    plain = _inflated(body, most)
    packed_so = _LZ64.search(address) is not None
    if not _is_json(plain) and (form := _DATA.search(plain)) is not None:
        packed_so = packed_so or _LZ64.search(plain) is not None
        plain = _inflated(unquote_to_bytes(form[1].replace(b"+", b" ")), most)
    if packed_so and not _is_json(plain):
        plain = _unpacked_lz64(plain, most)
    elif not _is_json(plain) and len(plain) and _BASE64.fullmatch(plain):
        plain = _inflated(_base64(plain), most)
    if not _is_json(plain):
        raise Refused(400, "what was sent is neither JSON, nor gzip, base64 or lz64 of it")
    return plain


def posthog(plain: bytes, received_at: int) -> Sent:
    """A list of events and snapshots, one alone, or an object with a batch of them. Raises Refused."""
    envelope = _Envelope()
    try:
        if plain.lstrip()[:1] == b"[":
            raws = _LIST.decode(plain)
        else:
            envelope = _ENVELOPE.decode(plain)
            raws = _LIST.decode(envelope.batch) if bytes(envelope.batch) else [Raw(plain)]
    except _WRONG:
        raise Refused(400, "the body is no JSON that holds events") from None
    if len(raws) > MOST_ITEMS:
        raise Refused(413, f"{MOST_ITEMS:,} events are the most at once: send fewer")
    key = _text(envelope.api_key) or _text(envelope.token)
    lines = []
    for raw in raws:
        read = _item(raw, received_at)
        if read is not None:
            line, token = read
            key = key or token
            lines.append(line)
    return Sent(key=key, lines=lines)


def key_in(plain: bytes) -> str:
    """The key of a request that asks and brings nothing. Raises Refused."""
    try:
        envelope = _ENVELOPE.decode(plain)
    except _WRONG:
        raise Refused(400, "the body is no JSON object") from None
    return _text(envelope.token) or _text(envelope.api_key)


def plain_rrweb(plain: bytes) -> Sent:
    """What our own recorder sends. Raises Refused."""
    try:
        envelope = _ENVELOPE.decode(plain)
        records = _LIST.decode(envelope.records) if bytes(envelope.records) else []
        told = _LIST.decode(envelope.told) if bytes(envelope.told) else []
    except _WRONG:
        raise Refused(400, "the body is no JSON that holds records") from None
    session, window = _text(envelope.session), _text(envelope.window)
    if not session:
        raise Refused(400, "the body names no session")
    if len(records) + len(told) > MOST_ITEMS:
        raise Refused(413, f"{MOST_ITEMS:,} records are the most at once: send fewer")
    named = b'"session_id":' + msgspec.json.encode(session) + b',"window_id":' + msgspec.json.encode(window)
    lines = []
    if texts := [text for raw in records if (text := _one_line(raw))]:
        lines.append(Line(session=session, holds=Holds.RECORDING, text=b"{" + named + b',"data":[' + b",".join(texts) + b"]}"))
    for raw in told:
        text = _one_line(raw)
        if text.startswith(b"{") and len(text) > 2:
            lines.append(Line(session=session, holds=Holds.EVENTS, text=b"{" + named + b"," + text[1:]))
    return Sent(key=_text(envelope.key), lines=lines)


def _item(raw: Raw, received_at: int) -> tuple[Line, str] | None:
    """With the key it names. None for what is no event, or names neither a session nor a user."""
    try:
        item = _EVENT.decode(raw)
        properties = _PROPERTIES.decode(item.properties) if bytes(item.properties) else _Properties()
    except _WRONG:
        return None
    name, text = _text(item.event), _one_line(raw)
    holds = Holds.RECORDING if name.startswith(_SNAPSHOT) else Holds.EVENTS
    user = _text(item.distinct_id) or _text(properties.distinct_id)
    session = _text(properties.session) or (f"none of {user}" if user and holds is Holds.EVENTS else "")
    if not name or not session or not text:
        return None
    if not any(bytes(told) for told in (item.timestamp, item.sent_at, item.now)):
        text = b'{"now":' + msgspec.json.encode(iso(received_at)) + b"," + text[1:]  # its `offset` is told from when it came
    return Line(session=session, holds=holds, text=text), _text(properties.token) or _text(item.api_key) or _text(item.token)


def _one_line(raw: Raw) -> bytes:
    """Empty for what no strict reader takes."""
    text = bytes(raw).strip()
    if b"\n" not in text and b"\r" not in text:
        return text
    try:
        return msgspec.json.format(text, indent=-1)
    except _WRONG:
        return b""


def _text(raw: Raw) -> str:
    """A JSON string or number as a name; empty for anything else, and for what is too long to be one."""
    if not bytes(raw) or len(bytes(raw)) > 6 * _LONGEST_NAME:
        return ""
    try:
        read = msgspec.json.decode(raw)
    except _WRONG:
        return ""
    if isinstance(read, bool) or not isinstance(read, str | int):
        return ""
    text = str(read).encode("utf-8", "replace").decode().strip()
    return text if len(text) <= _LONGEST_NAME and text.isprintable() else ""


def _is_json(plain: bytes) -> bool:
    return _JSON.match(plain) is not None


def _unpacked_lz64(text: bytes, most: int) -> bytes:
    plain = lz64.unpacked(_told_plainly(text), most)
    if plain is None:
        raise TooLarge
    return plain


def _inflated(body: bytes, most: int) -> bytes:
    if not body.startswith(_GZIP):
        if len(body) > most:
            raise TooLarge
        return body
    out = b"".join(_members(body, most))
    return out


def _members(body: bytes, most: int) -> Iterator[bytes]:
    left, room = body, most
    while left.startswith(_GZIP):
        engine = zlib.decompressobj(31)
        try:
            piece = engine.decompress(left, room + 1)
        except zlib.error:
            raise Refused(400, "the gzip is damaged") from None
        room -= len(piece)
        if room < 0:
            raise TooLarge
        if not engine.eof:
            raise Refused(400, "the gzip is cut off")
        yield piece
        left = engine.unused_data


def _base64(text: bytes) -> bytes:
    whole = _told_plainly(text).rstrip(b"=")
    try:
        return base64.b64decode(whole + b"=" * (-len(whole) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, "the base64 is damaged") from None


def _told_plainly(text: bytes) -> bytes:
    """Base64 with `+` where an address has another sign or a form made a blank of it, and without ends of lines."""
    return b"".join(text.strip().replace(b"-", b"+").replace(b"_", b"/").replace(b" ", b"+").split())
