"""The JSON form of `patterns.json`: what recurs across a run's sessions; `docs/patterns.schema.json` is generated from here.

Keys may be added, with a default for files that were written before; `schema` is raised when a reader of the old form would misread the new one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from onlooker.domain.finding import FindingKind
from onlooker.domain.pattern import Lifecycle
from onlooker.sinks.json.span import Instant, Ms

Part = Annotated[float, Meta(description="From 0 to 1.")]
SessionId = Annotated[str, Meta(description="As in the reports of the sessions.")]


class ShareShape(Struct, frozen=True, kw_only=True):
    """`part` of `whole`; `value` is their ratio, and the true share lies between `low` and `high` with 95 % confidence (Wilson)."""

    part: int
    whole: int
    value: Part
    low: Part
    high: Part


class BucketShape(Struct, frozen=True, kw_only=True):
    """A stretch of the period, `start` with and `end` without: the sessions examined that began in it, and those the pattern affected."""

    start: Instant
    end: Instant
    examined: int
    affected: int


class ReleaseShape(Struct, frozen=True, kw_only=True):
    """Sessions of one release of the application."""

    release: str
    examined: int
    affected: int


class SeverityShape(Struct, frozen=True, kw_only=True):
    """`score` is 100 times the sum of each term times its weight."""

    score: int
    terms: dict[str, float]
    weights: dict[str, float] = {}


class MemberShape(Struct, frozen=True, kw_only=True):
    """A session that the pattern affects: the first of its findings that belongs to it, and the ids of the `others`. `success` null: not known."""

    session_id: SessionId
    finding_id: str
    user: str
    started_at: Instant
    at_ms: Ms
    blocking: bool
    release: str
    success: bool | None
    others: tuple[str, ...]


class ExampleShape(Struct, frozen=True, kw_only=True):
    """A session worth opening first: what came before and after the moment, what the user saw, and what it was done to (`act`, empty: not known)."""

    session_id: SessionId
    finding_id: str
    at_ms: Ms
    before: tuple[str, ...]
    after: tuple[str, ...]
    saw: str
    act: str = ""


class InsteadShape(Struct, frozen=True, kw_only=True):
    """How many sessions did the same there and reached their goal, one of them, and the way most went on."""

    sessions: int
    example: SessionId
    steps: tuple[str, ...]


class KnownShape(Struct, frozen=True, kw_only=True):
    """A pattern of earlier runs. `quiet` sessions were examined since it was last seen; `resolved_at` null: it had not been resolved before."""

    id: str
    title: str
    kind: FindingKind
    page: str
    signatures: tuple[str, ...]
    first_seen: Instant
    last_seen: Instant
    prevalence: Part
    quiet: int
    renamed: bool
    muted: str
    merged_into: str
    resolved_at: Instant | None


class PatternShape(Struct, frozen=True, kw_only=True):
    """One problem that recurs. `id` stays the same from run to run. `sessions` are those it affects, in time order; `prevalence` is their share of
    the examined ones, `success_affected` and `success_rest` how many of those affected, and of all others, reached their goal (null: not known of
    any). `muted` says why the team takes it for intended; `unsure` why a second look could not tell that its sessions share one cause. `since` is the
    release it came with, `gone` the one from which on it is not seen (empty: not told). `known` is what earlier runs knew of it (null: nothing),
    `merged` has the titles of those that the team made part of it."""

    id: str
    title: str
    kind: FindingKind
    blocking: bool
    sessions: tuple[SessionId, ...]
    description: str
    symptom: str
    page: str
    cause: str
    lifecycle: Lifecycle
    severity: SeverityShape
    users: int
    prevalence: ShareShape
    blocking_share: ShareShape
    success_affected: ShareShape | None
    success_rest: ShareShape | None
    first_seen: Instant
    last_seen: Instant
    trend: tuple[BucketShape, ...]
    releases: tuple[ReleaseShape, ...]
    examples: tuple[ExampleShape, ...]
    instead: InsteadShape | None
    members: tuple[MemberShape, ...]
    signatures: tuple[str, ...]
    by: str
    unsure: str
    muted: str
    relation: str
    since: str = ""
    gone: str = ""
    known: KnownShape | None = None
    merged: tuple[str, ...] = ()


class PatternsShape(Struct, frozen=True, kw_only=True):
    """What recurs in a run. `patterns` by falling severity; `resolved` are known ones that were looked for in enough sessions and not found; `single`
    counts problems that one session alone had. `chance_missed` is the chance that a problem which one session in a hundred has is in fewer than two
    of the `examined` ones, and so was not found. `by` is "rules" or the model that put them together; `refused` are the purposes of questions that
    a budget forbade."""

    schema: Literal[1]
    examined: int
    users: int
    patterns: tuple[PatternShape, ...]
    resolved: tuple[KnownShape, ...]
    single: int
    chance_missed: Part
    by: str
    notes: tuple[str, ...]
    refused: tuple[str, ...] = ()
