"""One small session, and every form in which somebody stores it."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from urllib.parse import quote

import cramjam
import lzstring  # type: ignore[import-untyped]

Json = dict[str, object]
Told = Sequence[tuple[str, Json]]
"""(window, rrweb record), in the order they were written."""
Parts = list[tuple[str, bytes]]

START = 1_800_000_000_000
SESSION = "01a00000-0000-7000-8000-00000000000a"
FIRST, SECOND = "01a00000-window-1", "01a00000-window-2"


def record(kind: int, at: int, data: object) -> Json:
    return {"type": kind, "data": data, "timestamp": START + at}


def page(at: int, href: str = "http://shop.test/") -> list[Json]:
    heading = {"type": 2, "tagName": "h1", "attributes": {}, "id": 4, "childNodes": [{"type": 3, "textContent": 'Café "Zur Post" \u2028 ✓', "id": 5}]}
    html = {"type": 2, "tagName": "html", "attributes": {"lang": "de"}, "id": 2, "childNodes": [heading]}
    return [
        record(4, at, {"href": href, "width": 1280, "height": 720}),
        record(2, at + 5, {"node": {"type": 0, "id": 1, "childNodes": [html]}, "initialOffset": {"left": 0, "top": 0}}),
    ]


def mutation(at: int, *, texts: object = (), adds: object = ()) -> Json:
    return record(3, at, {"source": 0, "texts": list(texts), "attributes": [], "removes": [], "adds": list(adds)})  # type: ignore[call-overload]


def click(at: int, node: int = 4) -> Json:
    return record(3, at, {"source": 2, "type": 2, "id": node, "x": 10, "y": 20})


TOLD: Told = [
    *[(FIRST, one) for one in page(0)],
    (FIRST, mutation(40, texts=[{"id": 5, "value": "Kaffee"}])),
    (FIRST, click(1_000)),
    (FIRST, record(5, 1_100, {"tag": "$pageview", "payload": {"href": "http://shop.test/"}})),
    (FIRST, record(6, 1_200, {"plugin": "rrweb/console@1", "payload": {"level": "error", "payload": ['"no"'], "trace": []}})),
    *[(SECOND, one) for one in page(2_000, "http://shop.test/two")],
    (SECOND, record(3, 2_500, {"source": 8, "id": 3, "adds": [{"rule": "p{color:red}"}], "removes": [{"index": 0}]})),
    (FIRST, record(3, 3_000, {"source": 5, "text": "2", "isChecked": False, "id": 9})),
]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(values: Sequence[object]) -> bytes:
    return b"".join(_json(value) + b"\n" for value in values)


def squeezed(value: object) -> str:
    return gzip.compress(_json(value), mtime=0).decode("latin-1")


def cv(one: Json) -> Json:
    """As posthog-js compresses a record since October 2024."""
    one = copy.deepcopy(one)
    data = one["data"]
    assert isinstance(data, dict)
    if one["type"] == 2:
        return {**one, "data": squeezed(data), "cv": "2024-10"}
    fields = {0: ("texts", "attributes", "removes", "adds"), 8: ("adds", "removes")}.get(data.get("source", -1), ())
    if one["type"] != 3 or not fields:
        return one
    return {**one, "data": {**data, **{field: squeezed(data[field]) for field in fields}}, "cv": "2024-10"}


def _by_window(told: Told) -> dict[str, list[Json]]:
    windows: dict[str, list[Json]] = {}
    for window, one in told:
        windows.setdefault(window, []).append(one)
    return windows


def _snappy(*texts: bytes) -> bytes:
    blocks = [bytes(cramjam.snappy.compress_raw(text)) for text in texts]
    return b"".join(len(block).to_bytes(4, "big") + block for block in blocks)


def object_lines(told: Told) -> bytes:
    return _lines([{"window_id": window, "data": one} for window, one in told])


def list_lines(told: Told) -> bytes:
    return _lines([[window, one] for window, one in told])


def wire(told: Told, session: str = SESSION) -> list[Json]:
    """One `$snapshot` event for each record, as the browser posts them."""
    return [
        {
            "uuid": f"u{index}",
            "event": "$snapshot",
            "timestamp": "2027-01-15T08:00:00Z",
            "properties": {"$session_id": session, "$window_id": window, "$snapshot_bytes": 9, "$snapshot_data": [one], "distinct_id": "d"},
        }
        for index, (window, one) in enumerate(told)
    ]


def _windows_document(told: Told) -> Json:
    return {"session_id": SESSION, "windows": [{"window_id": window, "events": events} for window, events in _by_window(told).items()]}


def _lz64(value: object) -> str:
    return str(lzstring.compress_to_base64(json.dumps(value, ensure_ascii=False)))


FORMS: dict[str, Callable[[Told], Parts]] = {
    "object lines": lambda told: [("s.jsonl", object_lines(told))],
    "object lines, gzip": lambda told: [("s.jsonl.gz", gzip.compress(object_lines(told)))],
    "object lines, gzip in two members": lambda told: [("s", gzip.compress(object_lines(told[:3])) + gzip.compress(object_lines(told[3:])))],
    "object lines with windowId": lambda told: [("s", _lines([{"windowId": window, "data": one} for window, one in told]))],
    "object lines, indented by json.dumps": lambda told: [("s", "\n".join(json.dumps({"window_id": w, "data": one}) for w, one in told).encode())],
    "object lines with lists of records": lambda told: [("s", _lines([{"window_id": w, "data": ones} for w, ones in _by_window(told).items()]))],
    "object lines, cv 2024-10": lambda told: [("s", object_lines([(window, cv(one)) for window, one in told]))],
    "list lines": lambda told: [("s", list_lines(told))],
    "list lines, cv 2024-10": lambda told: [("s", list_lines([(window, cv(one)) for window, one in told]))],
    "list lines, length-prefixed snappy": lambda told: [("blob", _snappy(list_lines(told[:4]), list_lines(told[4:])))],
    "list lines, one bare snappy block": lambda told: [("blob", bytes(cramjam.snappy.compress_raw(list_lines(told))))],
    "snappy inside gzip": lambda told: [("blob.gz", gzip.compress(_snappy(list_lines(told))))],
    "numbered blobs": lambda told: [(f"{index}.jsonl", list_lines(told[index : index + 3])) for index in range(0, len(told), 3)],
    "blobs that overlap": lambda told: [("0", list_lines(told[:6])), ("1", list_lines(told[3:]))],
    "blobs in the wrong order": lambda told: [("1", list_lines(told[4:])), ("0", list_lines(told[:4]))],
    "wire events, a line each": lambda told: [("s", _lines(wire(told)))],
    "wire events, one list": lambda told: [("s", _json(wire(told)))],
    "wire events in a batch": lambda told: [("s", _json({"api_key": "k", "batch": wire(told)}))],
    "PostHog's ingested events": lambda told: [
        (
            "s",
            _lines(
                [
                    {"event": "$snapshot_items", "properties": {"$session_id": SESSION, "$window_id": w, "$snapshot_items": ones}}
                    for w, ones in _by_window(told).items()
                ]
            ),
        )
    ],
    "wire body, form-encoded base64": lambda told: [("s", b"data=" + quote(base64.b64encode(_json(wire(told)))).encode() + b"&ip=1")],
    "wire body, lz64": lambda told: [("s", _lz64(wire(told)).encode())],
    "lz64 in a field": lambda told: [
        ("s", _lines([{"window_id": w, "data": _lz64(ones), "compression": "lz64"} for w, ones in _by_window(told).items()]))
    ],
    "gzip of UTF-16 in base64": lambda told: [
        (
            "s",
            _lines(
                [
                    {"window_id": w, "data": base64.b64encode(gzip.compress(json.dumps(ones).encode("utf-16"))).decode()}
                    for w, ones in _by_window(told).items()
                ]
            ),
        )
    ],
    "data as JSON text": lambda told: [("s", _lines([{"window_id": window, "data": json.dumps(one)} for window, one in told]))],
    "plain rrweb in windows": lambda told: [("rrweb.json", _json(_windows_document(told)))],
    "plain rrweb in windows, indented": lambda told: [("rrweb.json", json.dumps(_windows_document(told), indent=2).encode())],
    "plain rrweb, window beside each event": lambda told: [("e.json", _json({"events": [{**one, "windowId": window} for window, one in told]}))],
    "PostHog's export file": lambda told: [
        (
            "export.json",
            _json({"version": "2023-04-28", "data": {"id": SESSION, "person": {}, "snapshots": [{**one, "windowId": w} for w, one in told]}}),
        )
    ],
    "PostHog's older export file": lambda told: [
        ("export.json", _json({"version": "2022-12-02", "data": {"snapshotsByWindowId": _by_window(told)}}))
    ],
    "PostHog's API page": lambda told: [("api.json", _json({"snapshot_data_by_window_id": _by_window(told), "blob_keys": None}))],
    "rrweb's packer": lambda told: [
        ("p.json", _json([{"window_id": window, "data": zlib.compress(_json(one)).decode("latin-1")} for window, one in told]))
    ],
    "two forms side by side": lambda told: [
        ("rrweb.json", _json(_windows_document(told))),
        ("s.jsonl.gz", gzip.compress(object_lines([(window, cv(one)) for window, one in told]))),
    ],
    "byte order mark and Windows line ends": lambda told: [("s", b"\xef\xbb\xbf" + object_lines(told).replace(b"\n", b"\r\n\r\n"))],
    "something of each": lambda told: [
        ("0", object_lines(told[:3])),
        ("1", _snappy(list_lines(told[3:5]))),
        ("2", gzip.compress(_lines(wire(told[5:7])))),
        ("3", _json([{**one, "windowId": window} for window, one in told[7:]])),
    ],
}

ONE_WINDOW_FORMS: dict[str, Callable[[Sequence[Json]], Parts]] = {
    "plain rrweb, an array": lambda told: [("a.json", _json(told))],
    "plain rrweb, an array over many lines": lambda told: [("a.json", b"[\n" + b",\n".join(_json(one) for one in told) + b"\n]\n")],
    "plain rrweb, events": lambda told: [("a.json", _json({"events": told}))],
    "plain rrweb, a line each": lambda told: [("a.jsonl", _lines(told))],
    "plain rrweb in a list of lists": lambda told: [("a.json", _json([told[:2], told[2:]]))],
    "times as text, types as text": lambda told: [
        ("a.json", _json([{**one, "type": str(one["type"]), "timestamp": str(one["timestamp"])} for one in told]))
    ],
    "times in seconds": lambda told: [("a.json", _json([{**one, "timestamp": int(str(one["timestamp"])) / 1000} for one in told]))],
    "times in microseconds": lambda told: [("a.json", _json([{**one, "timestamp": int(str(one["timestamp"])) * 1000} for one in told]))],
    "array and lines side by side": lambda told: [
        ("a.json", json.dumps(told).encode()),
        ("b.jsonl", object_lines([(FIRST, cv(one)) for one in told])),
    ],
}
