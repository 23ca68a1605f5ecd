"""Bodies as browsers send them, and as nobody should."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker import decode
from onlooker.domain.captured import Holds
from onlooker.server.refused import Refused
from onlooker.server.wire import Sent, plain_rrweb, posthog, unpacked
from tests.server.test_lz64 import bomb as lz64_bomb

MOST = 1_000_000
AT = 1_790_000_000_000
CLICK = {"uuid": "u1", "event": "$autocapture", "timestamp": "2026-09-21T14:13:20.000Z", "properties": {"$session_id": "s1", "distinct_id": "ada"}}
SNAPSHOT = {
    "uuid": "u2",
    "event": "$snapshot",
    "timestamp": "2026-09-21T14:13:21.000Z",
    "properties": {
        "token": "key",
        "$session_id": "s1",
        "$window_id": "w1",
        "$snapshot_data": [{"type": 4, "timestamp": AT, "data": {"href": "https://shop.test/", "width": 800, "height": 600}}],
    },
}


def text(value: object) -> bytes:
    return json.dumps(value).encode()


BATCH = text({"api_key": "key", "batch": [CLICK], "sent_at": "2026-09-21T14:13:22.000Z"})


@pytest.mark.parametrize(
    "body",
    [
        BATCH,
        gzip.compress(BATCH),
        gzip.compress(BATCH[:20]) + gzip.compress(BATCH[20:]),
        base64.b64encode(BATCH),
        b"data=" + quote(BATCH).encode(),
        b"data=" + quote(base64.b64encode(BATCH)).encode() + b"&ip=1",
        b"data=" + quote(base64.b64encode(gzip.compress(BATCH))).encode(),
    ],
    ids=["plain", "gzip", "two members", "base64", "form", "beacon", "packed beacon"],
)
def test_every_wrapping_is_taken_off(body: bytes) -> None:
    assert unpacked(body, MOST) == BATCH


PACKED = b"N4IgpgbmB2AuIC4QHsAOMwBMCMAGATCADQgCGqAlgPoDWYAnoiHYyagE5pjuwVgDOiUABJ+A/hWTQqFTE37YQAXyVA=="
OPENED = b'{"event":"opened102","api_key":"key","properties":{"$session_id":"s1"}}'


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (b"data=" + quote(PACKED).encode() + b"&compression=lz64", b"ip=1"),
        (b"compression=lz64&data=" + PACKED, b""),
        (b"data=" + quote(PACKED.decode(), safe="").encode(), b"compression=lz64&ip=1"),
        (PACKED, b"compression=lz64"),
        (OPENED, b"compression=lz64"),
        (b"ip=1&data=" + quote(PACKED).encode() + b"&compression=lz64",) * 2,
        (b"data=" + quote(base64.b64encode(OPENED)).encode() + b"&_=1790000000000",) * 2,
    ],
    ids=["form", "told first, + as it is", "told in the address", "no form", "told and not so", "address alone", "address, base64"],
)
def test_lz64_is_taken_off_where_it_is_told(body: bytes, address: bytes) -> None:
    assert unpacked(body, MOST, address) == OPENED


@pytest.mark.parametrize(
    "body", [text([CLICK]), text(CLICK), BATCH, json.dumps([CLICK], indent=2).encode()], ids=["list", "one", "batch", "indented"]
)
def test_every_form_gives_the_event(body: bytes) -> None:
    [line] = posthog(body, AT).lines
    assert (line.session, line.holds, json.loads(line.text)) == ("s1", Holds.EVENTS, CLICK)
    assert b"\n" not in line.text


def test_the_key_is_found_wherever_it_stands() -> None:
    bodies = [BATCH, text([SNAPSHOT]), text({**CLICK, "api_key": "key"}), text({**CLICK, "token": "key"})]
    assert [posthog(body, AT).key for body in bodies] == ["key"] * 4


def test_what_is_sent_is_read_again_as_a_session() -> None:
    recording, events = posthog(text([SNAPSHOT, CLICK]), AT).batches("shop", AT)
    assert (recording.session, recording.holds, events.holds) == ("s1", Holds.RECORDING, Holds.EVENTS)
    read = decode.recording([("snapshots", recording.lines)])
    assert (read.session_id, read.windows, len(read.snapshots)) == ("s1", ("w1",), 1)
    [event] = decode.events([("events", events.lines)]).events
    assert (event.id, event.name, event.session_id, event.distinct_id) == ("u1", "$autocapture", "s1", "ada")


def test_an_address_that_is_kept_is_no_property_of_the_event() -> None:
    """So that no report and no model reads it."""
    bare = {"event": "opened", "timestamp": "2026-09-21T14:13:20.000Z", "distinct_id": "ada", "things": 2}
    for item in (CLICK, bare):
        [batch] = posthog(text([item]), AT).batches("shop", AT, "203.0.113.9")
        [event] = decode.events([("events", batch.lines)]).events
        assert b"203.0.113.9" in batch.lines
        assert "203.0.113.9" not in repr(event)


def test_an_event_that_tells_its_time_from_its_arrival_keeps_it() -> None:
    [line] = posthog(text({"event": "opened", "offset": 2_000, "properties": {"$session_id": "s1"}}), AT).lines
    [event] = decode.events([("events", line.text)]).events
    assert event.at == AT - 2_000


def test_our_own_recorder_is_read_again_too() -> None:
    record = {"type": 4, "timestamp": AT, "data": {"href": "https://shop.test/", "width": 800, "height": 600}}
    told = {"uuid": "u1", "event": "ordered", "timestamp": AT, "properties": {"things": 2}}
    sent = plain_rrweb(text({"key": "key", "session": "s1", "window": "w1", "records": [record], "told": [told]}))
    recording, events = sent.batches("shop", AT)
    read = decode.recording([("snapshots", recording.lines)])
    assert (read.session_id, read.windows, len(read.snapshots)) == ("s1", ("w1",), 1)
    [event] = decode.events([("events", events.lines)]).events
    assert (event.name, event.session_id, event.window_id, event.at) == ("ordered", "s1", "w1", AT)


def test_an_event_without_a_session_goes_to_one_of_its_user() -> None:
    body = text([{"event": "refunded", "distinct_id": "ada"}, {"event": "nobody's"}, {"event": "$snapshot", "distinct_id": "ada"}])
    assert [line.session for line in posthog(body, AT).lines] == ["none of ada"]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    assert len(bomb) < 100_000
    for body in (bomb, b"data=" + quote(base64.b64encode(bomb)).encode(), gzip.compress(b"[" * 600_000) * 2):
        with pytest.raises(Refused) as refused:
            unpacked(body, MOST)
        assert refused.value.status == 413
    with pytest.raises(Refused) as refused:
        unpacked(lz64_bomb(2_000), MOST, b"compression=lz64")
    assert refused.value.status == 413


@pytest.mark.parametrize("body", [b"hello", gzip.compress(BATCH)[:-9], b"\x1f\x8bnothing", b"data=%", b"", b"data=", b"AAAA"])
def test_what_is_no_body_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        unpacked(body, MOST)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "session",
    [{"a": 1}, [], None, True, "", "  ", "x" * 201, "a\nb", "a\u0000b"],
    ids=["object", "list", "null", "true", "empty", "blank", "long", "line", "nul"],
)
def test_a_session_that_is_no_name_is_none(session: object) -> None:
    assert posthog(text({"event": "x", "properties": {"$session_id": session}}), AT).lines == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["event", "properties", "$session_id", "batch", "api_key", "x"]), inner)
    ),
    max_leaves=12,
)


@given(st.binary(max_size=200) | _JSON.map(text), st.sampled_from([b"", b"compression=lz64"]))
def test_any_bytes_are_lines_or_refused(body: bytes, address: bytes) -> None:
    for read in (lambda plain: posthog(plain, AT), plain_rrweb):
        try:
            sent: Sent = read(unpacked(body, MOST, address))
        except Refused as refused:
            assert refused.status in (400, 413)
        else:
            for line in sent.lines:
                assert line.session
                assert b"\n" not in line.text
                json.loads(line.text)
