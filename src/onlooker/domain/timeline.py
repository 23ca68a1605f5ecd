"""All that happened in a session, in time order. An entry is one line of it, from a snapshot, an event, or the screen.

What an entry tells is its `detail`, a closed union: match it to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from onlooker.domain.screen import Element, ScreenChange
from onlooker.domain.screen import Mutated as Mutated  # noqa: PLC0414 - re-exported: a timeline is read with its mutations
from onlooker.domain.screen import Toggled as Toggled  # noqa: PLC0414
from onlooker.domain.timebase import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShown:
    """A document was loaded (`load`) or the route changed inside it. `url` is whole; `title` may be empty."""

    kind: ClassVar[str] = "page"
    url: str
    title: str = ""
    load: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """One press, from rrweb and the product event of the same press woven together. `x`, `y` are CSS pixels in the viewport, -1 when
    unknown. `touch` for taps; `double` when the browser reported a double click with it; `modified` when a key such as Ctrl was held."""

    kind: ClassVar[str] = "click"
    target: Element | None
    x: int = -1
    y: int = -1
    touch: bool = False
    double: bool = False
    modified: bool = False
    selects_text: bool = False
    """A text selection came with the press (double or triple click on text)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A field's value changed; a burst of keystrokes into one field is one entry (`count` on the entry). `value` is the last value,
    `***` when masked; for check boxes and options `checked` is set."""

    kind: ClassVar[str] = "input"
    target: Element | None
    value: str = ""
    checked: bool | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form was sent, as a product event reported it."""

    kind: ClassVar[str] = "submit"
    target: Element | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrolled:
    """A stretch of scrolling, folded. `from_y` and `to_y` in CSS pixels; `reversals` counts changes of direction."""

    kind: ClassVar[str] = "scroll"
    from_y: int = 0
    to_y: int = 0
    reversals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A stretch of pointer movement, folded. `points` are (ms since session start, x, y)."""

    kind: ClassVar[str] = "move"
    points: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """Text was selected."""

    kind: ClassVar[str] = "selection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A network request of the page, from `rrweb/network@1` or an event. `status` is None when unknown, 0 when it never got an answer.
    `kind_of` is the initiator (`fetch`, `xmlhttprequest`, `navigation`, `script`, `img`…). The entry's `at_ms` is the start; `duration_ms` of a
    navigation runs to its answer, not to the end of loading. `method` is empty where the recorder saw only the browser's timing."""

    kind: ClassVar[str] = "request"
    method: str
    url: str
    status: int | None
    duration_ms: int
    kind_of: str = ""

    @property
    def failed(self) -> bool:
        """An answer of 400 or more, or none at all."""
        return self.status is not None and (self.status >= 400 or self.status == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A line the page wrote to the console. `level` as in the console: error, warn, info, log, debug, assert, trace."""

    kind: ClassVar[str] = "console"
    level: str
    text: str
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrown:
    """An exception: a `$exception` event, or an uncaught error only the console shows. `origin` is the top frame's file."""

    kind: ClassVar[str] = "exception"
    type: str
    message: str
    handled: bool = False
    level: str = "error"
    origin: str = ""
    frames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """What another tool's detector said (`$rageclick`, `$dead_click`). A clue, not proof."""

    kind: ClassVar[str] = "hint"
    name: str
    target: Element | None = None
    about_ms: int = 0
    """The instant it speaks of, ms since session start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A product event of the team's own. `properties` holds only plain values, as text, without the library's `$` ones."""

    kind: ClassVar[str] = "event"
    name: str
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The screen changed in a way worth a line."""

    kind: ClassVar[str] = "screen"
    change: ScreenChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """The user went on in another window (`entry.window` is the new one)."""

    kind: ClassVar[str] = "window"
    previous: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resized:
    """The viewport changed."""

    kind: ClassVar[str] = "resize"
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A media element was played, paused or sought."""

    kind: ClassVar[str] = "media"
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idled:
    """Nothing from the user for a while (the entry's `end_ms` says how long). `gap` when the recorder too was silent."""

    kind: ClassVar[str] = "idle"
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The page said it was being left (`$pageleave`), or the session ends here."""

    kind: ClassVar[str] = "leave"
    url: str = ""
    last: bool = False


Detail = (
    PageShown
    | Click
    | Typed
    | Submitted
    | Scrolled
    | Moved
    | Selected
    | Requested
    | Logged
    | Thrown
    | Hinted
    | Tracked
    | Seen
    | Switched
    | Resized
    | Played
    | Idled
    | Left
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a timeline. `id` is a content hash, stable across runs; `page` is the URL shown in that window at that moment;
    `count` is how often it happened where repeats were folded (keystrokes, equal console lines, one error thrown again and again); a press
    that both streams report counts once. `snapshots` are indices into the recording, `events` ids of product events."""

    id: str
    at_ms: int
    end_ms: int
    window: int
    page: str
    detail: Detail
    count: int = 1
    snapshots: tuple[int, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.detail.kind

    @property
    def span(self) -> Span:
        return Span(start_ms=self.at_ms, end_ms=self.end_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """`entries` are in time order (ties in recorder order). `started_at` is the session's first instant, epoch ms: the earliest of
    snapshots and events; `duration_ms` runs to the latest. `active` are the spans with user activity; `skew_ms` is what was added to the events'
    clock to agree with the snapshots'."""

    session_id: str
    started_at: int
    duration_ms: int
    windows: tuple[str, ...]
    entries: tuple[Entry, ...]
    mutations: tuple[Mutated, ...] = ()
    toggled: tuple[Toggled, ...] = ()
    active: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    skew_ms: int = 0
    user: str = ""
    release: str = ""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """What was read and is not an entry, in counts by reason (`static request`, `$web_vitals`…)."""

    @property
    def active_ms(self) -> int:
        return sum(span.duration_ms for span in self.active)

    def between(self, start_ms: int, end_ms: int) -> Iterator[Entry]:
        """Entries whose start lies in [start_ms, end_ms]."""
        return (entry for entry in self.entries if start_ms <= entry.at_ms <= end_ms)
