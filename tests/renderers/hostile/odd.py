"""Records that no recorder writes, and a scene with one of everything that one does write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from onlooker.domain.clip import Scene
from tests.domain.dom import add, css, el, marked, page, text
from tests.renderers.hostile.lures import svg
from tests.renderers.scenes import Record, mutation, record, scene

BODY = 4
NO_IDS: tuple[object, ...] = ("__proto__", "constructor", -1, 1e308, None, [], {})
NO_TAGS: tuple[object, ...] = ("", " ", "a b", "<p>", "p\0", "-", "é", "constructor", None, 7, [], "a" * 99_999)
INSIDE: dict[str, object] = {"type": 0, "id": 500, "childNodes": [el("html", el("head", id=502), el("body", "inside", id=503), id=501)]}


def of(*body: dict[str, object] | str, then: tuple[Record, ...] = (), styles: str = "") -> Scene:
    return scene(page(*body, head=(css(styles),)), *then, at=(0, 1_000))


def raw(events: bytes) -> Scene:
    return replace(of("x"), events=events)


ODD: dict[str, Callable[[], Scene]] = {
    "the page is taken away": lambda: of("x", then=(mutation(5, removes=[{"id": 2, "parentId": 1}]), mutation(9, adds=[add(el("p"), BODY)]))),
    "the body is taken away": lambda: of("x", then=(mutation(5, removes=[{"id": BODY, "parentId": 2}]),)),
    "a second page": lambda: of("x", then=(mutation(5, adds=[add(el("html", el("body", "second")), 1)]),)),
    "the document in itself": lambda: of("x", then=(mutation(5, adds=[add({"type": 0, "id": 1, "childNodes": []}, BODY)]),)),
    "one id for all": lambda: of(*(el("p", id=1) for _ in range(5)), el("i", id=BODY), then=(mutation(5, removes=[{"id": 1, "parentId": 1}]),)),
    "a child that is its own parent": lambda: of(el("p", id=60), then=(mutation(5, adds=[add(el("p", id=60), 60), add(el("b", id=61), 61)]),)),
    "ids that are no numbers": lambda: of(*({**el("p"), "id": id} for id in NO_IDS)),
    "tags that are none": lambda: of(*({**el("p"), "tagName": tag} for tag in NO_TAGS)),
    "attributes that are none": lambda: of(
        *(marked("p", {name: "x"}) for name in ("", " ", "=", "a b", "<", "\0", "__proto__", "style", "xmlns", "é"))
    ),
    "custom elements that are none": lambda: of(*({**el(tag), "isCustom": True} for tag in ("x-", "a", "font-face", "X-A", "x-a", "x-a", "-x"))),
    "shadows where none can be": lambda: of(
        *({**el(tag, {**el("p"), "isShadow": True}), "isShadowHost": True} for tag in ("input", "img", "br", "html", "x-y"))
    ),
    "two shadows": lambda: of(
        {**el("div", {**el("p"), "isShadow": True}, id=60), "isShadowHost": True},
        then=(mutation(5, adds=[add({**el("b"), "isShadow": True}, 60)] * 3),),
    ),
    "every kind of node": lambda: of(
        *({"type": kind, "textContent": "x", "childNodes": [], "attributes": {}, "id": 60 + kind} for kind in range(-1, 8))
    ),
    "names of Object": lambda: of(
        marked("p", {"__proto__": {"polluted": 1}, "constructor": "x", "hasOwnProperty": "x"}),
        then=(
            mutation(5, attributes=[{"id": BODY, "attributes": {"__proto__": {"polluted": 1}, "style": {"__proto__": ["x"], "constructor": {}}}}]),
        ),
    ),
    "a form in place of everything": lambda: of(
        *(
            marked("form", {"name": name, "id": name})
            for name in (
                "body",
                "head",
                "documentElement",
                "getElementsByTagName",
                "querySelectorAll",
                "getAnimations",
                "fonts",
                "__shadows",
                "innerText",
            )
        )
    ),
    "sheets that end early": lambda: of("x", styles="p{} </style><p>out</p> @import 'x'; {{{ } } /* \0 �"),
    "rules for sheets that are none": lambda: of(
        el("p", id=60),
        then=tuple(
            record(5, {"source": source, "id": 60, "index": index, "adds": [{"rule": "p{", "index": [9, 9]}], "set": {}, "remove": {}})
            for source in (8, 13)
            for index in ([0], [], None, ["item"])
        ),
    ),
    "adopted sheets that are not there": lambda: of(
        "x", then=tuple(record(5, {"source": 15, "id": 1, "styleIds": ids, "styles": None}) for ids in ([7, 8], None, "x"))
    ),
    "a frame in a frame in a frame": lambda: of(
        el("iframe", id=60),
        then=tuple(
            record(
                5 + n,
                {
                    "source": 0,
                    "texts": [],
                    "attributes": [],
                    "removes": [],
                    "adds": [add({**INSIDE, "id": 600 + 10 * n, "childNodes": [el("html", el("body", el("iframe", id=60 + n + 1)))]}, 60 + n)],
                    "isAttachIframe": True,
                },
            )
            for n in range(30)
        ),
    ),
    "a frame with a frame that is away": lambda: of(
        el("iframe", id=60),
        then=(
            record(
                5,
                {
                    "source": 0,
                    "texts": [],
                    "attributes": [],
                    "removes": [{"id": 60, "parentId": BODY}],
                    "adds": [add(INSIDE, 60)],
                    "isAttachIframe": True,
                },
            ),
        ),
    ),
    "media of nothing": lambda: of(
        {**marked("video", {"rr_mediaCurrentTime": 1e308, "rr_mediaState": "played", "rr_mediaVolume": -9, "rr_mediaPlaybackRate": 1e9}), "id": 60},
        then=(record(5, {"source": 7, "id": 60, "type": 0, "currentTime": -1, "volume": 99, "playbackRate": -1}),),
    ),
    "a dialog over all": lambda: of(
        marked("dialog", {"open": "", "rr_open_mode": "modal", "popover": "auto"}, "over"),
        then=(mutation(5, attributes=[{"id": BODY, "attributes": {"open": "", "rr_open_mode": "modal"}}]),),
    ),
    "numbers that are none": lambda: of(
        "x",
        then=(
            record(5, {"source": 3, "id": 1, "x": 1e308, "y": "x"}),
            record(6, {"source": 4, "width": "x", "height": None}),
            record(7, {"source": 1, "positions": []}),
            record(8, {"source": 1, "positions": None}),
            record(9, {"source": 2, "type": "Click", "id": BODY, "x": None}),
        ),
    ),
    "no records": lambda: raw(b"[]"),
    "one record": lambda: raw(orjson.dumps([record(0, page("x"), 2)])),
    "no snapshot": lambda: raw(orjson.dumps([record(0, {"href": "x", "width": 9, "height": 9}, 4), mutation(5)])),
    "no meta": lambda: raw(orjson.dumps([record(0, page("x"), 2), mutation(5), mutation(9)])),
    "no list": lambda: raw(b'{"length": 2, "0": {}, "1": {}}'),
    "no JSON": lambda: raw(b"[{"),
    "records that are none": lambda: raw(
        orjson.dumps(
            [
                record(0, {"href": "x", "width": 9, "height": 9}, 4),
                record(0, page("x"), 2),
                None,
                7,
                "x",
                [],
                {},
                {"type": 3},
                {"type": 3, "data": None, "timestamp": 1},
                {"type": 3, "data": {}, "timestamp": "x"},
            ]
        )
    ),
}
"""Each renders or is refused."""


def rich() -> list[Any]:
    """A scene with one of everything, as plain values."""
    body = (
        el("p", text("words", id=60), id=61, style="color:red"),
        el("canvas", id=62, width="90", height="60"),
        {**el("div", {**el("b", "in the shadow"), "isShadow": True}, id=63), "isShadowHost": True},
        el("iframe", id=64),
        el("input", id=65, type="text", value="typed"),
        el("select", el("option", "one", selected=True), id=66),
        svg("svg", {"width": "20", "height": "20"}, svg("rect", {"width": "9", "height": "9"})),
        marked("img", {"src": "https://app.test/a.png", "rr_width": "40px", "rr_height": "30px"}),
    )
    happens = (
        mutation(
            100,
            adds=[add(el("p", id=70), BODY), add(text("new"), 70)],
            attributes=[{"id": 61, "attributes": {"style": {"color": "blue"}, "class": "c"}}],
        ),
        mutation(200, texts=[{"id": 60, "value": "other"}], removes=[{"id": 65, "parentId": BODY}]),
        record(300, {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [add(INSIDE, 64)], "isAttachIframe": True}),
        record(400, {"source": 9, "id": 62, "type": 0, "commands": [{"property": "fillRect", "args": [0, 0, 9, 9]}]}),
        record(500, {"source": 1, "positions": [{"x": 9, "y": 9, "id": 61, "timeOffset": 0}]}),
        record(600, {"source": 2, "type": 2, "id": 61, "x": 9, "y": 9}),
        record(700, {"source": 3, "id": 1, "x": 0, "y": 50}),
        record(800, {"source": 15, "id": 1, "styleIds": [1], "styles": [{"styleId": 1, "rules": [{"rule": "p{margin:9px}", "index": 0}]}]}),
        record(900, {"source": 14, "ranges": [{"start": 60, "startOffset": 0, "end": 60, "endOffset": 2}]}),
        record(950, {"source": 5, "id": 66, "text": "one", "isChecked": False}),
        record(960, {"source": 4, "width": 500, "height": 300}),
    )
    told = orjson.loads(scene(page(*body, head=(css("p{color:green} p:hover{color:blue}"),)), *happens).events)
    assert isinstance(told, list)
    return told
