"""When the user did something, and when nothing happened: what idle spans, window switches and the folding of repeats rest on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onlooker.domain.snapshot import Change, MouseAct
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Click, Detail, Idled, Left, Moved, Played, Scrolled, Selected, Submitted, Switched, Typed
from onlooker.merge.draft import Draft
from onlooker.merge.material import Material
from onlooker.merge.pages import PageLog
from onlooker.merge.untrusted import whole

IDLE_MS = 10_000
"""Longer without an act of the user is idle, the line Mixpanel's headless detectors draw too."""
GAP_MS = 30_000
"""Longer without any snapshot or event is a gap: a page that nobody touches may well be still for ten seconds."""
_END_MS = 2_000
_HANDS = frozenset({MouseAct.MOUSE_DOWN, MouseAct.CLICK, MouseAct.CONTEXT_MENU, MouseAct.DOUBLE_CLICK, MouseAct.TOUCH_START, MouseAct.TOUCH_END})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An instant at which the user did something."""

    at_ms: int
    window: int


def acts(material: Material, drafts: Sequence[Draft]) -> tuple[Act, ...]:
    """In time order. From entries that are the user's, and from what becomes none: a press held down, a finger moved. Without a
    recording, page views and the team's own events count too: there is nothing else."""
    found = {Act(at_ms=at_ms, window=draft.window) for draft in drafts if _by_hand(draft.detail) for at_ms in _instants(draft)}
    for record in material.told(Change.MOUSE_INTERACTION):
        if whole(record.data.get("type")) in _HANDS:
            found.add(Act(at_ms=record.at_ms, window=record.window))
    for change in (Change.TOUCH_MOVE, Change.DRAG):
        found.update(Act(at_ms=record.at_ms, window=record.window) for record in material.told(change))
    if not material.ticks:
        own = [sent for sent in material.sent if sent.event.name == "$pageview" or not sent.event.name.startswith("$")]
        found.update(Act(at_ms=sent.at_ms, window=sent.window) for sent in own)
    return tuple(sorted(found, key=lambda act: (act.at_ms, act.window)))


def active_spans(acts: Sequence[Act]) -> tuple[Span, ...]:
    """Stretches in which no two acts are more than `IDLE_MS` apart."""
    spans: list[Span] = []
    for act in acts:
        if spans and act.at_ms - spans[-1].end_ms <= IDLE_MS:
            spans[-1] = Span(start_ms=spans[-1].start_ms, end_ms=act.at_ms)
        else:
            spans.append(Span(start_ms=act.at_ms, end_ms=act.at_ms))
    return tuple(spans)


def gap_spans(material: Material) -> tuple[Span, ...]:
    """Stretches longer than `GAP_MS` of which neither stream tells anything."""
    told = sorted({0, *material.ticks, *(sent.at_ms for sent in material.sent), material.duration_ms})
    return tuple(Span(start_ms=start, end_ms=end) for start, end in pairwise(told) if end - start > GAP_MS)


def idles(material: Material, acts: Sequence[Act]) -> tuple[Draft, ...]:
    """Between acts, and before the first and after the last. `gap` where the recorder wrote nothing either, but for its edges."""
    places = [Act(at_ms=0, window=acts[0].window if acts else 0), *acts, Act(at_ms=material.duration_ms, window=0)]
    found: list[Draft] = []
    for before, after in pairwise(places):
        if after.at_ms - before.at_ms > IDLE_MS:
            told = bisect_left(material.ticks, after.at_ms - 1_000) - bisect_right(material.ticks, before.at_ms + 1_000)
            found.append(Draft(at_ms=before.at_ms, end_ms=after.at_ms, window=before.window, detail=Idled(gap=told <= 0)))
    return tuple(found)


def switches(acts: Sequence[Act]) -> tuple[Draft, ...]:
    """Where the user went on in another window."""
    return tuple(
        Draft(at_ms=after.at_ms, end_ms=after.at_ms, window=after.window, detail=Switched(previous=before.window))
        for before, after in pairwise(acts)
        if before.window != after.window
    )


def _by_hand(detail: Detail) -> bool:
    return isinstance(detail, Click | Typed | Submitted | Scrolled | Moved | Selected | Played)


def _instants(draft: Draft) -> Sequence[int]:
    """A folded stretch is busy all through."""
    if isinstance(draft.detail, Moved):
        return [point[0] for point in draft.detail.points]
    return (*range(draft.at_ms, draft.end_ms, IDLE_MS // 2), draft.end_ms)


def last_leave(material: Material, acts: Sequence[Act], leaves: Sequence[Draft], log: PageLog) -> Draft:
    """The end of the session: its last `$pageleave` where nothing of the user follows and the end is near, else the end itself."""
    end_ms = material.duration_ms
    latest = max(leaves, key=lambda draft: draft.at_ms, default=None)
    window = acts[-1].window if acts else latest.window if latest is not None else 0
    said = latest is not None and end_ms - latest.at_ms <= _END_MS and latest.window == window
    detail = Left(url=log.url(window, end_ms), last=True)
    return Draft(at_ms=end_ms, end_ms=end_ms, window=window, detail=detail, events=latest.events if said and latest is not None else ())
