from __future__ import annotations

import gzip
import json
from collections.abc import Sequence

import pytest

from onlooker import decode
from onlooker.domain.event import EventLog
from onlooker.errors import DecodeError

from .stored import FIRST, SECOND, SESSION, START, TOLD, Json, wire

ISO = "2027-01-15T08:00:00.000Z"


def posthog(name: str, at: int, **more: object) -> Json:
    return {
        "uuid": f"id-{name}-{at}",
        "event": name,
        "distinct_id": "user-1",
        "timestamp": START + at,
        "elements_chain": "",
        "properties": {"$session_id": SESSION, "$window_id": FIRST, "$current_url": "http://shop.test/"},
        **more,
    }


VIEW, CLICK, OWN = posthog("$pageview", 0), posthog("$autocapture", 500, elements_chain='a:text="Buy"'), posthog("order placed", 900)
ALL = [VIEW, CLICK, OWN]


def read(value: object) -> EventLog:
    return decode.events([("e", json.dumps(value).encode())])


def lines(values: Sequence[object]) -> bytes:
    return "\n".join(json.dumps(value) for value in values).encode()


@pytest.mark.parametrize(
    "stored",
    [
        lines(ALL),
        gzip.compress(lines(ALL)),
        lines(ALL).replace(b"\n", b"\r\n\r\n"),
        lines(list(reversed(ALL))),
        json.dumps(ALL).encode(),
        json.dumps(ALL, indent=2).encode(),
        json.dumps({"results": ALL, "next": None}).encode(),
        json.dumps({"api_key": "k", "batch": ALL, "sent_at": ISO}, indent=1).encode(),
        lines([ALL[:1], ALL[1:]]),
        lines([*wire(TOLD), *ALL]),
        lines([*ALL, *ALL[1:]]),
    ],
    ids=["lines", "gzip", "crlf", "reversed", "array", "indented", "api page", "batch", "posts", "among snapshots", "twice"],
)
def test_every_form_tells_the_same(stored: bytes) -> None:
    log = decode.events([("e", stored)])

    assert [event.name for event in log.events] == ["$pageview", "$autocapture", "order placed"]
    assert [event.at for event in log.events] == [START, START + 500, START + 900]
    assert {(event.distinct_id, event.session_id, event.window_id) for event in log.events} == {("user-1", SESSION, FIRST)}
    assert log.events[1].elements_chain == 'a:text="Buy"'
    assert log.events[0].properties["$current_url"] == "http://shop.test/"
    assert log.unreadable == 0


def test_the_elements_chain_may_be_a_property_as_on_the_wire() -> None:
    [event] = read({"event": "$autocapture", "timestamp": ISO, "properties": {"$elements_chain": "button"}}).events

    assert event.elements_chain == "button"


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ({"name": "signed up", "time": ISO}, START),
        ({"name": "signed up", "ts": START}, START),
        ({"event": "signed up", "timestamp": START / 1000}, START),
        ({"event": "signed up", "timestamp": "2027-01-15 08:00:00"}, START),
        ({"event": "signed up", "timestamp": "2027-01-15 09:00:00+01:00"}, START),
        ({"event": "signed up", "timestamp": str(START)}, START),
        ({"event_name": "signed up", "created_at": ISO}, START),
        ({"event": "signed up", "properties": {"$time": START / 1000}}, START),
        ({"event": "signed up", "offset": 2_000, "sent_at": "2027-01-15T08:00:02Z"}, START),
    ],
)
def test_a_teams_own_minimal_line(line: Json, at: int) -> None:
    [event] = read(line).events

    assert (event.name, event.at, event.session_id) == ("signed up", at, None)
    assert event.id


def test_a_minimal_lines_own_fields_are_its_properties() -> None:
    [event] = read({"name": "order", "time": ISO, "user_id": 7, "amount": 12.5}).events

    assert event.properties == {"user_id": 7, "amount": 12.5}
    assert event.distinct_id == "7"


def test_properties_as_json_text_as_warehouses_export_them() -> None:
    [event] = read({"event": "x", "timestamp": ISO, "properties": json.dumps({"$session_id": SESSION, "a": 1})}).events

    assert (event.session_id, event.properties["a"]) == (SESSION, 1)


@pytest.mark.parametrize(
    "bad", [b"{oops", b"not json", b"7", b'{"no": "name"}', b'{"event": "x"}', b'{"event": 5, "timestamp": 1}', b'{"event": "x", "time']
)
def test_a_bad_line_costs_only_itself(bad: bytes) -> None:
    log = decode.events([("e", lines(ALL[:2]) + b"\n" + bad + b"\n" + lines(ALL[2:]))])

    assert len(log.events) == 3
    assert log.unreadable == 1


def test_an_array_cut_off_keeps_its_whole_elements() -> None:
    whole = json.dumps({"results": ALL}).encode()

    log = decode.events([("e", whole[:-60])])

    assert [event.name for event in log.events] == ["$pageview", "$autocapture"]
    assert log.unreadable >= 1


def test_a_part_that_cannot_be_read_leaves_the_others() -> None:
    log = decode.events([("a", b"\x1f\x8b\x08no"), ("b", lines(ALL))])

    assert len(log.events) == 3
    assert log.unreadable == 1


@pytest.mark.parametrize("parts", [[], [("e", b"")], [("e", b"hello")], [("e", lines(wire(TOLD)))], [("e", b'{"event": "x", "time": "someday"}')]])
def test_no_event_at_all_is_the_one_error(parts: list[tuple[str, bytes]]) -> None:
    with pytest.raises(DecodeError):
        decode.events(parts)


OTHERS = [
    posthog("$pageview", at, properties={"$session_id": "other", "$window_id": SECOND}, distinct_id="user-2", uuid=f"other-{at}") for at in range(5)
]
NAMELESS = {"event": "invoice sent", "timestamp": START + 950, "uuid": "n", "properties": {}}


@pytest.mark.parametrize(
    ("session_id", "windows", "expected"),
    [(SESSION, (), SESSION), (None, (FIRST,), SESSION), ("unknown", (FIRST,), SESSION), (None, (), "other"), ("other", (FIRST,), "other")],
)
def test_one_session_of_several_is_kept(session_id: str | None, windows: tuple[str, ...], expected: str) -> None:
    log = decode.events([("e", lines([*ALL, *OTHERS, NAMELESS]))], session_id=session_id, windows=windows)

    assert {event.session_id for event in log.events} == {expected, None}
    assert len(log.events) + log.other_sessions == 9


def test_the_same_event_delivered_twice_is_one() -> None:
    log = decode.events([("a", lines(ALL)), ("b", lines(ALL[::-1]))])

    assert (len(log.events), log.duplicates) == (3, 3)


def test_events_that_share_an_id_stay_apart_and_get_ids_of_their_own() -> None:
    log = read([{"id": 7, "name": name, "time": START + at} for at, name in enumerate(["seen", "bought", "bought"])])

    assert len(log.events) == len({event.id for event in log.events}) == 3
    assert log.events == read([{"id": 7, "name": name, "time": START + at} for at, name in enumerate(["seen", "bought", "bought"])]).events


def test_a_deep_property_neither_fails_nor_hides_the_event() -> None:
    deep = b"[" * 5_000 + b"]" * 5_000
    line = b'{"event":"x","timestamp":1800000000000,"properties":{"$session_id":"s","deep":' + deep + b"}}"

    [event] = decode.events([("e", line)]).events

    assert event.session_id == "s"
