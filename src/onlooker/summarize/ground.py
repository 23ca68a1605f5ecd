"""Whether a description says only what the entries it cites can show, where that can be checked: quoted texts and status codes.

A check that cannot be made passes. A phrase counts as shown when it stands, or each of its words stands, in one text of the cited entries, of
their neighbours, in what came up on the same page before, or in the screen text of a finding of that time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from onlooker.domain.finding import Finding
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Entry, PageShown, Seen, Timeline
from onlooker.summarize.said import said

_NEAR_MS = 15_000
"""What a press brings on the screen comes within this time, or it is another thing's doing."""
_NEAR_ENTRIES = 60
_PAGE_ENTRIES = 1_000
_QUOTED = re.compile(
    r"\"([^\"]{2,200})\"|“([^”]{2,200})”|«([^»]{2,200})»|`([^`]{2,200})`|\u2018([^\u2019]{2,200})\u2019|(?<!\w)'([^']{2,200})'(?!\w)"
)
_STATUS = re.compile(r"\b(?:HTTP|status|code|error|errors|answer\w*|return\w*|with|an?)[ :(]+([45]\d\d)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_MOST_TEXT = 4_000


class Grounds:
    """The texts of a session by time, for checking descriptions against them."""

    def __init__(self, timeline: Timeline, findings: Sequence[Finding]) -> None:
        self._entries = timeline.entries
        self._findings = findings
        self._folded_texts: dict[int, frozenset[str]] = {}
        self._places = {entry.id: place for place, entry in enumerate(timeline.entries)}

    @cached_property
    def _titles(self) -> list[str]:
        """The title of the page shown at each entry: of that window's latest document."""
        current: dict[int, str] = {}
        titles: list[str] = []
        for entry in self._entries:
            if isinstance(entry.detail, PageShown):
                current[entry.window] = entry.detail.title or current.get(entry.window, "")
            titles.append(current.get(entry.window, ""))
        return titles

    def unsupported(self, description: str, cited: Iterable[Entry]) -> tuple[str, ...]:
        """The phrases of `description` that nothing near the cited entries shows, each once."""
        places = [self._places[entry.id] for entry in cited if entry.id in self._places]
        claims = claimed(description)
        if not claims or not places:
            return ()
        near = sorted({place for middle in places for place in self._near(middle)})
        return self._missing(claims, near)

    def unsupported_within(self, description: str, span: Span) -> tuple[str, ...]:
        """The same for a whole stretch."""
        claims = claimed(description)
        if not claims:
            return ()
        low, high = span.start_ms - _NEAR_MS, span.end_ms + _NEAR_MS
        return self._missing(claims, [place for place, entry in enumerate(self._entries) if low <= entry.at_ms <= high])

    def _near(self, middle: int) -> Iterator[int]:
        entry = self._entries[middle]
        low, high = entry.at_ms - _NEAR_MS, max(entry.end_ms, entry.at_ms) + _NEAR_MS
        first, last = max(0, middle - _NEAR_ENTRIES), min(len(self._entries), middle + _NEAR_ENTRIES + 1)
        yield from (place for place in range(first, last) if low <= self._entries[place].at_ms <= high)
        for place in range(middle, max(-1, middle - _PAGE_ENTRIES), -1):
            earlier = self._entries[place]
            if earlier.window == entry.window and isinstance(earlier.detail, Seen | PageShown):
                yield place
                if isinstance(earlier.detail, PageShown):
                    return

    def _texts(self, place: int) -> frozenset[str]:
        """Folded, each once a session."""
        if place not in self._folded_texts:
            self._folded_texts[place] = frozenset(map(_folded, (*said(self._entries[place]), self._titles[place])))
        return self._folded_texts[place]

    def _missing(self, claims: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
        if not places:
            return tuple(claims)
        shown = dict.fromkeys(text for place in places for text in self._texts(place))
        low, high = self._entries[places[0]].at_ms, self._entries[places[-1]].at_ms
        for finding in self._findings:
            screen = finding.evidence.screen
            if screen is not None and finding.start_ms <= high and low <= finding.end_ms:
                texts = [*screen.before, *screen.after, *screen.appeared, *screen.gone, *screen.notes, screen.page]
                shown |= dict.fromkeys(map(_folded, texts))
        return tuple(claim for claim in claims if not _stands(_folded(claim), shown))


def claimed(description: str) -> tuple[str, ...]:
    """What can be looked up: quoted phrases (the pieces around an ellipsis) and status codes. Masked texts claim nothing."""
    claims: dict[str, None] = {}
    for groups in _QUOTED.findall(description):
        for piece in re.split(r"…|\.\.\.|\*{3,}", "".join(groups)):
            if _WORD.search(piece):
                claims[piece.strip(" .,:;!?")] = None
    for status in _STATUS.findall(description):
        claims[status] = None
    return tuple(claims)


def _stands(claim: str, shown: Iterable[str]) -> bool:
    words = set(_WORD.findall(claim))
    return any(claim in text or (all(word in text for word in words) and words.issubset(_WORD.findall(text))) for text in shown)


def _folded(text: str) -> str:
    return " ".join(text[:_MOST_TEXT].replace("\u2019", "'").replace("\u2018", "'").casefold().split())
