"""Parts holding product events -> EventLog: PostHog's export, its wire, its API's pages, or a team's own minimal lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onlooker.decode import mend
from onlooker.decode.found import SNAPSHOT_EVENTS
from onlooker.decode.times import epoch_ms, mend_times
from onlooker.decode.unpack import unpack
from onlooker.decode.values import Value, values
from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.ids import content_id
from onlooker.errors import DecodeError

MOST = 200_000
"""Events read of one session: ten times the busiest we met. A hostile part holds millions of the smallest."""
_NAMES = ("event", "name", "event_name")
_TIMES = ("timestamp", "time", "ts", "at", "occurred_at", "created_at")


def events(parts: Sequence[tuple[str, bytes]], *, session_id: str | None = None, windows: Sequence[str] = ()) -> EventLog:
    """Of several sessions in the parts the one named is kept, else the one whose windows are the recording's, else the most frequent;
    events that name none stay. Raises DecodeError when no event can be read."""
    unreadable = 0
    notes: list[str] = []
    drafts: list[_Draft] = []
    for name, raw in parts:
        try:
            plain = unpack(raw)
        except DecodeError as error:
            unreadable += 1
            notes.append(f"{name}: {error}")
            continue
        unreadable += plain.losses
        before = len(drafts)
        unreadable += _collect(plain.data, drafts)
        if len(drafts) >= MOST:
            break
        if len(drafts) == before:
            notes.append(f"{name}: holds no product event")
    if not drafts:
        raise DecodeError("; ".join(notes) or "no parts")
    times, lost = mend_times([_time(draft.fields) for draft in drafts])
    if lost == len(drafts):
        raise DecodeError("the events tell no time that can be read")
    read = [_event(draft, at) for draft, at in zip(drafts, times, strict=True)]
    own = _own(read, session_id, windows)
    unique: dict[tuple[str, str, int], ProductEvent] = {}
    for event in own:
        unique.setdefault((event.id, event.name, event.at), event)
    return EventLog(
        events=_distinct(sorted(unique.values(), key=lambda event: event.at)),
        unreadable=unreadable,
        duplicates=len(own) - len(unique),
        other_sessions=len(read) - len(own),
    )


def _distinct(events: Sequence[ProductEvent]) -> tuple[ProductEvent, ...]:
    """With a new id for each event whose own id another has too: some teams write a user's or an order's id there."""
    met: set[str] = set()
    out: list[ProductEvent] = []
    for event in events:
        own = event if event.id not in met else replace(event, id=content_id(event.id, event.name, event.at))
        met.add(own.id)
        out.append(own)
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An event as it stands in the part; `raw` is its text, which stands in for an id where it has none."""

    fields: Mapping[str, object]
    raw: bytes


def _collect(data: bytes, into: list[_Draft]) -> int:
    """Appends every event in the text, up to `MOST`; gives how many values could not be read as one, and one for all beyond."""
    lost = 0
    for value in values(data):
        if len(into) >= MOST:
            return lost + 1
        if value.name in SNAPSHOT_EVENTS:
            continue
        draft = _draft(value)
        if draft is None:
            lost += 1
        else:
            into.append(draft)
    return lost


def _draft(value: Value) -> _Draft | None:
    if value.raw is None or not value.name:
        return None
    try:
        read = mend.loads(memoryview(value.raw))
    except DecodeError:
        return None
    return _Draft(fields=read, raw=bytes(value.raw)) if isinstance(read, dict) and _name(read) else None


def _own(read: list[ProductEvent], session_id: str | None, windows: Sequence[str]) -> list[ProductEvent]:
    named = Counter(event.session_id for event in read if event.session_id)
    if session_id is None or session_id not in named:
        near = Counter(event.session_id for event in read if event.session_id and event.window_id in set(windows))
        session_id = next(iter((near or named).most_common(1)), (None, 0))[0]
    return [event for event in read if event.session_id is None or event.session_id == session_id]


def _event(read: _Draft, at: int) -> ProductEvent:
    draft = read.fields
    properties = _properties(draft)
    session = _text(draft.get("$session_id") or draft.get("session_id") or properties.get("$session_id"))
    name = _name(draft)
    window = _text(properties.get("$window_id") or draft.get("$window_id") or draft.get("window_id"))
    given = _text(draft.get("uuid") or draft.get("id") or draft.get("$insert_id") or properties.get("$insert_id"))
    return ProductEvent(
        id=given or content_id(read.raw),
        name=name,
        at=at,
        distinct_id=_text(draft.get("distinct_id") or properties.get("distinct_id") or draft.get("user_id")),
        session_id=session or None,
        window_id=window or None,
        elements_chain=_text(draft.get("elements_chain") or properties.get("$elements_chain")),
        properties=properties,
    )


def _properties(draft: Mapping[str, object]) -> Mapping[str, object]:
    """Under `properties`, as an object or as its JSON text (warehouse exports); else what the line has of its own."""
    held = draft.get("properties", draft.get("props"))
    if isinstance(held, str):
        try:
            held = mend.loads(held.encode("utf-8", "replace"))
        except DecodeError:
            held = None
    if isinstance(held, dict):
        return held
    known = {*_NAMES, *_TIMES, "uuid", "id", "distinct_id", "elements_chain", "session_id", "window_id", "properties", "props", "ip"}
    return {key: value for key, value in draft.items() if key not in known}


def _name(draft: Mapping[str, object]) -> str:
    return next((value for key in _NAMES if isinstance(value := draft.get(key), str) and value), "")


def _time(draft: Mapping[str, object]) -> int | None:
    for key in _TIMES:
        at = epoch_ms(draft.get(key))
        if at is not None:
            return at
    properties = draft.get("properties")
    if isinstance(properties, dict) and (at := epoch_ms(properties.get("$time"))) is not None:
        return at
    sent, offset = epoch_ms(draft.get("sent_at") or draft.get("now")), draft.get("offset")
    if sent is None:
        return None
    return sent - int(offset) if isinstance(offset, int | float) and 0 <= offset < sent else sent


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
