"""A session made by hand, as the recorder and the event library would have left it, and the glimpse at it.

    tape = Tape().page(0, HOME).press(1_000, node=7).event(1_010, "$autocapture", {"$event_type": "click"})
    tape.glimpse().friction

Times are ms since `START`. What a cheap look must not decode (mutations, full snapshots, pointer movement, typing) fails the test when it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.selection import Friction, FrictionTerm, Glimpse, Trait
from onlooker.domain.snapshot import Change, MouseAct, Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.select import glimpse_of

START = 1_800_000_000_000
HOME = "https://shop.test/"
BASKET = "https://shop.test/basket/"
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"


@dataclass(frozen=True)
class _Kept:
    contents: tuple[SnapshotData | None, ...]

    def data(self, index: int) -> SnapshotData:
        found = self.contents[index]
        assert found is not None, f"snapshot {index} need not be decoded for a cheap look"
        return found

    def unreadable(self) -> int:
        return 0


@dataclass(frozen=True)
class _Line:
    at: int
    type: SnapshotType
    change: Change | None
    data: SnapshotData | None
    size: int


@dataclass
class Tape:
    lines: list[_Line] = field(default_factory=list)
    events: list[ProductEvent] = field(default_factory=list)

    def _add(self, at: int, kind: SnapshotType, change: Change | None = None, data: SnapshotData | None = None, size: int = 200) -> Tape:
        self.lines.append(_Line(at=START + at, type=kind, change=change, data=data, size=size))
        return self

    def page(self, at: int, url: str) -> Tape:
        """A document loaded, with its full snapshot."""
        self._add(at, SnapshotType.LOAD)._add(at + 5, SnapshotType.META, data={"href": url})
        return self._add(at + 10, SnapshotType.FULL, size=50_000)

    def checkout(self, at: int, url: str) -> Tape:
        """The recorder writes the address and the page again, and nothing was loaded."""
        return self._add(at, SnapshotType.META, data={"href": url})._add(at + 5, SnapshotType.FULL, size=50_000)

    def press(self, at: int, *, node: int = 7, x: int = 100, y: int = 100) -> Tape:
        return self._add(at, SnapshotType.INCREMENTAL, Change.MOUSE_INTERACTION, {"type": MouseAct.CLICK.value, "id": node, "x": x, "y": y})

    def moved(self, at: int) -> Tape:
        return self._add(at, SnapshotType.INCREMENTAL, Change.MOUSE_MOVE)

    def typed(self, at: int) -> Tape:
        return self._add(at, SnapshotType.INCREMENTAL, Change.INPUT)

    def changed(self, at: int) -> Tape:
        return self._add(at, SnapshotType.INCREMENTAL, Change.MUTATION, size=90_000)

    def plugin(self, at: int, name: str, payload: object, size: int = 400) -> Tape:
        return self._add(at, SnapshotType.PLUGIN, data={"plugin": name, "payload": payload}, size=size)

    def logged(self, at: int, text: str, level: str = "error") -> Tape:
        return self.plugin(at, "rrweb/console@1", {"level": level, "payload": [f'"{text}"'], "trace": []})

    def asked(self, at: int, url: str, status: int | None, *, duration: int = 100, kind: str = "fetch", method: str = "GET") -> Tape:
        """A request that began then, reported when it was answered."""
        told = {"name": url, "initiatorType": kind, "method": method, "status": status, "timestamp": START + at, "duration": duration}
        return self.plugin(at + duration, "rrweb/network@1", {"requests": [told]})

    def event(self, at: int, name: str, properties: Mapping[str, object] | None = None, *, user: str = "ann", chain: str = "") -> Tape:
        self.events.append(
            ProductEvent(id=f"e{len(self.events)}", name=name, at=START + at, distinct_id=user, elements_chain=chain, properties=properties or {})
        )
        return self

    def clicked(self, at: int, text: str, url: str = HOME) -> Tape:
        return self._captured(at, "click", text, url)

    def sent(self, at: int, form: str, url: str = HOME) -> Tape:
        return self._captured(at, "submit", form, url)

    def _captured(self, at: int, kind: str, text: str, url: str) -> Tape:
        told = {"$event_type": kind, "$el_text": text, "$current_url": url}
        return self.event(at, "$autocapture", told, chain=f'{"form" if kind == "submit" else "button"}:attr__id="{text}"nth-child="1";body')

    def recording(self) -> Recording | None:
        lines = sorted(self.lines, key=lambda line: line.at)
        if not lines:
            return None
        return Recording(
            session_id="s1",
            windows=("w1",),
            snapshots=[Snapshot(index=i, at=one.at, window=0, type=one.type, change=one.change, size=one.size) for i, one in enumerate(lines)],
            contents=_Kept(tuple(one.data for one in lines)),
        )

    def glimpse(self, *, skew_ms: int = 0) -> Glimpse:
        events = EventLog(events=tuple(sorted(self.events, key=lambda event: event.at)))
        times = [line.at for line in self.lines] + [event.at + skew_ms for event in self.events] or [START]
        return glimpse_of(self.recording(), events, place="place", origin="folder/place", started_at=min(times), ended_at=max(times), skew_ms=skew_ms)


def counts(tape: Tape) -> Mapping[str, int]:
    """What made up the friction."""
    return {term.name: term.count for term in tape.glimpse().friction.terms}


def seen(place: str, *, score: int = 0, traits: Mapping[Trait, str] | None = None, **fields: object) -> Glimpse:
    """A glimpse made outright: an ordinary minute of an ordinary user unless told otherwise."""
    friction = Friction(terms=(FrictionTerm(name="ways back", count=1, points=score),) if score else ())
    plain = Glimpse(
        place=place,
        origin=f"folder/{place}",
        session_id=f"id-{place}",
        started_at=START,
        duration_ms=60_000,
        active_ms=40_000,
        user="ann",
        pages=(HOME,),
        friction=friction,
        traits=traits or {},
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # the fields of a Glimpse, by name
