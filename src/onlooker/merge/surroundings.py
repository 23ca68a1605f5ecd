"""What happened around the page: screen changes, a resized window, media played."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.screen import ScreenChange
from onlooker.domain.snapshot import Change
from onlooker.domain.timeline import Played, Resized, Seen
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.material import Material, Record
from onlooker.merge.untrusted import whole_or

_RESIZE_FOLD_MS = 1_000
_MEDIA_ACTS = {0: "played", 1: "paused", 2: "sought", 3: "changed the volume", 4: "changed the speed"}
"""rrweb's `MediaInteractions`."""


def screens(material: Material) -> Strand:
    """Every change that says something; which of them a reader needs is for the condensing passes to choose."""
    told = [change for change in material.track.changes if _says_something(change) and 0 <= change.at_ms <= material.duration_ms]
    return Strand(drafts=tuple(Draft(at_ms=change.at_ms, end_ms=change.at_ms, window=change.window, detail=Seen(change=change)) for change in told))


def _says_something(change: ScreenChange) -> bool:
    return bool(change.appeared or change.gone or change.values or change.navigation or change.blank)


def resizes(material: Material) -> Strand:
    """A window being dragged larger is one entry, with the size it ended with."""
    drafts: list[Draft] = []
    folding: dict[int, list[Record]] = {}
    for record in material.told(Change.VIEWPORT_RESIZE):
        group = folding.get(record.window)
        if group is not None and record.at_ms - group[-1].at_ms <= _RESIZE_FOLD_MS:
            group.append(record)
            continue
        if group is not None:
            drafts.append(_resized(group))
        folding[record.window] = [record]
    drafts.extend(_resized(group) for group in folding.values())
    return Strand(drafts=tuple(drafts))


def _resized(group: Sequence[Record]) -> Draft:
    last = group[-1]
    return Draft(
        at_ms=group[0].at_ms,
        end_ms=last.at_ms,
        window=last.window,
        detail=Resized(width=whole_or(last.data.get("width"), 0), height=whole_or(last.data.get("height"), 0)),
        count=len(group),
        snapshots=tuple(record.index for record in group),
    )


def media(material: Material) -> Strand:
    return Strand(
        drafts=tuple(
            Draft(at_ms=record.at_ms, end_ms=record.at_ms, window=record.window, detail=Played(act=act), snapshots=(record.index,))
            for record in material.told(Change.MEDIA_INTERACTION)
            if (act := _MEDIA_ACTS.get(whole_or(record.data.get("type"), -1)))
        )
    )
