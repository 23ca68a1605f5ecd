"""What recurs: findings of many sessions that share one cause, told once, with numbers that are computed from the sessions themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onlooker.domain.finding import FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One reported finding as patterns see it. `page` is the page's address without what differs from visit to visit (ids, queries, host);
    `act` what the user did it to ("Save"); `said` what the screen or the machine said, its numbers and names of things taken out; `raw_said` the
    same as it stood; `signature` is the hash of what makes two of these one problem."""

    finding_id: str
    kind: FindingKind
    symptom: str
    title: str
    description: str
    blocking: bool
    confirmed: bool
    at_ms: int
    end_ms: int
    page: str
    act: str
    said: str
    raw_said: str
    signature: str
    rules: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()
    """What failed behind the screen, numbers taken out: `POST /basket 502`, `TypeError: … in zoom.js`."""
    saw: str = ""
    reason: str = ""
    site: str = ""
    """The application, by its address without subdomain and port; two sites are two applications."""
    sought: tuple[str, ...] = ()
    """Of a user who looked for something: the words they searched for."""
    among: tuple[str, ...] = ()
    """Of a user who looked for something: the pages they looked on, in order, ids kept; the last is where they came to."""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """The session around the moment, in words."""
    keys: tuple[str, ...] = ()
    """Hashes of what else it is known again by, should its words or its page change: what was thrown, which call failed, what was sought."""
    control: str = ""
    """The element that did not answer, where it has an identity of its own: `a#print`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One session as patterns see it: everything that is counted, and no more. `started_at` is UTC in ms; `path` the pages in order, as templates;
    `acts` the key actions in order, in words."""

    session_id: str
    user: str
    started_at: int
    duration_ms: int
    active_ms: int
    release: str
    goal: str
    success: bool | None
    outcome: str
    path: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    ambient: tuple[str, ...] = ()
    """What failed behind the screen without anybody noticing, in the form of `Trouble.machine`: beside a trouble it proves nothing."""
    site: str = ""
    """The application the session began in, as in `Trouble`."""


class Lifecycle(StrEnum):
    """How a pattern stands against what earlier runs found."""

    NEW = "new"
    ONGOING = "ongoing"
    REGRESSED = "regressed"
    """It was resolved, and is back."""
    RESOLVED = "resolved"
    """Found before, and not in enough sessions since then to be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`part` of `whole`; `low` and `high` bound the true share at 95 % (Wilson)."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One stretch of the period: sessions examined that began in it, and how many of them the pattern affected. UTC ms."""

    start: int
    end: int
    examined: int
    affected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCount:
    release: str
    examined: int
    affected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """`score` from 0 to 100, computed by the formula in docs/patterns.md from `terms`, each from 0 to 1, with `weights` that add up to 1."""

    score: int
    terms: Mapping[str, float]
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A session that a pattern affects, with the first of its findings that belongs to it; a session votes once. UTC ms in `started_at`,
    session ms in `at_ms`."""

    session_id: str
    finding_id: str
    user: str
    started_at: int
    at_ms: int
    blocking: bool
    release: str = ""
    success: bool | None = None
    others: tuple[str, ...] = ()
    """Ids of its further findings of the same pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A member worth opening first: what came before and after the moment, as the report tells it."""

    session_id: str
    finding_id: str
    at_ms: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    saw: str = ""
    act: str = ""
    """What it was done to, as the page calls it ("Save"); empty where nothing was, or nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What sessions came to that did the same on the same page and reached their goal: how many, the answer, and the way most of them went on."""

    sessions: int
    example: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """`id` stays the same from run to run. `sessions` of the members are in time order and each stands once. `signatures` are those of the
    troubles it was made of, and their keys. `by` is "rules" or the model that put it together; `cause` one sentence on what its members share,
    `unsure` why a second look could not tell that they do."""

    id: str
    title: str
    description: str
    kind: FindingKind
    symptom: str
    page: str
    members: tuple[Member, ...]
    signatures: tuple[str, ...]
    blocking: bool
    users: int
    prevalence: Share
    blocking_share: Share
    success_affected: Share | None
    success_rest: Share | None
    first_seen: int
    last_seen: int
    trend: tuple[Bucket, ...] = ()
    releases: tuple[ReleaseCount, ...] = ()
    severity: Severity = field(default_factory=lambda: Severity(score=0, terms={}))
    lifecycle: Lifecycle = Lifecycle.NEW
    examples: tuple[Example, ...] = ()
    instead: Instead | None = None
    cause: str = ""
    by: str = "rules"
    unsure: str = ""
    muted: str = ""
    """Why the team takes it for intended; empty when it does not."""
    relation: str = ""
    """How it bears on the focus that was asked for, in the model's words; empty without one."""
    since: str = ""
    """The release it came with; empty where no release before it was examined, or too few sessions of one to tell."""
    gone: str = ""
    """The release from which on it is not seen any more, as sure."""
    known: KnownPattern | None = None
    """What was remembered of it when it was found again; None for a new one."""
    merged: tuple[str, ...] = ()
    """Titles of the known ones that the team made part of it."""

    @property
    def sessions(self) -> tuple[str, ...]:
        return tuple(member.session_id for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPattern:
    """What is remembered of a pattern between runs. `title` is the team's name for it where `renamed`; `merged_into` the id of the pattern it is
    now part of; `resolved_at` UTC ms, 0 while it is not. `quiet` sessions were examined since it was last seen."""

    id: str
    title: str
    kind: FindingKind
    page: str
    signatures: tuple[str, ...]
    first_seen: int
    last_seen: int
    prevalence: float
    renamed: bool = False
    muted: str = ""
    merged_into: str = ""
    resolved_at: int = 0
    quiet: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternReport:
    """`patterns` by falling severity, the muted ones among them; `resolved` are known ones that this run did not find though it looked at enough
    sessions. `single` counts troubles that one session alone had. `chance_missed` is the chance that a problem of 1 % prevalence is in fewer than
    two of the examined sessions, and so cannot have been found."""

    examined: int
    users: int
    patterns: tuple[Pattern, ...] = ()
    resolved: tuple[KnownPattern, ...] = ()
    single: int = 0
    chance_missed: float = 1.0
    by: str = "rules"
    notes: tuple[str, ...] = ()
    """What was left out and why: groups without an answer, cites that stood for nothing, a budget that ended."""
    refused: tuple[str, ...] = ()
    """Purposes of the questions that a budget forbade, one each."""
