"""A claim that something went wrong for this user."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onlooker.domain.evidence import Evidence, Status
from onlooker.domain.timebase import Span


class FindingKind(StrEnum):
    """The field's three kinds."""

    EXCEPTION = "exception"
    """Something broke."""
    CONFUSION = "confusion"
    """The user lost the way, or friction."""
    ABANDONMENT = "abandonment"
    """The user gave up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`id` is a content hash over session, kind, and the first entry it rests on. `blocking`: this user could not reach what they came for
    because of it. `symptom` is the leading rule's name (`failed_request`, `dead_click`…), the same word in code, report and docs."""

    id: str
    kind: FindingKind
    symptom: str
    title: str
    description: str
    blocking: bool
    status: Status
    start_ms: int
    end_ms: int
    evidence: Evidence
    minor: bool = False

    @property
    def span(self) -> Span:
        return Span(start_ms=self.start_ms, end_ms=self.end_ms)

    @property
    def reported(self) -> bool:
        """Whether the report tells it among the findings; a refuted one stays in its own place."""
        return self.status is not Status.REFUTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Something that looked like trouble and that nobody could see: an exception without visible effect, a vendor's dead click on an input.
    Kept in coverage with its count and the reason."""

    what: str
    reason: str
    at_ms: int
    count: int
    entries: tuple[str, ...] = ()
