"""Pages that never come: only what surrounds every page is there, the user waits over it, tries again, and it is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onlooker.detect.case import Case
from onlooker.detect.causing import act_before
from onlooker.detect.visits import page_key
from onlooker.detect.words import Tone, read
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry, Seen

_MISSING_LINES = 8
"""Other pages of the session hold so many lines more."""
_TITLE_LINES = 2
_TITLE_WORDS = 4
"""A title is not a sentence: a page that says in one why it is empty is none of these."""
LEAVING_MS = 2_000
"""An act this soon before the page went is the one that left it."""
SAYS_SO = frozenset({Tone.EMPTY, Tone.FAILURE, Tone.REFUSAL, Tone.BUSY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One stay on a page, from the first look at it to the first look at the next. `since_ms`: from then on it held no more than at its end."""

    entry: Entry
    page: str
    loaded: bool
    since_ms: int
    end_ms: int
    last: Seen
    most: int
    """Lines, at the look that showed most."""
    texts: frozenset[str]

    @property
    def waited_ms(self) -> int:
        return self.end_ms - self.since_ms


def bare_pages(case: Case, window: int, stays: list[Stay]) -> Iterator[Hit]:
    """One hit a page, whatever else was visited between two tries."""
    bare = [(place, stay) for place, stay in enumerate(stays) if _bare(case, stay, stays)]
    for page in dict.fromkeys(stay.page for _, stay in bare):
        mine = [(place, stay) for place, stay in bare if stay.page == page]
        first, last = mine[0], mine[-1]
        again = mine[1:]
        came = any(stay.page == page for stay in stays[last[0] + 1 :])
        if came or first[1].waited_ms < case.limits.endless_ms or not any(_waited_again(case, stays, place) for place, _ in again):
            continue
        entry, act = first[1].entry, act_before(case, first[1].entry.at_ms, case.limits.message_ms, window)
        yield case.hit(
            "blank_screen",
            [found for found in (act.entry if act else None, *(stay.entry for _, stay in mine)) if found is not None],
            ("endless_ms", "slow_ms"),
            end_ms=last[1].end_ms,
            lasted_ms=last[1].end_ms - entry.at_ms,
            partial=True,
            lines_before=max(stay.last.change.lines for stay in stays),
            lines_after=last[1].last.change.lines,
            error_near=False,
            after_action=act is not None,
            label=act.label if act else None,
            refilled=False,
            reloaded=any(stay.loaded for _, stay in again),
            tries=len(mine),
            page=entry.page,
            navigation=first[1].loaded,
        )


def stays_of(case: Case, looks: list[tuple[Entry, Seen]]) -> list[Stay]:
    """Of one window, in order."""
    standing: Counter[str] = Counter()
    found: list[Stay] = []
    mine: list[tuple[Entry, Seen]] = []
    for place, (entry, seen) in enumerate(looks):
        standing.subtract(line.text for line in seen.change.gone)
        standing.update(line.text for line in seen.change.appeared)
        mine.append((entry, seen))
        following = looks[place + 1] if place + 1 < len(looks) else None
        if following is None or following[1].change.navigation or page_key(following[0].page) != page_key(entry.page):
            end = case.index.end_ms if following is None else following[0].at_ms - 1
            found.append(_stay(mine, end, frozenset(text for text, count in standing.items() if count > 0)))
            mine = []
    return found


def _stay(looks: list[tuple[Entry, Seen]], end_ms: int, texts: frozenset[str]) -> Stay:
    entry, seen = looks[0]
    last = looks[-1][1]
    since = looks[-1][0].at_ms
    for earlier, shown in reversed(looks):
        if shown.change.lines > last.change.lines:
            break
        since = earlier.at_ms
    return Stay(
        entry=entry,
        page=page_key(entry.page),
        loaded=seen.change.navigation,
        since_ms=since,
        end_ms=end_ms,
        last=last,
        most=max(shown.change.lines for _, shown in looks),
        texts=texts,
    )


def _bare(case: Case, stay: Stay, stays: list[Stay]) -> bool:
    """Waited over, without an act but the one that leaves, and nothing on it that does not stand on other pages too, but a title."""
    change = stay.last.change
    others = [other for other in stays if other.page != stay.page]
    fullest = max(others, key=lambda other: other.last.change.lines, default=None)
    if fullest is None or change.blank or change.spinners or change.dialogs or fullest.last.change.lines - change.lines < _MISSING_LINES:
        return False
    if stay.waited_ms < case.limits.slow_ms or case.index.acts_between(stay.since_ms, stay.end_ms - LEAVING_MS):
        return False
    if stay.most > change.lines + _TITLE_LINES:
        return False  # it came, and went
    if change.held > min(other.last.change.held for other in others):
        return False
    own = stay.texts.difference(*(other.texts for other in others))
    if len(own) > _TITLE_LINES or any(len(text.split()) > _TITLE_WORDS for text in own):
        return False
    return not any(read(text).tone in SAYS_SO for text in stay.texts - fullest.texts)


def _waited_again(case: Case, stays: list[Stay], place: int) -> bool:
    """Loaded again and bare again; or opened once more from elsewhere, and waited over as long as the first time: a picture may be looked at as
    long, twice."""
    stay = stays[place]
    reloaded = stay.loaded and stays[place - 1].page == stay.page
    return reloaded or (stay.waited_ms >= case.limits.endless_ms and not stay.last.change.held)
