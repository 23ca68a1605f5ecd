"""What answered an act: the screen, a new page, a request, a scroll, a selection, the media, another window, a mutation."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.detect.index import Index, line_key, request_key
from onlooker.detect.thresholds import Thresholds
from onlooker.domain.timeline import Entry, PageShown, Requested, Seen

_LEAD_MS = 150
"""A page may react to the button going down, which comes this much before the click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """All that followed an act in [`start_ms`, `until_ms`]. What goes on by itself is left out already."""

    start_ms: int
    until_ms: int
    screens: tuple[tuple[Entry, Seen], ...] = ()
    pages: tuple[tuple[Entry, PageShown], ...] = ()
    requests: tuple[tuple[Entry, Requested], ...] = ()
    other_ms: int | None = None
    """First scroll, selection, media act, switch of window, changed field, or leaving."""
    mutated_ms: int | None = None
    nodes: int = 0
    attributes: int = 0

    @property
    def visible_ms(self) -> int | None:
        """When a person could first see an answer."""
        times = [pair[0].at_ms for pair in self.screens[:1]] + [pair[0].at_ms for pair in self.pages[:1]]
        if self.other_ms is not None:
            times.append(self.other_ms)
        return min(times, default=None)

    @property
    def first_ms(self) -> int | None:
        """When anything at all answered."""
        times = [pair[0].at_ms for pair in self.requests[:1]]
        times += [at for at in (self.visible_ms, self.mutated_ms) if at is not None]
        return min(times, default=None)


def response(index: Index, act: Entry, within_ms: int, limits: Thresholds) -> Response:
    """What answered `act` within `within_ms`."""
    start, until, window = act.at_ms, act.at_ms + max(0, within_ms), act.window
    lead = start - _LEAD_MS
    previous = index.last_act_ms(start - 1)
    if previous is not None:
        lead = max(lead, previous + 1)
    screens = tuple(pair for pair in index.screens.between(lead, until, window) if tells(index, pair[1]))
    pages = tuple(index.pages.between(start, until))
    requests = tuple(pair for pair in index.requests.between(start, until, window) if request_key(pair[1]) not in index.ambient_requests)
    stirred = None if window in index.restless_windows else index.mutated(window, lead, until)
    mutated, nodes, attributes = stirred if stirred is not None else (None, 0, 0)
    return Response(
        start_ms=start,
        until_ms=until,
        screens=screens,
        pages=pages,
        requests=requests,
        other_ms=_other(index, act, until, limits),
        mutated_ms=mutated,
        nodes=nodes,
        attributes=attributes,
    )


def _other(index: Index, act: Entry, until: int, limits: Thresholds) -> int | None:
    start, window = act.at_ms, act.window
    found = [
        index.typed.first(start, until, window),
        index.played.first(start, until, window),
        index.left.first(start, until, window),
        index.scrolled.first(start, min(until, start + limits.scroll_answer_ms), window),
        index.selected.first(start - _LEAD_MS, min(until, start + limits.selection_answer_ms), window),
        index.switched.first(start, min(until, start + limits.focus_answer_ms)),
        index.resized.first(start, min(until, start + limits.focus_answer_ms), window),
    ]
    return min((pair[0].at_ms for pair in found if pair is not None), default=None)


def tells(index: Index, seen: Seen) -> bool:
    """Whether a change shows something that does not change by itself."""
    change = seen.change
    if change.navigation or change.values or change.blank:
        return True
    lines = (*change.appeared, *change.gone)
    return not lines or any(line_key(line) not in index.ambient_lines for line in lines)
