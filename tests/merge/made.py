"""A session made by hand: what the recorder and the event library would have written, a line a happening.

    tape = Tape()
    tape.page(0, "http://shop.test/")
    tape.press(1_000, node=7, element=SAVE)
    tape.clicked(1_005, 'button:text="Save"')
    timeline = tape.timeline()

Times are ms since `START`; any order will do, the recording is sorted as decoding would.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.screen import Element, Screen, ScreenChange, ScreenTrack
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.domain.timeline import Detail, Entry, Timeline
from onlooker.merge import align, weave

START = 1_800_000_000_000
SAVE = Element(tag="button", label="Save", ref="button#save", interactive=True)
NAME = Element(tag="input", label="Name", ref="input#name", type="text", name="name", interactive=True)
CITY = Element(tag="input", label="City", ref="input#city", type="text", name="city", interactive=True)
NEWS = Element(tag="input", label="Send me news", ref="input#news", type="checkbox", name="news", interactive=True)


@dataclass(frozen=True)
class Kept:
    """`Contents` of a recording made by hand; looking at what merge must not decode fails the test."""

    contents: tuple[SnapshotData | None, ...]

    def data(self, index: int) -> SnapshotData:
        found = self.contents[index]
        assert found is not None, f"snapshot {index} is a mutation or a full snapshot"
        return found

    def unreadable(self) -> int:
        return 0


@dataclass(frozen=True)
class _Line:
    at: int
    window: str
    type: SnapshotType
    change: Change | None
    data: SnapshotData | None
    element: Element | None
    size: int


@dataclass
class Tape:
    lines: list[_Line] = field(default_factory=list)
    events: list[ProductEvent] = field(default_factory=list)
    changes: list[ScreenChange] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)

    def put(
        self,
        at: int,
        type_: SnapshotType,
        data: Mapping[str, object] | None,
        *,
        change: Change | None = None,
        window: str = "w1",
        element: Element | None = None,
        size: int = 100,
    ) -> None:
        self.lines.append(_Line(at=START + at, window=window, type=type_, change=change, data=data, element=element, size=size))

    def page(self, at: int, url: str, *, window: str = "w1", loaded: bool = True) -> None:
        """What a page writes: its load, where it is, all of it. Without `loaded`, what a recorder writes every few minutes."""
        if loaded:
            self.put(at, SnapshotType.LOAD, {}, window=window)
        self.put(at, SnapshotType.META, {"href": url, "width": 1280, "height": 720}, window=window)
        self.put(at, SnapshotType.FULL, None, window=window, size=100_000)

    def custom(self, at: int, tag: str, *, window: str = "w1", **payload: object) -> None:
        self.put(at, SnapshotType.CUSTOM, {"tag": tag, "payload": payload}, window=window)

    def mouse(
        self, at: int, act: MouseAct, node: int, x: int = 10, y: int = 10, *, window: str = "w1", element: Element | None = None, **more: object
    ) -> None:
        data = {"source": 2, "type": int(act), "id": node, "x": x, "y": y, **more}
        self.put(at, SnapshotType.INCREMENTAL, data, change=Change.MOUSE_INTERACTION, window=window, element=element)

    def press(self, at: int, node: int, x: int = 10, y: int = 10, *, window: str = "w1", element: Element | None = None) -> None:
        """Button down, up, click."""
        for act in (MouseAct.MOUSE_DOWN, MouseAct.MOUSE_UP):
            self.mouse(at, act, node, x, y, window=window)
        self.mouse(at, MouseAct.CLICK, node, x, y, window=window, element=element, pointerType=0)

    def focus(self, at: int, node: int, *, window: str = "w1") -> None:
        self.put(at, SnapshotType.INCREMENTAL, {"source": 2, "type": 5, "id": node}, change=Change.MOUSE_INTERACTION, window=window)

    def value(
        self, at: int, node: int, text: str, *, checked: bool = False, element: Element | None = None, window: str = "w1", **more: object
    ) -> None:
        data = {"source": 5, "id": node, "text": text, "isChecked": checked, **more}
        self.put(at, SnapshotType.INCREMENTAL, data, change=Change.INPUT, window=window, element=element)

    def type_in(self, at: int, node: int, text: str, *, element: Element | None = None, step: int = 100) -> None:
        for count in range(1, len(text) + 1):
            self.value(at + (count - 1) * step, node, text[:count], element=element)

    def scroll(self, at: int, y: int, *, node: int = 1, x: int = 0) -> None:
        self.put(at, SnapshotType.INCREMENTAL, {"source": 3, "id": node, "x": x, "y": y}, change=Change.SCROLL)

    def move(self, at: int, *points: tuple[int, int, int], window: str = "w1") -> None:
        """Points are (offset back from `at`, x, y)."""
        positions = [{"timeOffset": -back, "x": x, "y": y, "id": 1} for back, x, y in points]
        self.put(at, SnapshotType.INCREMENTAL, {"source": 1, "positions": positions}, change=Change.MOUSE_MOVE, window=window)

    def select(self, at: int, start: tuple[int, int], end: tuple[int, int]) -> None:
        ranges = [{"start": start[0], "startOffset": start[1], "end": end[0], "endOffset": end[1]}]
        self.put(at, SnapshotType.INCREMENTAL, {"source": 14, "ranges": ranges}, change=Change.SELECTION)

    def change_of(self, at: int, change: Change, **data: object) -> None:
        self.put(at, SnapshotType.INCREMENTAL, {"source": int(change), **data}, change=change)

    def mutation(self, at: int, *, size: int = 1_200) -> None:
        self.put(at, SnapshotType.INCREMENTAL, None, change=Change.MUTATION, size=size)

    def network(self, at: int, *requests: Mapping[str, object], window: str = "w1") -> None:
        data = {"plugin": "rrweb/network@1", "payload": {"requests": list(requests)}}
        self.put(at, SnapshotType.PLUGIN, data, window=window)

    def console(self, at: int, level: str, *arguments: object, trace: Sequence[str] = (), window: str = "w1") -> None:
        payload = {"level": level, "trace": list(trace), "payload": [json.dumps(argument) for argument in arguments]}
        self.put(at, SnapshotType.PLUGIN, {"plugin": "rrweb/console@1", "payload": payload}, window=window)

    def send(self, at: int, name: str, properties: Mapping[str, object] | None = None, *, chain: str = "", window: str | None = "w1") -> None:
        self.events.append(
            ProductEvent(
                id=f"v{len(self.events)}",
                name=name,
                at=START + at,
                distinct_id="u1",
                window_id=window,
                elements_chain=chain,
                properties=properties or {},
            )
        )

    def clicked(self, at: int, chain: str, *, kind: str = "click", window: str | None = "w1", url: str = "") -> None:
        self.send(at, "$autocapture", {"$event_type": kind, "$current_url": url}, chain=chain, window=window)

    def view(self, at: int, url: str, *, window: str | None = "w1", title: str = "", by: str | None = None) -> None:
        self.send(at, "$pageview", {"$current_url": url, "title": title, "navigation_type": by}, window=window)

    def recording(self) -> Recording:
        lines = sorted(self.lines, key=lambda line: line.at)
        windows = tuple(dict.fromkeys(line.window for line in lines))
        snapshots = tuple(
            Snapshot(index=index, at=line.at, window=windows.index(line.window), type=line.type, change=line.change, size=line.size)
            for index, line in enumerate(lines)
        )
        return Recording(session_id="s1", windows=windows, snapshots=snapshots, contents=Kept(tuple(line.data for line in lines)))

    def log(self) -> EventLog:
        return EventLog(events=tuple(sorted(self.events, key=lambda event: event.at)))

    def track(self) -> ScreenTrack:
        lines = sorted(self.lines, key=lambda line: line.at)
        elements = {index: line.element for index, line in enumerate(lines) if line.element is not None}
        return ScreenTrack(elements=elements, changes=tuple(self.changes), screens=tuple(self.screens))

    def timeline(self) -> Timeline:
        recording = self.recording() if self.lines else None
        return weave(recording, self.log(), self.track(), align(recording, self.log()), session_id="s1")


def request(url: str, start: int, *, status: int | None = 200, kind: str = "fetch", duration: int = 50, **more: object) -> Mapping[str, object]:
    """One of `rrweb/network@1`, as the browser's timing entry has it; `start` in ms since `START`."""
    timing = {"timestamp": START + start, "startTime": start, "duration": duration}
    return {"name": url, "initiatorType": kind, "responseStatus": status, **timing, **more}


def thrown(kind: str, message: str, *, handled: bool = False) -> Mapping[str, object]:
    """Properties of a `$exception` event."""
    far = {"filename": "http://shop.test/far.js", "function": "far", "lineno": 1}
    near = {"filename": "http://shop.test/app.js", "function": "save", "lineno": 9, "colno": 2}
    first = {"type": kind, "value": message, "mechanism": {"handled": handled}, "stacktrace": {"frames": [far, near]}}
    return {"$exception_list": [first], "$exception_level": "error"}


Told = TypeVar("Told", bound=Detail)


def of(timeline: Timeline, kind: type[Told]) -> list[Told]:
    """What the entries of one kind tell, in order."""
    return [entry.detail for entry in timeline.entries if isinstance(entry.detail, kind)]


def entries_of(timeline: Timeline, kind: type[Detail]) -> list[Entry]:
    return [entry for entry in timeline.entries if isinstance(entry.detail, kind)]
