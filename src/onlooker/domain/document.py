"""The page's DOM at an instant, rebuilt in plain Python by applying rrweb snapshots in order.

Rules:
1. Input is untrusted. A key that is missing or of another type is skipped; a node that cannot be placed is counted in
   `unplaced`; nothing raises and nothing recurses, however deep the page.
2. `nodes` holds exactly the nodes reachable from `root`. Siblings are linked, so that placing one costs the same in any page.
3. `Node.note` is room for a reader's own findings about a subtree. It is None on a node, and on all its ancestors that had one,
   whenever something below changed; a reader that fills it on every node it visits can re-read only what changed.

It knows nothing of visibility or of what text means; the stage `screen` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from onlooker.domain.snapshot import Change, SnapshotData
from onlooker.domain.stylelog import StyleLog

DOCUMENT, DOCTYPE, ELEMENT, TEXT, CDATA, COMMENT = range(6)
"""rrweb's `NodeType`."""

Attributes = dict[str, object]
_NONE: Attributes = {}
_SIBLINGS_TOUCHED = 16
"""How many following siblings an attribute change may restyle (`input:checked ~ .menu`); more is not worth the walk."""


class Node:
    """One node. `tag` is lower case and empty but for elements; `text` is that of text nodes. `attrs` must not be changed from outside."""

    __slots__ = ("attrs", "first", "id", "kind", "last", "next", "note", "parent", "prev", "tag", "text")

    def __init__(self, node_id: int, kind: int, tag: str, attrs: Attributes, text: str) -> None:
        self.id = node_id
        self.kind = kind
        self.tag = tag
        self.attrs = attrs
        self.text = text
        self.parent: Node | None = None
        self.prev: Node | None = None
        self.next: Node | None = None
        self.first: Node | None = None
        self.last: Node | None = None
        self.note: object = None

    def attr(self, name: str) -> str:
        """The attribute's text, "" where it is missing or not text."""
        value = self.attrs.get(name)
        return value if isinstance(value, str) else ""

    def children(self) -> Iterator[Node]:
        child = self.first
        while child is not None:
            yield child
            child = child.next

    def ancestors(self) -> Iterator[Node]:
        """From the parent up to the root, through frames and shadow roots."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order. The subtree must not change meanwhile."""
        node: Node | None = self
        while node is not None:
            yield node
            if node.first is not None:
                node = node.first
                continue
            while node is not None and node is not self and node.next is None:
                node = node.parent
            node = None if node is None or node is self else node.next


class _Waiting(NamedTuple):
    """An add whose parent or next sibling is not known yet."""

    parent_id: int
    next_id: int | None
    raw: dict[str, object]


class Document:
    """A mutable tree. `values`, `checked` and `scrolled` hold what input and scroll snapshots said since the node came; attributes hold the rest."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}
        self.root: Node | None = None
        self.width = 0
        self.height = 0
        self.values: dict[int, str] = {}
        self.checked: dict[int, bool] = {}
        self.scrolled: dict[int, tuple[int, int]] = {}
        self.styles = StyleLog()
        self.shadow: set[int] = set()
        """Ids of the top nodes of shadow trees."""
        self.html_ids: dict[str, int] = {}
        """HTML id -> node id, the last one placed."""
        self.label_for: dict[str, int] = {}
        """HTML id of a control -> node id of the `<label for>` that names it."""
        self.unplaced = 0
        self.version = 0
        """Raised by every change of the tree, of attributes or of styles."""

    # -- whole snapshots -------------------------------------------------------------------------------------------------

    def load(self, data: SnapshotData) -> None:
        """A full snapshot replaces everything but the viewport."""
        if self.root is not None:
            self._forget(self.root)
        self.nodes.clear()
        self.values.clear()
        self.checked.clear()
        self.scrolled.clear()
        self.shadow.clear()
        self.html_ids.clear()
        self.label_for.clear()
        self.styles.clear()
        self.root = None
        self.version += 1
        raw = data.get("node")
        if isinstance(raw, dict):
            self.root = self._build(raw)
        offset = data.get("initialOffset")
        if self.root is not None and isinstance(offset, Mapping):
            self.scrolled[self.root.id] = (_number(offset.get("left")), _number(offset.get("top")))

    def apply(self, change: Change, data: SnapshotData, skip: Callable[[int, int], bool] | None = None) -> None:
        """One incremental snapshot. Changes that do not touch the document are ignored. `skip(node_id, parent_id)` may keep an added
        node out; what is later said of it is ignored."""
        match change:
            case Change.MUTATION:
                self._mutate(data, skip)
            case Change.INPUT:
                self._input(data)
            case Change.SCROLL:
                if (node := self._at(data)) is not None:
                    self.scrolled[node.id] = (_number(data.get("x")), _number(data.get("y")))
            case Change.VIEWPORT_RESIZE:
                self.resize(data)
            case Change.STYLE_SHEET_RULE | Change.STYLE_DECLARATION | Change.ADOPTED_STYLE_SHEET:
                self.styles.apply(change, data)
                self.version += 1
            case _:
                pass

    def resize(self, data: SnapshotData) -> None:
        """`width` and `height` of a meta or a resize snapshot."""
        self.width = _number(data.get("width")) or self.width
        self.height = _number(data.get("height")) or self.height
        self.version += 1

    def _at(self, record: Mapping[str, object]) -> Node | None:
        node_id = record.get("id")
        return self.nodes.get(node_id) if isinstance(node_id, int) else None

    # -- mutations -------------------------------------------------------------------------------------------------------

    def _mutate(self, data: SnapshotData, skip: Callable[[int, int], bool] | None) -> None:
        self.version += 1
        for record in _records(data, "removes"):
            node = self._at(record)
            if node is not None and node is not self.root:
                self._remove(node)
        adds = _records(data, "adds")
        if adds:
            self._add_all(adds, skip)
        for record in _records(data, "texts"):
            node = self._at(record)
            if node is not None:
                value = record.get("value")
                node.text = value if isinstance(value, str) else ""
                self._touch(node.parent)
                if node.parent is not None and node.parent.tag == "style":
                    self.styles.touched(node.parent.id)
        for record in _records(data, "attributes"):
            node = self._at(record)
            changed = record.get("attributes")
            if node is not None and isinstance(changed, dict):
                self._set_attributes(node, changed)

    def _add_all(self, adds: Sequence[Mapping[str, object]], skip: Callable[[int, int], bool] | None) -> None:
        """Adds come in an order in which parent and next sibling are known, save for recorder bugs: those wait, and are tried again
        as long as a round places any."""
        waiting: list[_Waiting] = []
        nodes = self.nodes
        for record in adds:
            raw = record.get("node")
            if not isinstance(raw, dict):
                continue
            parent_id, next_id = record.get("parentId"), record.get("nextId")
            if type(parent_id) is not int or (next_id is not None and type(next_id) is not int):
                self.unplaced += 1
                continue
            if skip is not None and type(node_id := raw.get("id")) is int and skip(node_id, parent_id):
                continue
            parent = nodes.get(parent_id)
            before = None if next_id is None else nodes.get(next_id)
            if parent is None or (before is None and next_id is not None):
                waiting.append(_Waiting(parent_id, next_id, raw))
                continue
            self._add(raw, parent, before)
        while waiting:
            still: list[_Waiting] = []
            for late in waiting:
                parent = nodes.get(late.parent_id)
                before = None if late.next_id is None else nodes.get(late.next_id)
                if parent is None or (before is None and late.next_id is not None):
                    still.append(late)
                else:
                    self._add(late.raw, parent, before)
            if len(still) == len(waiting):
                self._give_up_on_siblings(still)
                return
            waiting = still

    def _give_up_on_siblings(self, waiting: Sequence[_Waiting]) -> None:
        """The next sibling never came: last among its siblings is the best guess. Without a parent there is no place."""
        for late in waiting:
            parent = self.nodes.get(late.parent_id)
            if parent is None:
                self.unplaced += 1
            else:
                self._add(late.raw, parent, None)

    def _add(self, raw: dict[str, object], parent: Node, before: Node | None) -> None:
        """Builds the node and links it; one that exists already is moved, with all below it."""
        node_id = raw.get("id")
        if before is not None and before.parent is not parent:
            before = None
        node = self.nodes.get(node_id) if isinstance(node_id, int) else None
        if node is not None:
            if node is self.root or node is parent or node is before or any(above is node for above in parent.ancestors()):
                self.unplaced += 1
                return
            self._unlink(node)
            attrs = raw.get("attributes")
            if isinstance(attrs, dict):
                node.attrs = attrs
                node.note = None
        else:
            node = self._build(raw)
            if node is None:
                self.unplaced += 1
                return
        node.parent = parent
        if before is None:
            node.prev = parent.last
            if parent.last is None:
                parent.first = node
            else:
                parent.last.next = node
            parent.last = node
        else:
            node.next = before
            node.prev = before.prev
            if before.prev is None:
                parent.first = node
            else:
                before.prev.next = node
            before.prev = node
        if parent.note is not None:
            self._touch(parent)
        if parent.tag == "style":
            self.styles.touched(parent.id)

    def _build(self, raw: dict[str, object]) -> Node | None:
        """The node and all it brings along. A subtree that repeats an id keeps the first."""
        top = self._make(raw)
        if top is None:
            return None
        kids = raw.get("childNodes")
        if not kids:
            return top
        stack: list[tuple[Node, object]] = [(top, kids)]
        while stack:
            parent, kids = stack.pop()
            if not isinstance(kids, list):
                continue
            last: Node | None = None
            for kid in kids:
                node = self._make(kid) if isinstance(kid, dict) else None
                if node is None:
                    self.unplaced += 1
                    continue
                node.parent = parent
                node.prev = last
                if last is None:
                    parent.first = node
                else:
                    last.next = node
                last = node
                below = kid.get("childNodes")
                if below:
                    stack.append((node, below))
            parent.last = last
        return top

    def _make(self, raw: dict[str, object]) -> Node | None:
        node_id = raw.get("id")
        if type(node_id) is not int or node_id in self.nodes:
            return None
        kind = raw.get("type")
        if kind == ELEMENT:
            tag = raw.get("tagName")
            attrs = raw.get("attributes")
            node = Node(node_id, ELEMENT, tag if isinstance(tag, str) else "", attrs if isinstance(attrs, dict) else _NONE, "")
            if attrs:
                self._index(node)
            elif tag == "style":
                self.styles.add(node_id)
        elif kind == TEXT:
            text = raw.get("textContent")
            node = Node(node_id, TEXT, "", _NONE, text if isinstance(text, str) else "")
        else:
            node = Node(node_id, kind if isinstance(kind, int) else COMMENT, "", _NONE, "")
        if raw.get("isShadow"):
            self.shadow.add(node_id)
        self.nodes[node_id] = node
        return node

    def _index(self, node: Node) -> None:
        attrs, tag = node.attrs, node.tag
        if "id" in attrs and isinstance(html_id := attrs["id"], str):
            self.html_ids[html_id] = node.id
        if tag == "label" and isinstance(name := attrs.get("for"), str):
            self.label_for[name] = node.id
        elif tag in {"style", "link"}:
            self.styles.add(node.id)

    def _set_attributes(self, node: Node, changed: Mapping[str, object]) -> None:
        attrs = dict(node.attrs)
        for name, value in changed.items():
            if value is None:
                attrs.pop(name, None)
            elif name == "style" and isinstance(value, Mapping):
                attrs["style"] = _patch_style(attrs.get("style"), value)
            else:
                attrs[name] = value
                if name == "value" and node.tag in {"input", "textarea", "select"}:
                    self.values.pop(node.id, None)
        node.attrs = attrs
        self._index(node)
        self._touch(node)
        sibling = node.next
        for _ in range(_SIBLINGS_TOUCHED):
            if sibling is None:
                break
            sibling.note = None
            sibling = sibling.next
        if node.tag in {"style", "link"}:
            self.styles.touched(node.id)

    def _input(self, data: SnapshotData) -> None:
        node = self._at(data)
        if node is None:
            return
        text, checked = data.get("text"), data.get("isChecked")
        if isinstance(text, str):
            self.values[node.id] = text
        if isinstance(checked, bool) and node.attr("type") in {"checkbox", "radio"}:
            self.checked[node.id] = checked
            self._touch(node)
            sibling = node.next
            while sibling is not None:
                sibling.note = None
                sibling = sibling.next

    # -- links -----------------------------------------------------------------------------------------------------------

    def _touch(self, node: Node | None) -> None:
        while node is not None and node.note is not None:
            node.note = None
            node = node.parent

    def _unlink(self, node: Node) -> None:
        parent = node.parent
        if parent is None:
            return
        if node.prev is None:
            parent.first = node.next
        else:
            node.prev.next = node.next
        if node.next is None:
            parent.last = node.prev
        else:
            node.next.prev = node.prev
        node.parent = node.prev = node.next = None
        if parent.note is not None:
            self._touch(parent)

    def _remove(self, node: Node) -> None:
        if node.parent is not None and node.parent.tag == "style":
            self.styles.touched(node.parent.id)
        self._unlink(node)
        self._forget(node)

    def _forget(self, top: Node) -> None:
        """Drops the subtree from the indices and breaks its cycles, so that memory returns without the collector."""
        nodes, values, checked, scrolled = self.nodes, self.values, self.checked, self.scrolled
        stack = [top]
        while stack:
            node = stack.pop()
            child = node.first
            while child is not None:
                stack.append(child)
                following = child.next
                child.parent = child.prev = child.next = None
                child = following
            node.first = node.last = node.note = None
            node_id = node.id
            nodes.pop(node_id, None)
            if node_id in values:
                del values[node_id]
            if node_id in checked:
                del checked[node_id]
            if node_id in scrolled:
                del scrolled[node_id]
            if node.attrs:
                if self.html_ids.get(html_id := node.attr("id")) == node_id:
                    del self.html_ids[html_id]
                if node.tag == "label" and self.label_for.get(name := node.attr("for")) == node_id:
                    del self.label_for[name]
            if node.tag in {"style", "link"}:
                self.styles.remove(node_id)

    def by_html_id(self, html_id: str) -> Node | None:
        node_id = self.html_ids.get(html_id)
        return None if node_id is None else self.nodes.get(node_id)


def _records(data: SnapshotData, key: str) -> Sequence[Mapping[str, object]]:
    value = data.get(key)
    if not isinstance(value, list):
        return ()
    return value if all(type(item) is dict for item in value) else [item for item in value if isinstance(item, dict)]


def _number(value: object) -> int:
    """As whole pixels; 0 for what is not a finite number."""
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value - value == 0 else 0


def _patch_style(old: object, patch: Mapping[str, object]) -> str:
    """rrweb's style diff: property -> value, [value, "important"], or False for removed."""
    properties: dict[str, str] = {}
    if isinstance(old, str):
        for part in old.split(";"):
            name, colon, value = part.partition(":")
            if colon:
                properties[name.strip().lower()] = value.strip()
    for name, value in patch.items():
        if isinstance(value, str):
            properties[name] = value
        elif isinstance(value, list) and value and isinstance(value[0], str):
            properties[name] = f"{value[0]} !important" if "important" in value[1:] else value[0]
        else:
            properties.pop(name, None)
    return "; ".join(f"{name}: {value}" for name, value in properties.items()) + (";" if properties else "")
