"""Recordings written down as a list of what happened, and what the screen stage makes of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.document import Document
from onlooker.domain.screen import Role, ScreenTrack
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.screen import watch
from onlooker.screen.glance import Glance, glance
from onlooker.screen.reading import Reading
from tests.domain.dom import document

START = 1_700_000_000_000


@dataclass(frozen=True)
class Contents:
    rows: Sequence[SnapshotData]

    def data(self, index: int) -> SnapshotData:
        return self.rows[index]

    def unreadable(self) -> int:
        return 0


Row = tuple[int, SnapshotType, Change | None, SnapshotData]


def recording(*rows: Row, windows: Sequence[int] | None = None) -> Recording:
    """Rows are (ms, type, change, data), in time order."""
    return Recording(
        session_id="s",
        windows=tuple(f"w{number}" for number in sorted(set(windows or [0]))),
        snapshots=[
            Snapshot(index=index, at=START + at, window=windows[index] if windows else 0, type=kind, change=change, size=100)
            for index, (at, kind, change, _) in enumerate(rows)
        ],
        contents=Contents([data for *_, data in rows]),
    )


def watched(*rows: Row, end: int | None = None, windows: Sequence[int] | None = None) -> ScreenTrack:
    return watch(recording(*rows, windows=windows), started_at=START, session_end=START + (rows[-1][0] if end is None else end))


def meta(at: int, url: str = "http://shop.test/") -> Row:
    return (at, SnapshotType.META, None, {"href": url, "width": 1280, "height": 720})


def loaded(at: int) -> Row:
    return (at, SnapshotType.DOM_CONTENT_LOADED, None, {})


def full(at: int, data: SnapshotData) -> Row:
    return (at, SnapshotType.FULL, None, data)


def mutated(at: int, **parts: list[dict[str, object]]) -> Row:
    return (at, SnapshotType.INCREMENTAL, Change.MUTATION, {"texts": [], "attributes": [], "removes": [], "adds": [], **parts})


def mouse(at: int, node_id: int, act: MouseAct = MouseAct.CLICK) -> Row:
    return (at, SnapshotType.INCREMENTAL, Change.MOUSE_INTERACTION, {"type": int(act), "id": node_id, "x": 5, "y": 5})


def typed(at: int, node_id: int, value: str, checked: bool = False) -> Row:
    return (at, SnapshotType.INCREMENTAL, Change.INPUT, {"id": node_id, "text": value, "isChecked": checked})


def custom(at: int, url: str) -> Row:
    return (at, SnapshotType.CUSTOM, None, {"tag": "$pageview", "payload": {"href": url}})


def glanced(made: Document) -> Glance:
    return glance(made, Reading(made, {}).items(), {})


def lines(*body: dict[str, object] | str, head: tuple[dict[str, object], ...] = ()) -> list[tuple[str, str]]:
    """(role, text) of what is visible on a page with this body."""
    return [(str(line.role), line.text) for line in glanced(document(*body, head=head)).lines]


def texts(*body: dict[str, object] | str, head: tuple[dict[str, object], ...] = ()) -> list[str]:
    return [text for _, text in lines(*body, head=head)]


def told(track: ScreenTrack) -> list[tuple[int, list[str], list[str]]]:
    """(ms, appeared, gone) of each change; roles other than text stand before the text."""

    def tell(line_role: Role, text: str) -> str:
        return text if line_role is Role.TEXT else f"{line_role}: {text}"

    return [
        (change.at_ms, [tell(line.role, line.text) for line in change.appeared], [tell(line.role, line.text) for line in change.gone])
        for change in track.changes
    ]
