"""Moments that share a clip, and the instants that clip cannot do without."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from onlooker.clip.followed import Followed
from onlooker.clip.limits import LookLimits
from onlooker.clip.moment import Sighting
from onlooker.clip.standing import surely
from onlooker.domain.clip import STEP_MS
from onlooker.domain.timebase import Span


@dataclass(frozen=True, kw_only=True)
class Group:
    """`sightings` of one window, by their start."""

    sightings: tuple[Sighting, ...]
    followed: Followed

    @property
    def window(self) -> int:
        return self.sightings[0].window

    @cached_property
    def span(self) -> Span:
        return Span(start_ms=min(made.moment.start_ms for made in self.sightings), end_ms=max(made.moment.end_ms for made in self.sightings))

    @cached_property
    def grid(self) -> list[int]:
        """An instant a second, one of them at the first moment, and the end; as far as any window can be seen."""
        first = self.span.start_ms + (self.sightings[0].moment.at_ms - self.span.start_ms) % STEP_MS
        instants = sorted({*range(first, self.span.end_ms + 1, STEP_MS), self.span.end_ms})
        return [at_ms for at_ms in instants if self.followed.at(at_ms) is not None]

    @cached_property
    def proof(self) -> frozenset[int]:
        """In the group's own window: each moment, and for every text that stood meanwhile an instant that shows it."""
        found = {self.grid[self._from(made.moment.at_ms)] for made in self.sightings}
        for made in self.sightings:
            for stretches in made.texts.values():
                meanwhile = self._meanwhile(map(surely, stretches)) or self._meanwhile(stretches)
                if meanwhile and not any(part.start_ms <= at_ms <= part.end_ms for part in meanwhile for at_ms in found):
                    found.add(self._in(min(meanwhile, key=lambda part: _away(part, made.moment.at_ms))))
        return frozenset(found)

    @cached_property
    def needed(self) -> frozenset[int]:
        """Besides the proof the two ends, and the frames just before each act that led to a moment and just after the moment."""
        before = (self.grid[max(0, self._from(made.led_ms) - 1)] for made in self.sightings)
        after = (self.grid[min(len(self.grid) - 1, self._from(made.moment.at_ms) + 1)] for made in self.sightings)
        return frozenset({*self.proof, *before, *after, self.grid[0], self.grid[-1]})

    def aftermath(self, at_ms: int) -> bool:
        """Whether all trouble is over by then, or none has come yet."""
        return not any(made.moment.start_ms <= at_ms <= made.over_ms for made in self.sightings)

    def window_at(self, at_ms: int) -> int | None:
        """The group's own from just before a moment until the user goes on in another one, else the user's."""
        if self.followed.sees(self.window, at_ms) and (at_ms in self.proof or any(self._held(made, at_ms) for made in self.sightings)):
            return self.window
        return self.followed.at(at_ms)

    def _held(self, made: Sighting, at_ms: int) -> bool:
        left = self.followed.left(made.window, made.moment.at_ms)
        return at_ms >= made.moment.at_ms - STEP_MS and (left is None or at_ms < left)

    def _from(self, at_ms: int) -> int:
        """The place of the first instant from then on."""
        return min(bisect_left(self.grid, at_ms), len(self.grid) - 1)

    def _meanwhile(self, stretches: Iterable[Span]) -> list[Span]:
        """What of them this clip can show."""
        first, last = max(self.span.start_ms, self.followed.seen_from[self.window]), self.span.end_ms
        return [
            Span(start_ms=max(stood.start_ms, first), end_ms=min(stood.end_ms, last))
            for stood in stretches
            if stood.start_ms <= last and stood.end_ms >= first
        ]

    def _in(self, part: Span) -> int:
        at_ms = self.grid[self._from(part.start_ms)]
        return at_ms if at_ms <= part.end_ms else part.start_ms


def _away(part: Span, at_ms: int) -> int:
    return max(part.start_ms - at_ms, at_ms - part.end_ms, 0)


def together(sightings: Iterable[Sighting], followed: Followed, limits: LookLimits) -> list[Group]:
    """Near moments of one window share a clip as long as it has the frames for what each of them needs."""
    groups: list[Group] = []
    for made in sorted(sightings, key=lambda made: (made.moment.start_ms, made.moment.at_ms, made.moment.finding_id)):
        for place, group in enumerate(groups):
            joined = Group(sightings=(*group.sightings, made), followed=followed)
            near = group.window == made.window and made.moment.start_ms <= group.span.end_ms + limits.near_ms
            if near and joined.span.duration_ms <= limits.longest_ms and len(joined.needed) <= limits.frames:
                groups[place] = joined
                break
        else:
            groups.append(Group(sightings=(made,), followed=followed))
    return groups


def finding_ids(group: Group) -> Sequence[str]:
    return [made.moment.finding_id for made in group.sightings]
