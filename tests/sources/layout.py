"""Folders of files as people keep them, for any source to be tried on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

Files = Mapping[str, bytes]

START = 1_800_000_000_000
MINUTE = 60_000


def _lines(values: list[object]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def rrweb(at: int = 0, mark: str = "", *, whole: bool = True) -> list[object]:
    """A page and a click on it; `mark` tells one recording from another."""
    page: list[object] = [
        {"type": 4, "data": {"href": f"http://site.test/{mark}", "width": 9, "height": 9}, "timestamp": START + at},
        {"type": 2, "data": {"node": {"type": 0, "id": 1, "childNodes": []}}, "timestamp": START + at + 1},
    ]
    click = {"type": 3, "data": {"source": 2, "type": 2, "id": 1, "mark": mark}, "timestamp": START + at + 500}
    return [*(page if whole else []), click]


def snapshots(window: str, at: int = 0, mark: str = "") -> bytes:
    return _lines([{"window_id": window, "data": one} for one in rrweb(at, mark or window)])


def plain(at: int = 0, mark: str = "", *, whole: bool = True) -> bytes:
    return json.dumps(rrweb(at, mark, whole=whole)).encode()


def document(session: str, window: str, at: int = 0) -> bytes:
    return json.dumps({"session_id": session, "windows": [{"window_id": window, "events": rrweb(at, window)}]}).encode()


def event(session: str, window: str = "", at: int = 0, name: str = "$pageview") -> object:
    ids = {"$session_id": session} | ({"$window_id": window} if window else {})
    return {"uuid": f"{session}{window}{at}{name}", "event": name, "timestamp": START + at, "distinct_id": "u", "properties": ids}


def events(*told: object) -> bytes:
    return _lines(list(told))


def own_events(at: int = 0) -> bytes:
    """A team's own lines, without any id."""
    return _lines([{"name": "signed up", "time": START + at}, {"name": "paid", "time": START + at + 400}])


def wire(session: str, window: str, at: int = 0) -> list[object]:
    return [
        {"event": "$snapshot", "timestamp": START, "properties": {"$session_id": session, "$window_id": window, "$snapshot_data": rrweb(at, session)}}
    ]


TRUTH = json.dumps({"journey_goal": "buy", "issues": [], "start_time": "2027-01-15T08:00:00Z"}, indent=2).encode()

LAYOUTS: dict[str, tuple[Files, list[tuple[list[str], list[str]]]]] = {
    "a folder for each session": (
        {
            "one/events.jsonl": events(event("s1", "w1")),
            "one/snapshots.jsonl.gz": gzip.compress(snapshots("w1")),
            "one/truth.json": TRUTH,
            "two/events.jsonl.gz": gzip.compress(events(event("s2", "w2"))),
            "two/snapshots.jsonl": snapshots("w2"),
            "README.md": b"# Sessions\n",
            "two/screen.png": b"\x89PNG\r\n\x1a\n\x00",
        },
        [(["one/snapshots.jsonl.gz"], ["one/events.jsonl"]), (["two/snapshots.jsonl"], ["two/events.jsonl.gz"])],
    ),
    "names that say the opposite": (
        {"one/events.jsonl": snapshots("w1"), "one/truth.json": events(event("s1", "w1"))},
        [(["one/events.jsonl"], ["one/truth.json"])],
    ),
    "the same session in two forms": (
        {"one/events.jsonl": events(event("s1", "w1")), "one/rrweb.json": document("s1", "w1"), "one/snapshots.jsonl": snapshots("w1")},
        [(["one/rrweb.json", "one/snapshots.jsonl"], ["one/events.jsonl"])],
    ),
    "the same session in two forms, without any id": (
        {"a.json": plain(), "b.json": json.dumps({"events": rrweb()}).encode()},
        [(["a.json", "b.json"], [])],
    ),
    "numbered blobs": (
        {
            "s/0.jsonl": snapshots("w1"),
            "s/10.jsonl": snapshots("w1", 9_000),
            "s/2.jsonl": snapshots("w2", 5_000),
            "s/e.json": events(event("s", "w1"), event("s", "w2")),
        },
        [(["s/0.jsonl", "s/2.jsonl", "s/10.jsonl"], ["s/e.json"])],
    ),
    "numbered pieces of a plain recording": (
        {"s/part-1.json": plain(), "s/part-2.json": plain(5_000, whole=False), "s/part-10.json": plain(9_000, whole=False)},
        [(["s/part-1.json", "s/part-2.json", "s/part-10.json"], [])],
    ),
    "a folder of plain recordings": (
        {"a.json": plain(0, "a"), "b.json": plain(10, "b"), "c/a.json": plain(0, "c")},
        [(["a.json"], []), (["b.json"], []), (["c/a.json"], [])],
    ),
    "plain recordings with events by name": (
        {"a.json": plain(0, "a"), "a.events.jsonl": own_events(), "b.json": plain(7, "b"), "b.events.jsonl": own_events(7)},
        [(["a.json"], ["a.events.jsonl"]), (["b.json"], ["b.events.jsonl"])],
    ),
    "a plain recording and the only events beside it": (
        {"rec.json": plain(), "log.jsonl": own_events(9 * MINUTE)},
        [(["rec.json"], ["log.jsonl"])],
    ),
    "plain recordings and one log of many sessions": (
        {
            "a.json": plain(0, "a"),
            "b.json": plain(30 * MINUTE, "b"),
            "log.jsonl": events(event("s1", at=0), event("s1", at=MINUTE), event("s2", at=30 * MINUTE), event("s2", at=31 * MINUTE)),
        },
        [(["a.json"], ["log.jsonl"]), (["b.json"], ["log.jsonl"])],
    ),
    "one log for recordings in other folders": (
        {"log.jsonl": events(event("s1", "w1"), event("s2", "w2")), "r/1.jsonl": snapshots("w1"), "r/2.jsonl": snapshots("w2")},
        [(["r/1.jsonl"], ["log.jsonl"]), (["r/2.jsonl"], ["log.jsonl"])],
    ),
    "one file of everything": (
        {"all.jsonl": events(*wire("s1", "w1"), event("s1", "w1"), *wire("s2", "w2"), event("s2", "w2", 7))},
        [(["all.jsonl"], ["all.jsonl"]), (["all.jsonl"], ["all.jsonl"])],
    ),
    "two tools with sessions of their own, one window": (
        {"r.json": document("tape-1", "w1"), "q.json": document("tape-2", "w2", 5), "log.jsonl": events(event("s1", "w1"), event("s2", "w2"))},
        [(["q.json"], ["log.jsonl"]), (["r.json"], ["log.jsonl"])],
    ),
    "two tools with sessions of their own, side by side": (
        {"a/r.json": document("tape-1", "w1"), "a/log.jsonl": events(event("s1", at=30)), "b/r.json": document("tape-2", "w2", 500 * MINUTE)},
        [(["a/r.json"], ["a/log.jsonl"]), (["b/r.json"], [])],
    ),
    "events alone": (
        {"log.jsonl": events(event("s1", "w1"), event("s2", "w2"))},
        [([], ["log.jsonl"]), ([], ["log.jsonl"])],
    ),
    "recordings that cannot have the same events": (
        {"a.json": plain(0, "a"), "b.json": plain(3 * MINUTE, "b"), "log.jsonl": own_events(400 * MINUTE)},
        [(["a.json"], []), (["b.json"], []), ([], ["log.jsonl"])],
    ),
}
"""Files, and the sessions to be found in them as (recording, events)."""
