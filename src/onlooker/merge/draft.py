"""An entry before it is woven: without page and id, which only the whole session can give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onlooker.domain.timeline import Detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Fields mean what they mean in `Entry`."""

    at_ms: int
    end_ms: int
    window: int
    detail: Detail
    count: int = 1
    snapshots: tuple[int, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """The drafts of one kind of happening, in no particular order, and in counts what was read without becoming one."""

    drafts: tuple[Draft, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
