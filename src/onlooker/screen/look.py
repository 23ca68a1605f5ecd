"""The screen at one instant, without the rest of the session."""

from __future__ import annotations

from onlooker.domain.document import Document
from onlooker.domain.screen import Screen
from onlooker.domain.snapshot import Change, Recording, Snapshot, SnapshotType
from onlooker.screen.glance import glance, screen_of
from onlooker.screen.pending import Pending
from onlooker.screen.reading import Reading

_IN_DOCUMENT = frozenset(
    {Change.INPUT, Change.SCROLL, Change.VIEWPORT_RESIZE, Change.STYLE_SHEET_RULE, Change.STYLE_DECLARATION, Change.ADOPTED_STYLE_SHEET}
)


def look(recording: Recording, *, at_ms: int, window: int | None, started_at: int) -> Screen | None:
    """The nearest full snapshot before `at_ms`, carried forward to it. `window` None: the one last heard of by then. None when nothing had been
    drawn yet."""
    until = started_at + at_ms
    if window is None:
        window = _last_heard(recording, until)
    base: Snapshot | None = None
    url, size_from = "", None
    rest: list[Snapshot] = []
    for snapshot in recording.snapshots:
        if snapshot.at > until:
            break
        if snapshot.window != window:
            continue
        match snapshot.type:
            case SnapshotType.FULL:
                base = snapshot
                rest = []
            case SnapshotType.META:
                size_from = snapshot
                href = recording.data(snapshot).get("href")
                url = href if isinstance(href, str) else url
            case SnapshotType.CUSTOM:
                payload = recording.data(snapshot).get("payload")
                href = payload.get("href") if isinstance(payload, dict) else None
                url = href if isinstance(href, str) and href else url
            case SnapshotType.INCREMENTAL:
                rest.append(snapshot)
            case _:
                pass
    if base is None or window is None:
        return None
    document = Document()
    if size_from is not None:
        document.resize(recording.data(size_from))
    document.load(recording.data(base))
    pending = Pending()
    for snapshot in rest:
        if snapshot.change is Change.MUTATION:
            pending.add(snapshot.at, recording.data(snapshot))
        elif snapshot.change in _IN_DOCUMENT and snapshot.change is not None:
            if snapshot.change is not Change.SCROLL:
                pending.apply(document)
            document.apply(snapshot.change, recording.data(snapshot))
    pending.apply(document)
    seen = glance(document, Reading(document, {}).items(), {})
    return screen_of(document, seen, at_ms=at_ms, window=window, url=url)


def _last_heard(recording: Recording, until: int) -> int | None:
    found: int | None = None
    for snapshot in recording.snapshots:
        if snapshot.at > until:
            break
        found = snapshot.window
    return found
