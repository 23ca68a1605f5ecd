"""What a blob of bytes turned out to be, before anything of it is decoded in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class PartKind(Enum):
    RECORDING = auto()
    EVENTS = auto()
    BOTH = auto()
    """Product events with `$snapshot` events among them."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """`sessions` maps each session id met to the window ids met in it; "" stands for what names no session. `first_ms` is the first
    snapshot's epoch. `damaged`: looks like data of ours and cannot be read. From the head of a file all of this may be incomplete."""

    kind: PartKind
    sessions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first_ms: int | None = None
    several: bool = False
    """The form can hold more than one session, so that only the whole of it tells which."""
    damaged: bool = False
