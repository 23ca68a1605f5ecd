"""One forward pass over a recording: what was on the screen, when it changed, and what the user acted on."""

from __future__ import annotations

import gc
from dataclasses import replace

from onlooker.domain.cascade import Cascade
from onlooker.domain.document import Document
from onlooker.domain.screen import Element, Mutated, Screen, ScreenChange, ScreenTrack
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.screen.element import element_at, reacting_node
from onlooker.screen.given import Given, one_key
from onlooker.screen.glance import Glance, KnownField, change_between, glance, screen_of
from onlooker.screen.pace import Pace
from onlooker.screen.pending import Pending
from onlooker.screen.reading import Reading
from onlooker.screen.ripple import Ripple
from onlooker.screen.toggle import Toggles

QUIET_MS = 150
"""Mutations that pause this long have settled: time to look."""
WAIT_MS = 1_000
"""The longest a change waits for its look while others keep coming."""
AFTER_ACT_MS = (300, 1_000, 3_000)
"""A change that is still under way is looked at this long after a user's act."""

_ACTS = frozenset({MouseAct.MOUSE_DOWN, MouseAct.CLICK, MouseAct.DOUBLE_CLICK, MouseAct.CONTEXT_MENU, MouseAct.TOUCH_START, MouseAct.TOUCH_END})
"""Acts the screen is looked at just before."""


def watch(recording: Recording, *, started_at: int, session_end: int) -> ScreenTrack:
    """`started_at` and `session_end` are epoch ms: the session's first and last instant."""
    collecting = gc.isenabled()
    gc.disable()  # what the pass builds frees itself; on a heavy recording the collector costs as much again as the work
    try:
        return _watch(recording, started_at, session_end)
    finally:
        if collecting:
            gc.enable()


def _watch(recording: Recording, started_at: int, session_end: int) -> ScreenTrack:
    pace = Pace()
    cascades: dict[tuple[object, ...], Cascade] = {}
    windows: dict[int, WindowWatch] = {}
    for snapshot in recording.snapshots:
        window = windows.get(snapshot.window)
        if window is None:
            window = windows[snapshot.window] = WindowWatch(recording, snapshot.window, started_at, cascades, pace)
        window.pass_by(snapshot)
    end_ms = max(0, session_end - started_at)
    elements: dict[int, Element] = {}
    changes: list[ScreenChange] = []
    screens: list[Screen] = []
    mutations: list[Mutated] = []
    for window in windows.values():
        window.finish(end_ms)
        elements.update(window.elements)
        changes.extend(window.changes)
        screens.extend(window.screens)
        mutations.extend(window.mutations)
    return ScreenTrack(
        elements=elements,
        changes=tuple(sorted(changes, key=lambda change: change.at_ms)),
        screens=tuple(sorted(screens, key=lambda screen: screen.at_ms)),
        skipped_ms=sum(window.skipped_ms for window in windows.values()),
        coarse=pace.held,
        mutations=tuple(sorted(mutations, key=lambda one: one.at_ms)),
        toggled=tuple(sorted((one for window in windows.values() for one in window.toggles.told), key=lambda one: one.at_ms)),
    )


class WindowWatch:
    """The pass over one window. Feed its snapshots in order, then finish."""

    def __init__(self, recording: Recording, window: int, started_at: int, cascades: dict[tuple[object, ...], Cascade], pace: Pace) -> None:
        self.elements: dict[int, Element] = {}
        self.changes: list[ScreenChange] = []
        self.screens: list[Screen] = []
        self.mutations: list[Mutated] = []
        self.toggles = Toggles(window)
        self.skipped_ms = 0
        self._recording = recording
        self._window = window
        self._started_at = started_at
        self._pace = pace
        self._document = Document()
        self._reading = Reading(self._document, cascades)
        self._pending = Pending()
        self._fields: dict[int, KnownField] = {}
        self._known: dict[int, tuple[int, Element]] = {}
        """Node id -> (document version, element), so that a burst of keystrokes resolves its field once."""
        self._seen: Glance | None = None
        self._url = ""
        self._loading = False
        self._settled = True
        self._unseen_since: int | None = None
        self._due: list[int] = []
        self._focus = -1
        self._ripple: Ripple | None = None
        self._typed: set[int] = set()
        self._given = Given()
        self._last_ms = 0
        self._values_changed = False

    def pass_by(self, snapshot: Snapshot) -> None:
        now = snapshot.at - self._started_at
        pending = self._pending
        if pending and (now - pending.last_ms >= QUIET_MS or now - pending.first_ms >= WAIT_MS or self._due_by(now)):
            quiet = now - pending.last_ms >= QUIET_MS
            if self._pace.allows(now, pending.first_ms):
                self._look(pending.last_ms)
                if quiet:
                    self._settle()
        if self._seen is None and self._unseen_since is None and snapshot.type is not SnapshotType.FULL:
            self._unseen_since = now
        self._last_ms = now
        match snapshot.type:
            case SnapshotType.INCREMENTAL:
                self._incremental(snapshot, now)
            case SnapshotType.FULL:
                self._full(snapshot, now)
            case SnapshotType.META:
                self._meta(self._recording.data(snapshot), now)
            case SnapshotType.DOM_CONTENT_LOADED:
                self._loading = True
            case SnapshotType.CUSTOM:
                self._custom(self._recording.data(snapshot), now)
            case SnapshotType.LOAD | SnapshotType.PLUGIN:
                pass

    def finish(self, end_ms: int) -> None:
        if self._seen is None:
            self.skipped_ms += max(0, end_ms - (self._unseen_since or 0))
            return
        if self._pending or self._values_changed:
            self._look(self._pending.last_ms if self._pending else self._last_ms)
        self._keep(max(self._last_ms, end_ms))
        self.toggles.press(self._document, None, end_ms)

    # -- kinds of snapshots ----------------------------------------------------------------------------------------------

    def _meta(self, data: SnapshotData, now: int) -> None:
        if self._pending:
            self._look(self._pending.last_ms)
        url = data.get("href")
        if isinstance(url, str):
            self._turn_page(url, now)
        self._document.resize(data)

    def _custom(self, data: SnapshotData, now: int) -> None:
        """Recorders tell of route changes in events of their own; whichever carries an href does."""
        payload = data.get("payload")
        url = payload.get("href") if isinstance(payload, dict) else None
        if isinstance(url, str) and url and self._seen is not None:
            self._turn_page(url, now)

    def _turn_page(self, url: str, now: int) -> None:
        if url == self._url:
            return
        if self._seen is not None:
            self._keep(now)
        self._url = url
        self._settled = False

    def _full(self, snapshot: Snapshot, now: int) -> None:
        if self._pending:
            self._look(self._pending.last_ms)
        first = self._seen is None
        if first and self._unseen_since is not None:
            self.skipped_ms += now - self._unseen_since
        navigation = self._loading or first
        if not first and self._loading and self._settled:
            self._keep(now)
        self._loading = False
        self._pending.clear()
        self._fields.clear()
        self._known.clear()
        if navigation:
            self._given.leave(self._document)
        self._document.load(self._recording.data(snapshot))
        self._settled = self._settled and not navigation
        self._look(now, navigation=navigation)

    def _incremental(self, snapshot: Snapshot, now: int) -> None:
        change = snapshot.change
        if change is Change.MUTATION:
            data = self._recording.data(snapshot)
            self._count(data, now)
            if self._seen is not None:
                self._pending.add(now, data)
            return
        if self._seen is None or change is None:
            return
        if change is Change.MOUSE_INTERACTION:
            self._mouse(snapshot, self._recording.data(snapshot), now)
        elif change is Change.INPUT:
            self._input(snapshot, self._recording.data(snapshot), now)
        elif change is Change.SCROLL:
            data = self._recording.data(snapshot)
            self._resolve(snapshot, data)
            self._document.apply(change, data)
        elif change in {Change.VIEWPORT_RESIZE, Change.STYLE_SHEET_RULE, Change.STYLE_DECLARATION, Change.ADOPTED_STYLE_SHEET}:
            self._pending.apply(self._document)
            self._document.apply(change, self._recording.data(snapshot))
            self._pending.add(now, {})

    def _mouse(self, snapshot: Snapshot, data: SnapshotData, now: int) -> None:
        kind, node_id = data.get("type"), data.get("id")
        if isinstance(kind, int) and kind in _ACTS:
            if self._pending:
                if self._pace.allows(now, self._pending.first_ms, urgent=True):
                    self._look(self._pending.last_ms)
            elif self._values_changed:
                self._look(now)
            self._due = [now + after for after in AFTER_ACT_MS]
            self._resolve(snapshot, data)
            self._focus = node_id if isinstance(node_id, int) else -1
            pressed = reacting_node(self._document, self._focus)
            self._ripple = Ripple(pressed, now) if pressed is not None else None
            self.toggles.press(self._document, pressed if kind == MouseAct.CLICK else None, now)
        elif kind == MouseAct.FOCUS:
            self._resolve(snapshot, data)
            self._focus = node_id if isinstance(node_id, int) else -1

    def _input(self, snapshot: Snapshot, data: SnapshotData, now: int) -> None:
        self._resolve(snapshot, data)
        node_id = data.get("id")
        if not isinstance(node_id, int):
            return
        before = self._document.values.get(node_id, "")
        stood = self._given.stood(self._document, node_id)
        self._document.apply(Change.INPUT, data)
        self.toggles.look(self._document, now)
        self._values_changed = True
        by_hand = data.get("userTriggered") is True or node_id == self._focus or one_key(before, self._document.values.get(node_id, ""))
        if by_hand:
            self._typed.add(node_id)
            self._given.by_hand(node_id, stood)

    # -- looking ---------------------------------------------------------------------------------------------------------

    def _due_by(self, now: int) -> bool:
        while self._due and self._due[0] < self._pending.first_ms:
            self._due.pop(0)
        return bool(self._due) and now >= self._due[0]

    def _look(self, at_ms: int, *, navigation: bool = False) -> None:
        work = self._pending.apply(self._document)
        self.toggles.look(self._document, at_ms)
        items = self._reading.items()
        self._pace.spend(work + self._reading.visited, self._last_ms)
        before = self._seen
        if before is not None and items is before.items and not self._values_changed and not navigation:
            return
        seen = glance(self._document, items, self._fields)
        change = change_between(before or Glance(), seen, at_ms=at_ms, window=self._window, navigation=navigation, typed=frozenset(self._typed))
        if change is not None and navigation and (reverted := self._given.arrive(self._document, self._url)):
            change = replace(change, reverted=reverted)
        self._seen = seen
        self._typed.clear()
        self._values_changed = False
        if change is not None:
            self.changes.append(change)

    def _settle(self) -> None:
        """The first quiet look at a page is kept whole."""
        if not self._settled:
            self._settled = True
            self._keep(self._last_ms)

    def _keep(self, at_ms: int) -> None:
        if self._seen is not None:
            self.screens.append(screen_of(self._document, self._seen, at_ms=at_ms, window=self._window, url=self._url))

    def _resolve(self, snapshot: Snapshot, data: SnapshotData) -> None:
        node_id = data.get("id")
        if not isinstance(node_id, int):
            return
        if self._pending and node_id not in self._document.nodes:
            self._pending.apply(self._document)
            self._pending.add(self._pending.last_ms, {})
        known = self._known.get(node_id)
        if known is not None and known[0] == self._document.version:
            self.elements[snapshot.index] = known[1]
            return
        element = element_at(self._document, self._reading, node_id)
        if element is not None:
            self.elements[snapshot.index] = element
            self._known[node_id] = (self._document.version, element)

    def _count(self, data: SnapshotData, now: int) -> None:
        sizes = [len(value) if isinstance(value := data.get(key), list) else 0 for key in ("adds", "removes", "texts", "attributes")]
        own = self._ripple is not None and self._ripple.holds(self._document, data, now)
        self.mutations.append(Mutated(at_ms=now, window=self._window, nodes=sum(sizes[:3]), attributes=sizes[3], own=own))
