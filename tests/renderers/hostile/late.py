"""The same lures in records that come after the first snapshot: whatever a recorder can tell of, it can be made to tell."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from tests.domain.dom import add, css, el, marked
from tests.renderers.hostile import lures
from tests.renderers.hostile.lures import Address, Own
from tests.renderers.scenes import Record, mutation, record

BODY = 4
STYLE_RULE, CANVAS, FONT, DECLARATION, ADOPTED = 8, 9, 10, 13, 15


def late(u: Address, own: Own) -> Iterator[Record]:
    again = lambda name: u(f"late-{name}")  # noqa: E731
    nodes = [*lures.by_name(again), *lures.in_styles(again), *lures.in_drawings(again), *lures.scripts(again), *lures.in_the_head(again, own)]
    yield mutation(400, adds=[adding for node in nodes for adding in _adds(node, BODY)])
    yield from _attributes(u)
    yield from _sheets(u)
    yield from _canvas(u)
    for number, source in enumerate((f"url({u('font-record')})", "url(file:///etc/passwd)", f"local(x), url('{u('font-record-2')}')")):
        yield record(1_200, {"source": FONT, "family": f"record{number}", "fontSource": source, "buffer": False, "descriptors": {}})
    yield mutation(1_210, adds=[add(marked("p", {"style": "font-family:record0,record1,record2"}, "letters"), BODY)])
    yield record(1_300, {"tag": "x", "payload": {"html": f"<img src={u('custom-record')}>"}}, 5)
    yield record(1_310, {"plugin": "rrweb/console@1", "payload": {"trace": [f"{u('plugin-record')}"], "payload": [lures.canary(u, "plugin")]}}, 6)


def _adds(node: lures.Node, parent: object) -> Iterator[dict[str, object]]:
    """rrweb tells of every node below by itself."""
    children = node.get("childNodes")
    yield add({**node, "childNodes": []}, int(str(parent)))
    for child in children if isinstance(children, list) else []:
        yield from _adds(child, node["id"])


def _attributes(u: Address) -> Iterator[Record]:
    """On elements that came without."""
    img, frame, link, video, form, div = 301, 302, 303, 304, 305, 306
    bare = [el(tag, id=id) for tag, id in zip(("img", "iframe", "link", "video", "form", "div"), range(img, div + 1), strict=True)]
    yield mutation(700, adds=[add(node, BODY) for node in bare])
    ran = lures.canary(u, "late-attribute")
    page = f"<script>{lures.canary(u, 'late-srcdoc')}</script><img src={u('late-srcdoc')}>"
    for id, attributes in (
        (img, {"src": u("set-src"), "srcset": f"{u('set-srcset')} 2x", "onerror": ran, "onload": ran}),
        (img, {"rr_dataURL": u("set-rr-data")}),
        (frame, {"sandbox": "allow-scripts allow-same-origin allow-top-navigation"}),
        (frame, {"srcdoc": page}),
        (frame, {"src": f"data:text/html,{quote(page)}"}),
        (frame, {"src": f"javascript:{ran}"}),
        (frame, {"src": u("set-frame")}),
        (link, {"rel": "stylesheet", "href": u("set-link")}),
        (link, {"rel": "preload", "as": "image", "href": u("set-preload")}),
        (video, {"src": u("set-video"), "poster": u("set-poster"), "autoplay": "", "onerror": ran}),
        (form, {"action": f"javascript:{ran}", "onsubmit": ran}),
        (div, {"style": {"background": f"url({u('set-style')})", "--x": "1", "__proto__": "x"}, "onclick": ran}),
        (div, {"style": f"background:url({u('set-style-text')})"}),
    ):
        yield mutation(720, attributes=[{"id": id, "attributes": attributes}])
    for kind in range(11):
        yield record(740, {"source": 2, "type": kind, "id": div, "x": 1, "y": 1})
        yield record(741, {"source": 2, "type": kind, "id": form, "x": 1, "y": 1})


def _sheets(u: Address) -> Iterator[Record]:
    sheet = 320
    yield mutation(800, adds=[add({**css(".late{color:red}"), "id": sheet}, BODY), add(marked("p", {"class": "late"}), BODY)])
    rules = (f"@import '{u('rule-import')}'", f".late{{background:url({u('rule')})}}", f"@font-face{{font-family:r;src:url({u('rule-font')})}}")
    yield record(810, {"source": STYLE_RULE, "id": sheet, "adds": [{"rule": rule, "index": 0} for rule in rules]})
    set_ = {"property": "list-style-image", "value": f"url({u('declaration')})"}
    yield record(820, {"source": DECLARATION, "id": sheet, "index": [0], "set": set_})
    yield record(821, {"source": DECLARATION, "id": sheet, "index": ["__proto__", "constructor"], "set": {**set_, "property": "__proto__"}})
    rules_of = [{"rule": f"p{{background:url({u('adopted')})}}", "index": 0}, {"rule": f"@import '{u('adopted-import')}'"}]
    yield record(830, {"source": ADOPTED, "id": 1, "styleIds": [1], "styles": [{"styleId": 1, "rules": rules_of}]})
    yield record(840, {"source": STYLE_RULE, "styleId": 1, "replaceSync": f"body{{background:url({u('replace-sync')})}}"})
    yield record(841, {"source": STYLE_RULE, "styleId": 1, "replace": f"@import '{u('replace')}'; body{{cursor:url({u('replace-cursor')}),auto}}"})
    yield mutation(
        850, attributes=[{"id": sheet, "attributes": {"_cssText": f"p{{mask:url({u('css-text')})}}</style><img src={u('css-text-out')}>"}}]
    )


def _canvas(u: Address) -> Iterator[Record]:
    canvas = 340
    yield mutation(900, adds=[add(el("canvas", id=canvas, rr_dataURL=u("canvas-rr-data")), BODY)])
    pictured = {"rr_type": "HTMLImageElement", "src": u("canvas-image")}
    made: list[object] = [
        {"rr_type": name, "args": [u(f"canvas-{name}")]}
        for name in ("Audio", "Image", "WebSocket", "EventSource", "Worker", "SharedWorker", "Request", "PaymentRequest", "WebTransport")
    ]
    made.append({"rr_type": "RTCPeerConnection", "args": [{"iceServers": [{"urls": "stun:127.0.0.1"}]}]})
    made.append({"rr_type": "FontFace", "args": ["f", f"url({u('canvas-font')})"]})
    for value in [pictured, *made]:
        yield record(910, {"source": CANVAS, "id": canvas, "type": 0, "commands": [{"property": "drawImage", "args": [value, 0, 0]}]})
