"""One product event, as an analytics library sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEvent:
    """`at` is the sender's epoch in ms; `properties` are untrusted JSON values; `elements_chain` is PostHog's text form of the
    element and its ancestors, empty where there is none."""

    id: str
    name: str
    at: int
    distinct_id: str = ""
    session_id: str | None = None
    window_id: str | None = None
    elements_chain: str = ""
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """The events of one session in time order, with what was lost on the way."""

    events: tuple[ProductEvent, ...] = ()
    unreadable: int = 0
    duplicates: int = 0
    other_sessions: int = 0
