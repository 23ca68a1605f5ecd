"""Which sessions of some places a run reads: what is asked for, what a cheap look at one session tells, and what was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from onlooker.domain.timebase import iso
from onlooker.errors import SettingError


class Strategy(StrEnum):
    """How, of the sessions that fit, those to be read are taken, and in what order."""

    ALL = "all"
    """Every one, in the order of the source."""
    FRICTION = "friction"
    """Those in which most seems to have gone wrong first. A share counted in the first of them is no share of all."""
    STRATIFIED = "stratified"
    """A sample in which releases, first pages and degrees of friction are as they are in the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for, in plain values. Values of one filter are alternatives; different filters must all hold; an empty one holds always.
    `since` and `until` bound the session's start, UTC ms, `until` exclusive. `*` in a user, page, event or release stands for anything.
    `internal_users` and `internal_domains` (of e-mail addresses) are the team's own. `sample`: at most so many are kept, None: all of them."""

    since: int | None = None
    until: int | None = None
    users: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    min_duration_ms: int = 0
    max_duration_ms: int | None = None
    min_active_ms: int = 0
    internal_users: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    keep_bots: bool = False
    keep_internal: bool = False
    keep_short: bool = False
    skip_automated: bool = False
    strategy: Strategy = Strategy.ALL
    sample: int | None = None
    seed: int = 0
    focus: str = ""

    def __post_init__(self) -> None:
        """Raises SettingError for what no session could fit or nobody could draw."""
        if self.sample is not None and self.sample < 1:
            raise SettingError(f"a sample of {self.sample} is none; give a number of sessions from 1")
        if self.sample is not None and self.strategy is Strategy.ALL:
            raise SettingError("all sessions and a sample of them cannot both be had; ask for the strategy friction or stratified")
        if self.sample is None and self.strategy is Strategy.STRATIFIED:
            raise SettingError("a stratified sample needs its size; give a number of sessions")
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise SettingError(f"no session begins after {iso(self.since)} and before {iso(self.until)}; exchange the two")
        if self.max_duration_ms is not None and self.max_duration_ms < self.min_duration_ms:
            raise SettingError("no session is longer than the most and shorter than the least duration; exchange the two")

    def plain(self) -> Mapping[str, object]:
        """As JSON values; `selection_of` makes it whole again."""
        plain: Mapping[str, object] = msgspec.to_builtins(self)
        return plain


def selection_of(plain: Mapping[str, object]) -> Selection:
    """Raises SettingError for values that make no selection."""
    try:
        return msgspec.convert(plain, Selection)
    except (msgspec.ValidationError, OverflowError) as error:
        raise SettingError(f"these values are no selection: {error}") from None


class Trait(StrEnum):
    """What sets a session apart from a user's visit that is worth reading."""

    BOT = "bot"
    AUTOMATED = "automated"
    """A program drove the browser, as something says, and yet it behaved like a person: a test, or a person's helper."""
    INTERNAL = "internal"
    SHORT = "short"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrictionTerm:
    """One kind of trouble as it was counted, and the points it gives."""

    name: str
    count: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Friction:
    """How much seems to have gone wrong, by the formula in docs/selection.md: a reason to look, not a finding."""

    terms: tuple[FrictionTerm, ...] = ()

    @property
    def score(self) -> int:
        return sum(term.points for term in self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What a cheap look at one session tells, without rebuilding its pages. `place` is its name among its source's sessions, `origin` where that
    is. `started_at` is UTC ms. `known_as` are all ids and e-mail addresses its user goes by; `pages` the addresses shown, once each, in order;
    `events` product events by name, `said` the texts of what was pressed. `traits` tell why each holds. `unread` counts snapshots that were too
    large for a cheap look."""

    place: str
    origin: str
    session_id: str
    started_at: int
    duration_ms: int
    active_ms: int
    user: str = ""
    known_as: tuple[str, ...] = ()
    release: str = ""
    user_agent: str = ""
    pages: tuple[str, ...] = ()
    events: Mapping[str, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    snapshots: int = 0
    presses: int = 0
    friction: Friction = field(default_factory=Friction)
    traits: Mapping[Trait, str] = field(default_factory=dict)
    unread: int = 0


class Reason(StrEnum):
    """Why a session is not read; the first that holds, in this order."""

    EMPTY = "empty"
    SHORT = "too short"
    BOT = "bot"
    AUTOMATED = "automated"
    INTERNAL = "internal user"
    TIME = "other time"
    USER = "other user"
    RELEASE = "other release"
    PAGE = "other pages"
    EVENT = "other events"
    DURATION = "other length"
    ACTIVITY = "too little activity"
    FOCUS = "beside the focus"
    SAMPLE = "beyond the sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedSession:
    """A session that is not read. `why` says it in a sentence's part: which word of its user agent, how long it was."""

    glimpse: Glimpse
    reason: Reason
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Sessions of one kind: how many there were to take from, and how many were taken."""

    label: str
    taken: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`kept` in the order in which they are to be read; `skipped` in the order they were given. `notes` say what a reader of the run's numbers has
    to know."""

    kept: tuple[Glimpse, ...]
    skipped: tuple[SkippedSession, ...] = ()
    strata: tuple[Stratum, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def reasons(self) -> Mapping[Reason, int]:
        """How many were skipped for what, in the order of the reasons."""
        counted = Counter(one.reason for one in self.skipped)
        return {reason: counted[reason] for reason in Reason if counted[reason]}
