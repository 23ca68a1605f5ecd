"""What browsers send, until it is a session that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What the lines of a batch are."""

    RECORDING = "recording"
    EVENTS = "events"


class KeepAddress(StrEnum):
    """Which address of who sends is kept with their events: none, that of who is connected, or the one that the proxy before us tells."""

    OFF = "off"
    CONNECTED = "connected"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one request brought of one session. `lines` are JSON documents, one a line, in a form that `decode` reads. `received_at` UTC ms."""

    project: str
    session: str
    holds: Holds
    received_at: int
    lines: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedSession:
    """A session of which batches wait to be read. Instants are UTC ms by this machine's clock; `last` names the newest batch that belongs to it
    as it is seen here: what comes later does not. `size` is bytes of lines."""

    project: str
    session: str
    first_at: int
    last_at: int
    batches: int
    size: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteKey:
    """What a page is given to send with. It is public: it opens nothing but the way in. `project` is the name it was made for; `made_at` UTC ms."""

    key: str
    project: str
    made_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureLimits:
    """Most bytes: of a request as sent (`body`) and unpacked (`batch`), of the lines of one session and of all that wait to be read, of all requests
    that are being received at one moment. `send_s` and `head_s`: seconds in which a request's body and its head must be there."""

    body: int = 16_000_000
    batch: int = 64_000_000
    session: int = 256_000_000
    inbox: int = 10_000_000_000
    receiving: int = 128_000_000
    send_s: float = 30.0
    head_s: float = 10.0
    connections: int = 20_000
