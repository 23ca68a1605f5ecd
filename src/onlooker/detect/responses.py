"""What answered an act: the screen, a new page, a request, a scroll, a selection, the media, another window, a mutation."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.detect.index import Index
from onlooker.detect.places import place_of, request_key
from onlooker.detect.thresholds import Thresholds
from onlooker.domain.timeline import Click, Entry, PageShown, Requested, Seen, Submitted

_AT_ONCE_MS = 1_500
_LEAD_MS = 150
"""A page may react to the button going down, which comes this much before the click."""
_OWN_MS = 1_000
"""After a later press than this, what comes is the later press's answer."""
_BY_THE_PAGE_MS = 500
"""A field that changes this soon after a press was changed by the page; nobody types that fast."""
_LOAD_SOON_MS = 2_500
_LOAD_BEGINS_MS = 1_500


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
    acknowledged_ms: int | None = None
    """When the pressed thing lost its own words, as a button does that turns into a spinner."""
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
    """What answered `act` within `within_ms`, and before another thing was pressed."""
    start, until, window = act.at_ms, act.at_ms + max(0, within_ms), act.window
    lead = start - _LEAD_MS
    previous = index.last_act_ms(start - 1)
    if previous is not None:
        lead = max(lead, previous + 1)
    other = index.presses.first(start + _OWN_MS, until, window)
    if other is not None:
        until = other[0].at_ms - 1
    foreign = _page_of_its_own(index, act, until)
    if foreign is not None:
        until = max(start, foreign - 1)
    label = act.detail.target.label if isinstance(act.detail, Click | Submitted) and act.detail.target is not None else ""
    shown = [pair for pair in index.screens.between(lead, until, window) if index.tells(pair[1]) and not _typed_away(index, act, *pair)]
    acknowledged = next((entry.at_ms for entry, seen in shown if _only_took_the_label(seen, label)), None)
    screens = tuple(pair for pair in shown if not _only_took_the_label(pair[1], label))
    pages = tuple(index.pages.between(start, until))
    requests = tuple(pair for pair in index.requests.between(start, until, window) if request_key(pair[1]) not in index.ambient_requests)
    stirred = index.stirred(window, lead, until)
    mutated, nodes, attributes = stirred if stirred is not None else (None, 0, 0)
    return Response(
        start_ms=start,
        until_ms=until,
        screens=screens,
        pages=pages,
        requests=requests,
        other_ms=_other(index, act, until, limits),
        mutated_ms=mutated,
        acknowledged_ms=acknowledged,
        nodes=nodes,
        attributes=attributes,
    )


def _other(index: Index, act: Entry, until: int, limits: Thresholds) -> int | None:
    start, window = act.at_ms, act.window
    found = [
        index.typed.first(start, min(until, start + _BY_THE_PAGE_MS), window),
        index.played.first(start, min(until, start + limits.dead_ms), window),
        index.scrolled.first(start, min(until, start + limits.scroll_answer_ms), window),
        index.selected.first(start - _LEAD_MS, min(until, start + limits.selection_answer_ms), window),
        index.switched.first(start, min(until, start + limits.focus_answer_ms)),
        index.resized.first(start, min(until, start + limits.focus_answer_ms), window),
    ]
    times = [pair[0].at_ms for pair in found if pair is not None]
    if isinstance(act.detail, Click) and act.detail.target is not None and act.detail.target.href:
        times += [entry.at_ms for entry, _ in index.left.between(start, min(until, start + limits.dead_ms), window)]
    return min(times, default=None)


def _page_of_its_own(index: Index, act: Entry, until: int) -> int | None:
    """When a page began to load that this act did not ask for: reloaded, or opened from outside, by the user. A load that the act asked for begins at
    once; where no request tells when it began, the same page coming back late is a reload."""
    for entry, page in index.pages.between(act.at_ms, until, act.window):
        if not page.load or entry.at_ms - act.at_ms <= _LOAD_SOON_MS:
            continue
        begun = [at.at_ms for at, request in index.requests.between(act.at_ms, entry.at_ms + 500, act.window) if request.kind_of == "navigation"]
        if begun:
            if begun[0] - act.at_ms > _LOAD_BEGINS_MS:
                return begun[0]
        elif place_of(page.url) == place_of(act.page):
            return entry.at_ms
    return None


def _only_took_the_label(seen: Seen, label: str) -> bool:
    """All that changed is that the pressed thing lost its words: it took note, and is no answer yet."""
    change = seen.change
    if change.appeared or change.values or change.navigation or change.blank or not label:
        return False
    return 0 < len(change.gone) <= 2 and all(line.text == label for line in change.gone)


def _typed_away(index: Index, act: Entry, entry: Entry, seen: Seen) -> bool:
    """Fields that changed because the user went on typing."""
    change = seen.change
    if not change.values or change.appeared or change.gone or change.navigation or entry.at_ms - act.at_ms <= _BY_THE_PAGE_MS:
        return False
    return index.typed.first(act.at_ms + 1, entry.at_ms + _LEAD_MS, act.window) is not None


def asked_later(index: Index, act_ms: int, window: int, at_ms: int) -> bool:
    """Whether what the screen says at `at_ms` answers a call that failed just before and began well after the act: a shortcut nobody recorded, or the
    page itself, asked. Then it does not answer the act."""
    if at_ms - act_ms <= _AT_ONCE_MS:
        return False
    calls = index.requests.between(act_ms + _AT_ONCE_MS, at_ms, window)
    return any(request.failed and call.at_ms + request.duration_ms >= at_ms - _AT_ONCE_MS for call, request in calls)
