"""A rebuilt document as the JSON of a full snapshot, so that a replayer can build it again without stumbling.

A replayer trusts its recorder: a tag that is no name, a `play` asked of a paragraph or a second root element throws in the middle of the
building, and nothing is shown. A recording from outside may hold all of these. So what no recorder writes is put right here. No recursion: pages
may be of any depth, encoders and browsers are not, and below `DEEPEST` levels nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from onlooker.clip.encoding import encoded
from onlooker.domain.document import Document
from onlooker.domain.node import COMMENT, DOCTYPE, DOCUMENT, ELEMENT, TEXT, Attributes, Node

DEEPEST = 1_000
"""Levels of one document. Parsers stop nesting at 512; the replayer, which calls itself for every level, stops at some thousands."""
BLANK = (
    b'{"type":0,"id":1,"childNodes":[{"type":2,"tagName":"html","attributes":{},"id":2,"childNodes":['
    b'{"type":2,"tagName":"head","attributes":{},"id":3,"childNodes":[]},{"type":2,"tagName":"body","attributes":{},"id":4,"childNodes":[]}]}]}'
)
FRAMES = frozenset({"iframe", "frame"})
LOADED = frozenset({"src", "srcdoc"})
"""What a frame is to load. Nothing of it is wanted, and it would come late and over what the recorder saw in the frame."""
_LETTER = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"
_NAME = re.compile(rf"[{_LETTER}][{_LETTER}0-9.-]*(?::[{_LETTER}][{_LETTER}0-9.-]*)?\Z")
_CUSTOM = re.compile(
    r"(?!(?:annotation-xml|color-profile|font-face|font-face-(?:src|uri|format|name)|missing-glyph)\Z)[a-z][a-z0-9._]*-[a-z0-9._-]*\Z"
)
_HOSTS = frozenset(
    {"article", "aside", "blockquote", "body", "div", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "nav", "p", "section", "span"}
)
_MEDIA = frozenset({"audio", "video"})
_MEDIA_RANGES = {"rr_mediaVolume": (0.0, 1.0), "rr_mediaPlaybackRate": (0.0625, 16.0), "rr_mediaCurrentTime": (0.0, 1e6)}


@dataclass(slots=True, kw_only=True)
class Markup:
    """`frames` are the documents of frames met on the way: replayers take each in a record of its own, after the frame stands."""

    json: bytes
    frames: list[Node] = field(default_factory=list)


def markup(document: Document, top: Node, blank: Set[int] = frozenset()) -> Markup:
    """`blank` are canvases that are drawn upon later and have no first picture."""
    frames: list[Node] = []
    out: list[bytes] = []
    pending: list[Node | bytes] = [top]
    depth = 0
    while pending:
        one = pending.pop()
        if isinstance(one, bytes):
            out.append(one)
            depth -= one is _END
            continue
        out.append(_opening(document, one, blank))
        if one.kind not in (ELEMENT, DOCUMENT):
            out.append(b"}")
            continue
        children = list(_written(one, frames)) if depth < DEEPEST else []
        if not children:
            out.append(b',"childNodes":[]}')
            continue
        out.append(b',"childNodes":[')
        depth += 1
        pending.append(_END)
        for place, child in enumerate(reversed(children)):
            if place:
                pending.append(b",")
            pending.append(child)
    return Markup(json=b"".join(out), frames=frames)


_END = b"]}"


def has_page(root: Node | None) -> bool:
    """Whether there is something a replayer can show: it asks for the `html` element."""
    return root is not None and root.kind == DOCUMENT and next((one.tag for one in root.children() if one.kind == ELEMENT), "") == "html"


def _written(node: Node, frames: list[Node]) -> Iterator[Node]:
    """The children that may stand there. A document has one root element, a type before it, and no text; one inside a frame comes later."""
    if node.kind == DOCUMENT:
        rooted = typed = False
        for child in node.children():
            if child.kind == ELEMENT and not rooted:
                rooted = True
            elif child.kind == DOCTYPE and not typed and not rooted:
                typed = True
            elif child.kind in (ELEMENT, DOCTYPE, TEXT, DOCUMENT):
                continue
            yield child
        return
    inner: Node | None = None
    for child in node.children():
        if child.kind == DOCUMENT:
            inner = child
        else:
            yield child
    if inner is not None and node.tag == "iframe" and not _said(node, "isSVG"):
        frames.append(inner)


def _opening(document: Document, node: Node, blank: Set[int]) -> bytes:
    """All of a node but its children and the last brace."""
    root = _said(node, "rootId")
    of_root = b',"rootId":%d' % root if type(root) is int and node.kind != DOCUMENT else b""
    if node.kind == TEXT:
        of_style = b',"isStyle":true' if node.parent is not None and node.parent.tag == "style" else b""
        shadow = b',"isShadow":true' if node.id in document.shadow else b""
        return b'{"type":3,"id":%d,"textContent":%b%b%b%b' % (node.id, encoded(node.text), of_root, of_style, shadow)
    if node.kind == ELEMENT:
        return b'{"type":2,"id":%d%b%b' % (node.id, _element(document, node, blank), of_root)
    if node.kind == DOCUMENT:
        quirks = b',"compatMode":"BackCompat"' if _said(node, "compatMode") == "BackCompat" and node.first is not None else b""
        return b'{"type":0,"id":%d%b' % (node.id, quirks)
    if node.kind == DOCTYPE and node.parent is not None and node.parent.kind == DOCUMENT:
        names = {key: value if isinstance(value := _said(node, key), str) else "" for key in ("name", "publicId", "systemId")}
        if not _NAME.match(names["name"]):
            names["name"] = "html"
        return b'{"type":1,"id":%d,%b%b' % (node.id, encoded(names)[1:-1], of_root)
    return b'{"type":%d,"id":%d,"textContent":""%b' % (COMMENT, node.id, of_root)


def _element(document: Document, node: Node, blank: Set[int]) -> bytes:
    svg = _said(node, "isSVG") is True
    tag = _named(node.tag, svg)
    flags = b',"isSVG":true' if svg else b""
    if node.id in document.shadow:
        flags += b',"isShadow":true'
    if node.rare is not None or document.shadow:
        custom = not svg and _CUSTOM.match(tag) is not None
        hosting = _said(node, "isShadowHost") is True or any(child.id in document.shadow for child in node.children())
        if hosting and not svg and (custom or tag in _HOSTS):
            flags += b',"isShadowHost":true'
        if custom and _said(node, "isCustom") is True:
            flags += b',"isCustom":true'
        if _said(node, "needBlock") is True:
            flags += b',"needBlock":true'
    return b',"tagName":%b,"attributes":%b%b' % (encoded(tag), encoded(_attributes(document, node, svg, blank)), flags)


@lru_cache(maxsize=1_000)
def _named(tag: str, svg: bool) -> str:
    if not _NAME.match(tag) or (svg and tag.startswith("xml")):
        return "g" if svg else "div"
    return tag


def _attributes(document: Document, node: Node, svg: bool, blank: Set[int]) -> Attributes:
    attrs = node.attrs
    if (restyled := document.restyled.get(node.id)) is not None:
        attrs = {**attrs, "style": restyled.base}
    if "rr_dataURL" in attrs and (svg or node.id in blank):
        attrs = {name: value for name, value in attrs.items() if name != "rr_dataURL"}
    if node.tag in FRAMES:
        attrs = {name: value for name, value in attrs.items() if name not in LOADED}
    if "rr_mediaState" in attrs or node.tag in _MEDIA:
        attrs = _media(attrs, svg or node.tag not in _MEDIA)
    return attrs


def _media(attrs: Attributes, silent: bool) -> Attributes:
    """Browsers throw when they are to play at a speed or loudness they do not have, and when what is to play is no medium."""
    kept = {}
    for name, value in attrs.items():
        if name.startswith("rr_media"):
            lowest, highest = _MEDIA_RANGES.get(name, (0.0, 1.0))
            if silent or (isinstance(value, int | float) and not lowest <= value <= highest):
                continue
        kept[name] = value
    return kept


def _said(node: Node, key: str) -> object:
    rare: Mapping[str, object] | None = node.rare
    return None if rare is None else rare.get(key)
