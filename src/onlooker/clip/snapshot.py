"""A synthetic full snapshot: the records that bring a replayer to where a window stood at an instant, without what led there.

Node ids stay, so that the records that follow apply as they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from onlooker.clip.canvas import Canvas
from onlooker.clip.encoding import encoded, incremental, record
from onlooker.clip.markup import BLANK, has_page, markup
from onlooker.clip.media import played
from onlooker.clip.rebuilt import Rebuilt
from onlooker.clip.styles import restyled
from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.snapshot import Change, MouseAct, SnapshotType
from onlooker.domain.untrusted import number_of

_DEFAULT_SIZE = (1280, 720)
_MOST_FRAMES = 200
"""Documents in frames that are shown; each costs a browser as much as a page."""
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_LARGEST = 16_384
"""CSS pixels of a viewport's side; no screen has more."""


def snapshot_of(rebuilt: Rebuilt, at_ms: int) -> list[bytes]:
    """Meta, full snapshot, and what has to be told besides; all at `at_ms`. A window that showed no page yet is an empty one."""
    width, height = viewport(rebuilt)
    meta = encoded({"href": rebuilt.url, "width": width, "height": height})
    told = [record(SnapshotType.META, at_ms, meta), *full(rebuilt, at_ms)]
    if has_page(rebuilt.document.root):
        told.extend(incremental(at_ms, data) for data in _besides(rebuilt, at_ms))
    return told


def viewport(rebuilt: Rebuilt) -> tuple[int, int]:
    """Width and height, CSS pixels; the recorder's, where they can be meant."""
    width, height = rebuilt.document.width, rebuilt.document.height
    return (width, height) if is_viewport(width, height) else _DEFAULT_SIZE


def is_viewport(width: object, height: object) -> bool:
    return all(isinstance(side, int | float) and 0 < side <= _LARGEST for side in (width, height))


def full(rebuilt: Rebuilt, at_ms: int) -> Iterator[bytes]:
    """The page, then the documents in its frames, outer ones first, each as its recorder told it."""
    document = rebuilt.document
    root = document.root
    if root is None or not has_page(root):
        yield record(SnapshotType.FULL, at_ms, b'{"node":%b,"initialOffset":{"left":0,"top":0}}' % BLANK)
        return
    drawn = frozenset(node_id for node_id, canvas in rebuilt.canvases().items() if canvas.blank or canvas.commands)
    top = markup(document, root, drawn)
    offset = encoded({side: number_of(rebuilt.offset.get(side)) for side in ("left", "top")})
    yield record(SnapshotType.FULL, at_ms, b'{"node":%b,"initialOffset":%b}' % (top.json, offset))
    waiting = deque(top.frames[:_MOST_FRAMES])
    left = _MOST_FRAMES - len(waiting)
    while waiting:
        inner = waiting.popleft()
        if inner.parent is None:
            continue
        frame = markup(document, inner, drawn)
        waiting.extend(frame.frames[:left])
        left -= len(frame.frames[:left])
        add = b'{"parentId":%d,"nextId":null,"node":%b}' % (inner.parent.id, frame.json)
        yield record(
            SnapshotType.INCREMENTAL,
            at_ms,
            b'{"source":0,"texts":[],"attributes":[],"removes":[],"adds":[%b],"isAttachIframe":true}' % add,
        )


def _besides(rebuilt: Rebuilt, at_ms: int) -> Iterator[object]:
    nodes = rebuilt.document.nodes
    yield from rebuilt.fonts
    yield from restyled(rebuilt.document)
    for node_id, canvas in rebuilt.canvases().items():
        if canvas.commands:
            yield _drawing(nodes[node_id], canvas)
    for word in rebuilt.words(Change.INPUT):
        text, checked = word.data.get("text"), word.data.get("isChecked")
        yield {"source": Change.INPUT, "id": word.node.id, "text": text if isinstance(text, str) else "", "isChecked": checked is True}
    for word in rebuilt.words(Change.SCROLL):
        yield {"source": Change.SCROLL, "id": word.node.id, "x": _number(word.data.get("x")), "y": _number(word.data.get("y"))}
    yield from played(rebuilt.words(Change.MEDIA_INTERACTION), at_ms)
    if rebuilt.focus in nodes:
        yield _focused(rebuilt.focus, MouseAct.FOCUS)
    elif (control := _in_dialog(rebuilt.document)) is not None:
        yield _focused(control.id, MouseAct.FOCUS)  # a dialog that opens takes the focus; with this it lets go of it
        yield _focused(control.id, MouseAct.BLUR)
    if rebuilt.selection is not None:
        yield rebuilt.selection
    if rebuilt.pointer is not None and rebuilt.document.root is not None:
        at = rebuilt.pointer
        place = {"x": at.x, "y": at.y, "id": at.node_id if at.node_id in nodes else rebuilt.document.root.id, "timeOffset": 0}
        yield {"source": Change.TOUCH_MOVE if at.touch else Change.MOUSE_MOVE, "positions": [place]}


def _focused(node_id: int | None, act: MouseAct) -> object:
    return {"source": Change.MOUSE_INTERACTION, "type": act, "id": node_id}


def _in_dialog(document: Document) -> Node | None:
    """A control inside an open dialog."""
    for node in document.nodes.values():
        if node.tag == "dialog" and "open" in node.attrs:
            return next((one for one in node.walk() if one.tag in _CONTROLS and "disabled" not in one.attrs), None)
    return None


def _drawing(node: Node, canvas: Canvas) -> object:
    """One record, whatever came: replayers load all the pictures of a record before they draw any, so that none comes late and over another."""
    commands = list(canvas.commands)
    first = node.attrs.get("rr_dataURL")
    if not canvas.blank and canvas.context == 0 and isinstance(first, str) and first.startswith("data:image/"):
        head, _, body = first.partition(",")
        blob = {"rr_type": "Blob", "data": [{"rr_type": "ArrayBuffer", "base64": body}], "type": head[5:].partition(";")[0]}
        commands.insert(0, {"property": "drawImage", "args": [{"rr_type": "ImageBitmap", "args": [blob]}, 0, 0]})
    return {"source": Change.CANVAS_MUTATION, "id": node.id, "type": canvas.context, "commands": commands}


def _number(value: object) -> int | float:
    return value if isinstance(value, int | float) else 0
