"""Recording, events and screen track woven into one timeline.

Laws: entries are in time order; every id is unique and the same in every run; every snapshot index and event id cited exists; the order
in which events come in changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from onlooker.domain.event import EventLog
from onlooker.domain.ids import content_id
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.snapshot import Recording
from onlooker.domain.timeline import Click, Entry, Left, Submitted, Timeline, Typed
from onlooker.merge import who
from onlooker.merge.activity import active_spans, acts, gap_spans, idles, last_leave, switches
from onlooker.merge.align import Alignment
from onlooker.merge.clicks import clicks
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.errors import errors
from onlooker.merge.inputs import typing
from onlooker.merge.logs import logs
from onlooker.merge.material import Material, gather
from onlooker.merge.motion import moving, scrolling
from onlooker.merge.network import requests
from onlooker.merge.pages import PageLog, pages
from onlooker.merge.product import product
from onlooker.merge.selections import selections
from onlooker.merge.substance import substance
from onlooker.merge.surroundings import media, resizes, screens

STRANDS = (typing, scrolling, moving, selections, logs, screens, resizes, media)
"""One kind of happening each, from the material alone; what needs another strand's entries is woven in by name below."""


def weave(recording: Recording | None, events: EventLog, track: ScreenTrack, alignment: Alignment, *, session_id: str) -> Timeline:
    """Without a recording the events alone give the timeline, without events the recording alone."""
    material = gather(recording, events, track, alignment)
    shown = pages(material)
    log = PageLog(shown)
    pressed = clicks(material)
    strands = [pressed, product(material, pressed.drafts), requests(material, log), *(strand(material) for strand in STRANDS)]
    strands.append(errors(material, _breaks(shown, strands)))
    drafts = [*shown, *(draft for strand in strands for draft in strand.drafts)]
    done = acts(material, drafts)
    leaves = [draft for draft in drafts if isinstance(draft.detail, Left)]
    last = last_leave(material, done, leaves, log)
    drafts = [draft for draft in drafts if not (isinstance(draft.detail, Left) and draft.events == last.events)]
    drafts.extend((*switches(done), *idles(material, done), last))
    return Timeline(
        session_id=session_id,
        started_at=alignment.started_at,
        duration_ms=alignment.duration_ms,
        windows=material.windows,
        entries=tuple(_entries(drafts, log, material)),
        mutations=material.mutations,
        toggled=material.track.toggled,
        active=active_spans(done),
        gaps=gap_spans(material),
        skew_ms=alignment.skew_ms,
        user=who.user(material.sent),
        release=who.release(material.sent),
        dropped=_dropped(strands, material),
    )


def _breaks(shown: Sequence[Draft], strands: Sequence[Strand]) -> list[int]:
    done = (draft for strand in strands for draft in strand.drafts if isinstance(draft.detail, Click | Typed | Submitted))
    return sorted(draft.at_ms for draft in (*shown, *done))


def _entries(drafts: Sequence[Draft], log: PageLog, material: Material) -> Iterator[Entry]:
    """In time order; within one ms the user's acts first, then in the recorder's order, then what only events tell of, the end last."""
    seen: Counter[str] = Counter()
    keyed = sorted(((_key(draft), draft) for draft in drafts), key=lambda pair: pair[0])
    for _, draft in keyed:
        at_ms = min(max(0, draft.at_ms), material.duration_ms)
        content = content_id(draft.detail.kind, at_ms, draft.window, *substance(draft.detail))
        seen[content] += 1
        yield Entry(
            id=content if seen[content] == 1 else content_id(content, seen[content]),
            at_ms=at_ms,
            end_ms=max(at_ms, min(draft.end_ms, material.duration_ms)),
            window=draft.window,
            page=log.url(draft.window, at_ms),
            detail=draft.detail,
            count=draft.count,
            snapshots=draft.snapshots,
            events=draft.events,
        )


def _key(draft: Draft) -> tuple[int, bool, bool, float, str, tuple[str, ...], str]:
    """The user before what the page makes of it: a form sent is known from an event only, the request it causes from the recorder."""
    last = isinstance(draft.detail, Left) and draft.detail.last
    caused = not isinstance(draft.detail, Click | Typed | Submitted)
    recorded = draft.snapshots[0] if draft.snapshots else float("inf")
    return (max(0, draft.at_ms), last, caused, recorded, draft.detail.kind, draft.events, repr(substance(draft.detail)))


def _dropped(strands: Sequence[Strand], material: Material) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for strand in strands:
        counted.update(strand.dropped)
    if material.outside:
        counted["outside the session"] += material.outside
    return dict(sorted(counted.items()))
