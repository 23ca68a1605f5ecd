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
class Told:
    """What a part tells of one session: the window ids met, and its first and last instant, epoch ms, None where no time was met."""

    windows: frozenset[str] = frozenset()
    first_ms: int | None = None
    last_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """`sessions` by id; "" stands for what names no session. From the head of a file all of this may be incomplete."""

    kind: PartKind
    sessions: Mapping[str, Told] = field(default_factory=dict)
    several: bool = False
    """The form can hold more than one session, so that only the whole of it tells which."""
    continues: bool = False
    """A recording that begins with changes to a page it does not show: the next piece of another one."""
    damaged: bool = False
    """Looks like data of ours and cannot be read; from a head: read all of it before giving up."""
