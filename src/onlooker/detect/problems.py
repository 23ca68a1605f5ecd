"""Hits that speak of one trouble, put together.

Two hits belong together when they rest on the same entry, or when they are about the same control of the same page within the retry time. An
exception that keeps being thrown without anybody acting ties nothing together. What a user does all over the place (wandering, an erratic pointer)
stands apart from what one control did.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from onlooker.detect.places import place_of
from onlooker.domain.evidence import Hit

LOST = frozenset({"wandering", "back_and_forth", "thrashed_cursor", "empty_result"})
"""Rules about a user who does not find, as against a thing that does not work."""
_TIES_BY_ENTRY = frozenset(
    {
        "error_shown",
        "failed_request",
        "error_click",
        "dead_click",
        "rage_click",
        "repeated_submit",
        "refused_form",
        "slow_response",
        "endless_spinner",
        "blank_screen",
        "exception",
    }
)
_NEAR_MS = 3_000
_FEW_TIMES = 3
_NUMBERED = re.compile(r"\S*\d\S*")
"""A word with a figure in it: a number to quote, another each time."""
_Tie = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`hits` in time order, at least one."""

    hits: tuple[Hit, ...]

    def of(self, *rules: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if hit.rule in rules)

    def has(self, *rules: str) -> bool:
        return any(hit.rule in rules for hit in self.hits)

    @property
    def start_ms(self) -> int:
        """When the trouble begins, not what was done before it: typing is no trouble, its loss is."""
        own = [hit for hit in self.hits if hit.rule not in ("abandonment", "lost_input")]
        if not own and self.has("lost_input"):
            return min(hit.end_ms for hit in self.of("lost_input"))
        acted = [hit for hit in own if hit.rule != "exception"] or own or list(self.hits)
        return min(hit.at_ms for hit in acted)

    @property
    def end_ms(self) -> int:
        own = [hit for hit in self.hits if hit.rule not in ("abandonment", "exception")] or list(self.hits)
        return max(max(hit.end_ms, int(hit.facts.get("stood_until_ms", 0))) for hit in own)


def problems(hits: Sequence[Hit], retry_ms: int) -> tuple[Problem, ...]:
    """Of hits in time order. Every hit is in exactly one problem; problems in time order."""
    parent = list(range(len(hits)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def tie(one: int, other: int) -> None:
        parent[max(root(one), root(other))] = min(root(one), root(other))

    by_entry: dict[str, int] = {}
    by_subject: dict[tuple[str, str], int] = {}
    for place, hit in enumerate(hits):
        if hit.rule in LOST or hit.rule == "abandonment" or _ambient(hit):
            continue
        if hit.rule in _TIES_BY_ENTRY:
            for entry in hit.entries:
                tie(place, by_entry.setdefault(entry, place))
        subject = _subject(hit)
        if subject is not None:
            last = by_subject.get(subject)
            if last is not None and hit.at_ms - hits[last].end_ms <= retry_ms:
                tie(place, last)
            by_subject[subject] = place
    _tie_lost(hits, tie)
    _tie_messages(hits, tie)
    _tie_thrown(hits, tie)
    _tie_same_words(hits, tie)
    _tie_same_form(hits, retry_ms, tie)
    _tie_same_wait(hits, retry_ms, tie)
    _tie_abandonment(hits, tie)
    groups: dict[int, list[Hit]] = {}
    for place, hit in enumerate(hits):
        groups.setdefault(root(place), []).append(hit)
    return tuple(sorted((Problem(hits=tuple(group)) for group in groups.values()), key=lambda problem: problem.start_ms))


def _ambient(hit: Hit) -> bool:
    """An exception thrown mostly by itself, or as much by every press as by this one, or mostly by presses that went through."""
    if hit.rule != "exception":
        return False
    facts = hit.facts
    triggered, count = int(facts.get("triggered", 0)), int(facts.get("count", 1))
    if triggered > _FEW_TIMES and int(facts.get("stuck", triggered)) * 2 < triggered:
        return True
    return triggered == 0 or triggered * 4 < min(count, 50) or (facts.get("action_done") is True and not facts.get("visible"))


def _subject(hit: Hit) -> tuple[str, str] | None:
    label = str(hit.facts.get("stuck_label") or hit.facts.get("label") or hit.facts.get("element") or "").strip().lower()
    return (label, place_of(str(hit.facts.get("page", "")))) if label else None


def _tie_lost(hits: Sequence[Hit], tie: _Tie) -> None:
    lost = [place for place, hit in enumerate(hits) if hit.rule in LOST]
    for one, other in pairwise(lost):
        first, second = hits[one], hits[other]
        if second.at_ms <= first.end_ms + _NEAR_MS or (first.rule == second.rule == "empty_result"):
            tie(one, other)


def _tie_messages(hits: Sequence[Hit], tie: _Tie) -> None:
    """A message or a failed call that no act explains, and lost input, belong to the first trouble they stand beside."""
    troubles = [
        place for place, hit in enumerate(hits) if hit.rule not in LOST and hit.rule not in ("abandonment", "exception") and not _background(hit)
    ]
    latest_end = list(accumulate((hits[place].end_ms for place in troubles), max))
    for place, hit in enumerate(hits):
        alone = hit.rule in ("error_shown", "failed_request") and not hit.facts.get("after_action") and not hit.facts.get("background")
        if not (alone or hit.rule == "lost_input"):
            continue
        first = bisect_left(latest_end, hit.at_ms - _NEAR_MS)  # none before it lasted until then
        for other in troubles[first : first + 2]:
            if other != place and hits[other].at_ms - _NEAR_MS <= hit.end_ms:
                tie(place, other)
                break


def _tie_same_words(hits: Sequence[Hit], tie: _Tie) -> None:
    """The same words again are the same trouble, whoever asked: a button, a shortcut that nobody recorded, the page itself."""
    said: dict[str, int] = {}
    for place, hit in enumerate(hits):
        if hit.rule != "error_shown" or hit.facts.get("strength") != 2:
            continue
        words = str(hit.facts.get("text", ""))
        if words in said and False in (hit.facts.get("after_action"), hits[said[words]].facts.get("after_action")):
            tie(place, said[words])
        said[words] = place
    for place, hit in enumerate(hits):
        told = said.get(str(hit.facts.get("message", ""))) if hit.rule == "failed_request" else None
        if told is not None and any(
            other.rule == "error_shown" and other.facts.get("text") == hit.facts["message"] and abs(other.end_ms - hit.end_ms) <= _NEAR_MS
            for other in hits
        ):
            tie(place, told)


def _tie_same_form(hits: Sequence[Hit], retry_ms: int, tie: _Tie) -> None:
    """A form has several ways to be sent ("Save", "Save and close"): what says the same to them, but for a number, is one trouble."""
    last: dict[tuple[str, str, str], int] = {}
    for place, hit in enumerate(hits):
        words = str(hit.facts.get("label") or "").lower().split()
        if hit.rule != "error_shown" or hit.facts.get("strength") != 2 or not words:
            continue
        told = _NUMBERED.sub("#", str(hit.facts.get("text", "")))
        key = (words[0], told, place_of(str(hit.facts.get("page", ""))))
        if key in last and hit.at_ms - hits[last[key]].end_ms <= retry_ms:
            tie(place, last[key])
        last[key] = place


def _tie_same_wait(hits: Sequence[Hit], retry_ms: int, tie: _Tie) -> None:
    """What was waited for in vain once more is one trouble, though the press before it stood on another page: it is what turned the page over."""
    waited: dict[str, int] = {}
    for place, hit in enumerate(hits):
        label = str(hit.facts.get("label") or "").strip().lower()
        if hit.rule not in ("slow_response", "endless_spinner") or not label:
            continue
        before = waited.get(label)
        if before is not None and hit.rule != hits[before].rule and hit.at_ms - hits[before].end_ms <= retry_ms:
            tie(place, before)
        waited[label] = place


def _tie_thrown(hits: Sequence[Hit], tie: _Tie) -> None:
    """An exception thrown a few times, beside a message that says that something failed, is not one that nobody could see."""
    shown = [place for place, hit in enumerate(hits) if hit.rule == "error_shown"]
    for place, hit in enumerate(hits):
        if hit.rule != "exception" or int(hit.facts.get("count", 1)) > _FEW_TIMES:
            continue
        for other in shown:
            beside = hits[other]
            if beside.window == hit.window and beside.at_ms - _NEAR_MS <= hit.at_ms and hit.end_ms <= beside.end_ms + _NEAR_MS:
                tie(place, other)
                break


def _background(hit: Hit) -> bool:
    return hit.rule == "failed_request" and bool(hit.facts.get("background"))


def _tie_abandonment(hits: Sequence[Hit], tie: _Tie) -> None:
    for place, hit in enumerate(hits):
        if hit.rule != "abandonment" or "after" not in hit.facts:
            continue
        label = hit.facts.get("label")
        for other in range(len(hits) - 1, -1, -1):
            beside = hits[other]
            if beside.rule == hit.facts["after"] and beside.facts.get("label") == label:
                tie(place, other)
                break
