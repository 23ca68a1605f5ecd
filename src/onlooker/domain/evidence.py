"""What a finding stands on: entries, what the screen said, the clip, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onlooker.domain.clip import Clip


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenText:
    """Visible text just before, at, and after a moment, and what changed; at most about 150 tokens in all. Texts in `before` and
    `after` are the few lines that matter (headings, alerts, dialog, what is near the action), not the whole page."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    appeared: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    at_ms: int = 0
    window: int = 0
    page: str = ""
    notes: tuple[str, ...] = ()
    """What is true of the screen and not a line on it: "spinner still turning", "page blank", "Deploy disabled"."""
    masked: int = 0
    exact: bool = False
    """Read by a browser that laid the page out; else from the rebuilt DOM, where layout and overlap are not known."""

    @property
    def passing(self) -> frozenset[str]:
        """Lines that came and went again, as a toast does: neither before nor after, and often the very proof."""
        return frozenset(self.appeared) & frozenset(self.gone)


class Status(StrEnum):
    """Where a finding stands."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A ruling on one finding. `by` is "rules" or a model's name; `reason` is one sentence a person can check; `cites` are entry ids. `saw` is
    what the user saw, in the words of who looked; `frames` the session times of the clip's frames that show it; `basis` what was looked at:
    "timeline" (nothing but it), "screen text", "frames" or "video"."""

    status: Status
    blocking: bool
    reason: str
    by: str = "rules"
    cites: tuple[str, ...] = ()
    saw: str = ""
    frames: tuple[int, ...] = ()
    basis: str = "screen text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What one detector saw: the rule, the thresholds it used, the entries it rests on, and the facts it measured, all computed."""

    rule: str
    at_ms: int
    end_ms: int
    entries: tuple[str, ...]
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    facts: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    window: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All of it together. `clip` is there when the finding was looked at; `verdict` is the one that counts, `earlier` those it replaced and those
    of looks that could not tell more, oldest first: where rules and model disagree, both are shown."""

    entries: tuple[str, ...]
    hits: tuple[Hit, ...] = ()
    screen: ScreenText | None = None
    clip: Clip | None = None
    verdict: Verdict | None = None
    earlier: tuple[Verdict, ...] = ()
