"""Exceptions: `$exception` events and errors the console shows, woven so that one error is told once.

One throw is told up to three times: by the event, by the browser's "Uncaught …" line, and by a line the page wrote itself. Each teller
tells a throw once, so a second telling by the same one is a second throw. Events are rate-limited in the browser and may be missing
altogether, so the console counts by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from onlooker.domain.snapshot import SnapshotType
from onlooker.domain.timeline import Thrown
from onlooker.merge.console_line import console_line, error_text
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.exception_event import exception_of
from onlooker.merge.material import Material

SAME_ERROR_MS = 1_500
REPEAT_MS = 1_000
"""The same error again this soon, with nothing done and no page shown in between, is folded."""
_LONGEST_BURST_MS = 10_000
_RECENT = 16
_SHORTEST = 8
"""A shorter message is too common to be recognised inside another."""


class _Teller(StrEnum):
    EVENT = "event"
    UNCAUGHT = "uncaught line"
    WRITTEN = "written line"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    at_ms: int
    window: int
    teller: _Teller
    thrown: Thrown
    snapshot: int | None = None
    event: str | None = None


@dataclass(slots=True)
class _Throw:
    """One error being woven from its tellings."""

    tellings: list[_Telling] = field(default_factory=list)

    def lacks(self, teller: _Teller) -> bool:
        return all(telling.teller is not teller for telling in self.tellings)

    @property
    def at_ms(self) -> int:
        return self.tellings[0].at_ms

    @property
    def message(self) -> str:
        return self.tellings[0].thrown.message


def errors(material: Material, breaks: Sequence[int]) -> Strand:
    """`breaks` are the instants, in order, at which the user pressed, typed or submitted, or a page was shown: a repeat after one is its own
    entry."""
    throws = _woven(sorted(_tellings(material), key=lambda telling: (telling.at_ms, telling.snapshot or -1, telling.event or "")))
    return Strand(drafts=tuple(_folded([_draft(throw) for throw in throws], breaks)))


def _tellings(material: Material) -> Iterator[_Telling]:
    for sent in material.sent:
        if sent.event.name == "$exception":
            yield _Telling(at_ms=sent.at_ms, window=sent.window, teller=_Teller.EVENT, thrown=exception_of(sent.event), event=sent.event.id)
    for record in material.of_type(SnapshotType.PLUGIN):
        line = console_line(record.data)
        told = error_text(line) if line is not None and not line.own else None
        if told is not None:
            yield _Telling(
                at_ms=record.at_ms,
                window=record.window,
                teller=_Teller.WRITTEN if told.caught else _Teller.UNCAUGHT,
                thrown=Thrown(type=told.type, message=told.message, handled=told.caught, origin=_file(told.frames), frames=told.frames),
                snapshot=record.index,
            )


def _woven(tellings: Sequence[_Telling]) -> list[_Throw]:
    throws: list[_Throw] = []
    recent: defaultdict[int, deque[_Throw]] = defaultdict(lambda: deque(maxlen=_RECENT * 4))
    for telling in tellings:
        near = recent[telling.window]
        while near and telling.at_ms - near[0].at_ms > SAME_ERROR_MS:
            near.popleft()
        throw = next((throw for throw in near if throw.lacks(telling.teller) and _same(throw, telling)), None)
        if throw is None:
            throw = _Throw()
            throws.append(throw)
            near.append(throw)
        throw.tellings.append(telling)
    return throws


def _same(throw: _Throw, telling: _Telling) -> bool:
    one, other = throw.message, telling.thrown.message
    if one == other:
        return True
    return (len(one) >= _SHORTEST and one in other) or (len(other) >= _SHORTEST and other in one)


def _draft(throw: _Throw) -> Draft:
    """The event knows most; what it leaves empty the console fills in. Uncaught if anyone says so."""
    best = min(throw.tellings, key=lambda telling: list(_Teller).index(telling.teller)).thrown
    all_ = [telling.thrown for telling in throw.tellings]
    return Draft(
        at_ms=throw.at_ms,
        end_ms=throw.at_ms,
        window=throw.tellings[0].window,
        detail=replace(
            best,
            type=best.type or next((thrown.type for thrown in all_ if thrown.type), "Error"),
            handled=all(thrown.handled for thrown in all_),
            origin=best.origin or next((thrown.origin for thrown in all_ if thrown.origin), ""),
            frames=best.frames or next((thrown.frames for thrown in all_ if thrown.frames), ()),
        ),
        snapshots=tuple(telling.snapshot for telling in throw.tellings if telling.snapshot is not None),
        events=tuple(telling.event for telling in throw.tellings if telling.event is not None),
    )


def _folded(drafts: Sequence[Draft], breaks: Sequence[int]) -> Iterator[Draft]:
    """The same error thrown again and again with nothing done in between is one entry with a count."""
    open_: dict[tuple[int, str, str], list[Draft]] = {}
    for draft in drafts:
        if not isinstance(draft.detail, Thrown):
            continue
        key = (draft.window, draft.detail.type, draft.detail.message)
        burst = open_.get(key)
        if burst is not None and _goes_on(burst, draft, breaks):
            burst.append(draft)
            continue
        if burst is not None:
            yield _one(burst)
        open_[key] = [draft]
    for burst in open_.values():
        yield _one(burst)


def _goes_on(burst: Sequence[Draft], draft: Draft, breaks: Sequence[int]) -> bool:
    last = burst[-1].at_ms
    untouched = bisect_right(breaks, draft.at_ms) == bisect_right(breaks, last)
    return draft.at_ms - last <= REPEAT_MS and draft.at_ms - burst[0].at_ms <= _LONGEST_BURST_MS and untouched


def _one(burst: Sequence[Draft]) -> Draft:
    return replace(
        burst[0],
        end_ms=burst[-1].at_ms,
        count=len(burst),
        snapshots=tuple(index for draft in burst for index in draft.snapshots),
        events=tuple(event for draft in burst for event in draft.events),
    )


def _file(frames: Sequence[str]) -> str:
    """`paint (http://host/a.js:3:42)` -> `http://host/a.js`."""
    if not frames:
        return ""
    place = frames[0].rpartition("(")[2].rstrip(")")
    file, _, column = place.rpartition(":")
    return file.rpartition(":")[0] if column.isdigit() and ":" in file else place if "://" in place else ""
