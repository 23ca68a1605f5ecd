"""Pages made to take more time, memory or stack than anybody has. Each within what this suite can wait for; the way it grows is what counts."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable, Iterator

from onlooker.domain.clip import Scene
from tests.domain.dom import add, css, el, marked, page, text
from tests.renderers.hostile.lures import Node, svg
from tests.renderers.scenes import mutation, record, scene

BODY = 4


def of(*body: Node | str, styles: str = "", width: int = 640, height: int = 400) -> Scene:
    return scene(page(*body, head=(css(styles),)), at=(0, 1_000), width=width, height=height)


def chain(length: int, style: str = "") -> Scene:
    """Elements one inside the other; a snapshot cannot nest so deep, single records can."""
    adds = [add(el("div", id=50_000 + n, style=style), BODY if n == 0 else 49_999 + n) for n in range(length)]
    return scene(page("top"), mutation(10, adds=[*adds, add(text("end"), 49_999 + length)]), at=(0, 1_000))


def canvases(count: int, side: int) -> Scene:
    drawn = [record(5, {"source": 9, "id": 90 + n, "type": 0, "commands": [{"property": "fillRect", "args": [0, 0, 1, 1]}]}) for n in range(count)]
    return scene(page(*(el("canvas", id=90 + n, width=str(side), height=str(side)) for n in range(count))), *drawn, at=(0, 1_000))


def multiplied(levels: int) -> Scene:
    """An SVG group of ten uses of a group of ten uses of …"""
    groups = [svg("g", {"id": "g0"}, svg("rect", {"width": "9", "height": "9"}))]
    for level in range(1, levels):
        groups.append(svg("g", {"id": f"g{level}"}, *(svg("use", {"href": f"#g{level - 1}"}) for _ in range(10))))
    return of(svg("svg", {"width": "600", "height": "400"}, *groups))


def tiled(levels: int) -> Scene:
    """A pattern filled with ten of a pattern filled with ten of …"""
    patterns = [
        svg("pattern", {"id": "p0", "width": "1", "height": "1", "patternUnits": "userSpaceOnUse"}, svg("rect", {"width": "1", "height": "1"}))
    ]
    for level in range(1, levels):
        fills = (svg("rect", {"width": "9", "height": "9", "fill": f"url(#p{level - 1})"}) for _ in range(10))
        patterns.append(svg("pattern", {"id": f"p{level}", "width": ".1", "height": ".1"}, *fills))
    return of(
        svg("svg", {"width": "600", "height": "400"}, *patterns, svg("rect", {"width": "600", "height": "400", "fill": f"url(#p{levels - 1})"}))
    )


def picture(side: int) -> str:
    """A black PNG that is small until it is unpacked."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" * (side // 8 + 2)) * side, 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def clobbered() -> Scene:
    """`form.parentElement` is then the input, whose parent is the form, whose …"""
    field = {**marked("input", {"name": "parentElement"}), "id": 77}
    moved = record(5, {"source": 1, "positions": [{"x": 1, "y": 1, "id": 77, "timeOffset": 0}]})
    return scene(page(marked("form", {}, field)), moved, at=(0, 1_000))


def orphans() -> Scene:
    """Every record waits for neighbours that never come."""
    waiting = [[add(el("p", id=70_000 + 50 * n + k), BODY, 80_000 + k) for k in range(50)] for n in range(20)]
    return scene(page("x"), *(mutation(n, adds=adds) for n, adds in enumerate(waiting)), at=(0, 1_000))


def resized() -> Scene:
    drawn = "width:100vw;height:100vh;background:repeating-linear-gradient(45deg,red,blue 2px)"
    return scene(page(el("p", "x", style=drawn)), record(5, {"source": 4, "width": 1e9, "height": 1e9}), at=(0, 1_000))


def retold() -> Scene:
    told = [mutation(n // 100, texts=[{"id": 60, "value": str(n)}]) for n in range(30_000)]
    return scene(page(el("p", text("x", id=60))), *told, at=(0, 1_000))


def filters() -> Iterator[Node]:
    for n in range(8):
        yield el("div", "x", style="width:600px;height:400px;background:red;filter:blur(10000px) blur(5000px)")
        noise = svg("filter", {"id": f"n{n}", "x": "0", "y": "0"}, svg("feTurbulence", {"baseFrequency": "9", "numOctaves": "10000"}))
        yield svg("svg", {"width": "600", "height": "400"}, noise, svg("rect", {"width": "600", "height": "400", "filter": f"url(#n{n})"}))


BOMBS: dict[str, Callable[[], Scene]] = {
    "nested": lambda: chain(100_000),
    "nested, flexible": lambda: chain(500, style="display:flex"),
    "nested, in tables": lambda: chain(200, style="display:table-cell"),
    "nested, as wide as what is inside": lambda: chain(60, style="display:inline-flex;flex-direction:column;min-width:min-content"),
    "nested, in grids": lambda: chain(300, style="display:grid;grid-template-columns:auto auto"),
    "many elements": lambda: of(*(el("p", "x") for _ in range(20_000))),
    "more elements than any page": lambda: of(*(el("b") for _ in range(310_000))),
    "a long text": lambda: of(el("p", "lorem ipsum " * 2_000_000)),
    "a long word": lambda: of(el("pre", "loremipsum" * 1_000_000)),
    "a long attribute": lambda: of(el("p", "x", title="y" * 20_000_000)),
    "a long sheet": lambda: of(el("p", "x"), styles="p{color:red}" * 1_000_000),
    "a calc of calcs": lambda: of(el("p", "x", style="width:" + "calc(" * 50_000), styles="p{width:" + "calc(" * 50_000 + "}"),
    "many hovers": lambda: of(el("p", "x"), styles=":hover" * 50_000 + "{}" + ",".join([":hover a"] * 10_000) + "{}"),
    "selectors that look everywhere": lambda: of(
        *(el("b", *(el("i", "x") for _ in range(20))) for _ in range(100)),
        styles="".join(f":has(b i:nth-last-child({n}n) ~ *) :not(:has(i + i + i)) {{ color: red }}" for n in range(1, 100)),
    ),
    "counters": lambda: of(
        *(el("i", "x") for _ in range(5_000)), styles="i::before{counter-increment:a;content:counters(a,'.') counter(a)} i{counter-reset:b}"
    ),
    "a huge canvas": lambda: canvases(1, 65_535),
    "many large canvases": lambda: canvases(60, 4_000),
    "a huge viewport": lambda: of(el("p", "x", style="width:100vw;height:100vh;background:linear-gradient(red,blue)"), width=10**9, height=10**9),
    "no viewport": lambda: of("x", width=-5, height=0),
    "a window made huge": resized,
    "many animations": lambda: of(*(el("i", "x") for _ in range(2_000)), styles="@keyframes k{to{opacity:.5}} i{animation:k 3s infinite}"),
    "filters": lambda: of(*filters()),
    "uses of uses": lambda: multiplied(5),
    "a grid of ten million rows": lambda: of(
        el("div", el("b", "y", style="grid-area:9999999/9999999"), style="display:grid;grid-template:repeat(9999999,1px)/repeat(9999999,1px)")
    ),
    "a table of spans": lambda: of(
        el("table", el("tbody", *(el("tr", *(marked("td", {"colspan": "1000", "rowspan": "65534"}, "x") for _ in range(20))) for _ in range(60))))
    ),
    "everything enlarged": lambda: of(el("div", "x", style="zoom:1e9;transform:scale(1e9);font-size:1e30px;will-change:transform")),
    "many frames": lambda: of(*(el("iframe") for _ in range(120))),
    "many shadow roots": lambda: of(*({**el("div", {**el("p", "x"), "isShadow": True}), "isShadowHost": True} for _ in range(2_000))),
    "a picture that unpacks": lambda: of(marked("img", {"src": picture(8_000), "width": "300"})),
    "a form in place of its parent": clobbered,
    "records that wait": orphans,
    "a text told again and again": retold,
}
"""Each renders, within seconds."""

ENDLESS: dict[str, Callable[[], Scene]] = {
    "uses of uses of uses": lambda: multiplied(9),
    "patterns of patterns": lambda: tiled(12),
    "columns in columns": lambda: of(nested(30, style="columns:10;column-width:1px")),
    "shadows": lambda: of(*(el("p", "text", style="text-shadow:" + ",".join(["0 0 999px red"] * 300)) for _ in range(100))),
}
"""These would take for ever: they are given up."""

DEADLY: dict[str, Callable[[], Scene]] = {
    "braces": lambda: of(el("p", "x"), styles="a{" * 1_000_000),
    "selectors": lambda: of(el("p", "x"), styles=":not(" * 50_000 + ":hover" + ")" * 50_000 + "{}"),
}
"""These run Chromium's own parser of styles out of its stack. Once it bears them, others must be found."""


def nested(depth: int, style: str) -> Node:
    node = el("div", "x", style=style)
    for _ in range(depth):
        node = el("div", node, style=style)
    return node
