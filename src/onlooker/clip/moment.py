"""From a finding to its moment: which stretch of which window shows the trouble, what led to it and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onlooker.clip.followed import Followed
from onlooker.clip.limits import LookLimits
from onlooker.clip.standing import standing
from onlooker.domain.clip import STEP_MS, Moment
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Click, Entry, PageShown, Seen, Submitted, Timeline, Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One finding as the planner sees it. `led_ms` is the act that led to the moment, or the moment; from `over_ms` on only what came of it is
    left to see. `beats` are the instants the finding rests on. `texts` are its proof on the screen, each with the stretches in which a frame
    shows it."""

    moment: Moment
    window: int
    led_ms: int
    over_ms: int
    beats: tuple[int, ...]
    texts: Mapping[str, Sequence[Span]] = field(default_factory=dict)


def sighting(finding: Finding, timeline: Timeline, followed: Followed, limits: LookLimits) -> Sighting | None:
    """None where its window was not recorded, or not yet."""
    case = _Case(finding=finding, timeline=timeline, followed=followed, limits=limits)
    if case.window is None or not followed.sees(case.window, min(case.over_ms, timeline.duration_ms)):
        return None
    at_ms = min(max(case.shows_ms, followed.seen_from[case.window]), timeline.duration_ms)
    led_ms = min(case.led_ms, at_ms)
    start = max(min(at_ms - limits.lead_ms, led_ms - STEP_MS), at_ms - limits.longest_lead_ms, min(followed.seen_from.values()), 0)
    reach = min(start + limits.longest_ms, timeline.duration_ms)
    end = max(at_ms, case.end_ms if case.end_ms <= reach else min(case.over_ms, reach))
    screen = finding.evidence.screen
    return Sighting(
        moment=Moment(finding_id=finding.id, start_ms=start, end_ms=end, at_ms=at_ms),
        window=case.window,
        led_ms=max(led_ms, start),
        over_ms=case.over_ms,
        beats=tuple(sorted({at_ms, *case.came_of_it, *(entry.at_ms for entry in case.cited if start <= entry.at_ms <= end)})),
        texts=standing(timeline, case.window, screen.appeared) if screen is not None else {},
    )


@dataclass(frozen=True, kw_only=True)
class _Case:
    finding: Finding
    timeline: Timeline
    followed: Followed
    limits: LookLimits

    @cached_property
    def cited(self) -> list[Entry]:
        wanted = frozenset(self.finding.evidence.entries)
        return [entry for entry in self.timeline.entries if entry.id in wanted]

    @cached_property
    def window(self) -> int | None:
        """Where its screen text was read."""
        evidence = self.finding.evidence
        if evidence.screen is not None:
            return evidence.screen.window
        if evidence.hits:
            return evidence.hits[0].window
        return self.cited[0].window if self.cited else self.followed.at(self.finding.start_ms)

    @cached_property
    def shows_ms(self) -> int:
        """When the trouble shows: with the first change of the screen that its leading hit rests on; where nothing changed, with the first press
        that got no answer; and where there was no press either it took all of the hit to see it."""
        hits = self.finding.evidence.hits
        leading = next((hit for hit in hits if hit.rule == self.finding.symptom), hits[0] if hits else None)
        own = [entry for entry in self.cited if leading is None or entry.id in leading.entries]
        own = [entry for entry in own if entry.window == self.window] or own
        shown = next((entry for entry in own if isinstance(entry.detail, Seen)), None)
        pressed = next((entry for entry in own if isinstance(entry.detail, Click | Submitted | Typed)), None)
        found = shown or pressed or (own[-1] if own else None)
        return found.at_ms if found is not None else self.finding.start_ms

    @cached_property
    def led_ms(self) -> int:
        """The last act before that the finding rests on, else the last one shortly before in its window."""
        near = [entry for entry in self.timeline.between(self.shows_ms - self.limits.act_ms, self.shows_ms) if entry.window == self.window]
        for entries in (self.cited, near):
            acts = [one.at_ms for one in entries if isinstance(one.detail, Click | Submitted | Typed) and one.at_ms <= self.shows_ms]
            if acts:
                return acts[-1]
        return self.shows_ms

    @cached_property
    def trouble_ms(self) -> int:
        """The end of the trouble itself. That the session ends is no part of it."""
        ends = [hit.end_ms for hit in self.finding.evidence.hits if hit.rule != "abandonment"] or [self.finding.end_ms]
        return max(self.shows_ms, min(max(ends), self.timeline.duration_ms))

    @cached_property
    def over_ms(self) -> int:
        return max(self.shows_ms + self.limits.after_ms, self.trouble_ms + self.limits.settle_ms)

    @property
    def resolved_ms(self) -> int | None:
        """When a later try went through."""
        told = [hit.facts.get("resolved_ms") for hit in self.finding.evidence.hits]
        return max((at_ms for at_ms in told if isinstance(at_ms, int) and at_ms > self.trouble_ms), default=None)

    @cached_property
    def onward_ms(self) -> int | None:
        """When the user went on to another page."""
        page = ""
        for entry in self.timeline.entries:
            if entry.window != self.window or not isinstance(entry.detail, PageShown):
                continue
            if entry.at_ms <= self.trouble_ms:
                page = entry.detail.url
            elif entry.detail.url != page:
                return entry.at_ms
        return None

    @property
    def came_of_it(self) -> tuple[int, ...]:
        """The instant that shows it: a later try went through, or the user went elsewhere, or left."""
        if self.resolved_ms is not None:
            return (self.resolved_ms,)
        if self.onward_ms is not None:
            return (self.onward_ms,)
        return (self.timeline.duration_ms,) if self._abandoned else ()

    @property
    def end_ms(self) -> int:
        """Until what came of it is seen; where the user did not leave over it, no longer than the trouble takes."""
        if self.resolved_ms is not None:
            return max(self.over_ms, self.resolved_ms + self.limits.onward_ms)
        gone = self.timeline.duration_ms if self.onward_ms is None else min(self.onward_ms + self.limits.onward_ms, self.timeline.duration_ms)
        return gone if self._abandoned else min(self.over_ms, gone)

    @property
    def _abandoned(self) -> bool:
        """Only then does the way out belong to it."""
        hits = self.finding.evidence.hits
        return self.finding.kind is FindingKind.ABANDONMENT or any(hit.rule == "abandonment" for hit in hits)
