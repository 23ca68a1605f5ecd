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

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onlooker.domain.node import COMMENT, DOCUMENT, ELEMENT, NO_ATTRIBUTES, TEXT, Node, rare_of
from onlooker.domain.restyled import Restyled, part_css
from onlooker.domain.snapshot import Change, SnapshotData
from onlooker.domain.stylelog import StyleLog
from onlooker.domain.untrusted import attributes_of, number_of, patch_style, records, text_of

_STYLES = frozenset({"style", "link"})
_STARTS_ANEW = frozenset({"_cssText", "href", "rel", "type", "disabled"})
"""Attributes of a `style` or `link` at whose change the browser builds its sheet again."""
_ROUNDS = 40
"""How often late nodes are tried again, each time the other way round; recorders need one or two."""
_DEEPEST = 5_000
"""Levels up to which a moved node is looked for above its new place; deeper it is not moved."""
_SIBLINGS_TOUCHED = 16
"""How many following siblings an attribute change may restyle (`input:checked ~ .menu`); more is not worth the walk."""


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
        self.restyled: dict[int, Restyled] = {}
        self._said: set[int] = set()
        """Nodes that stand in any of the four or in `shadow`."""
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
        for node in self.nodes.values():  # break the cycles, so that memory returns without the collector
            node.parent = node.prev = node.next = node.first = node.last = node.note = None
        self.nodes.clear()
        self.values.clear()
        self.checked.clear()
        self.scrolled.clear()
        self.restyled.clear()
        self._said.clear()
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
            self.scrolled[self.root.id] = (number_of(offset.get("left")), number_of(offset.get("top")))

    def apply(self, change: Change, data: SnapshotData) -> None:
        """One incremental snapshot. Changes that do not touch the document are ignored."""
        match change:
            case Change.MUTATION:
                self._mutate(data)
            case Change.INPUT:
                self._input(data)
            case Change.SCROLL:
                if (node := self._at(data)) is not None:
                    self._said.add(node.id)
                    self.scrolled[node.id] = (number_of(data.get("x")), number_of(data.get("y")))
            case Change.VIEWPORT_RESIZE:
                self.resize(data)
            case Change.STYLE_SHEET_RULE | Change.STYLE_DECLARATION | Change.ADOPTED_STYLE_SHEET:
                self.styles.apply(change, data)
                self.version += 1
            case _:
                pass

    def resize(self, data: SnapshotData) -> None:
        """`width` and `height` of a meta or a resize snapshot."""
        self.width = number_of(data.get("width")) or self.width
        self.height = number_of(data.get("height")) or self.height
        self.version += 1

    def _at(self, record: Mapping[str, object]) -> Node | None:
        node_id = record.get("id")
        return self.nodes.get(node_id) if isinstance(node_id, int) else None

    # -- mutations -------------------------------------------------------------------------------------------------------

    def _mutate(self, data: SnapshotData) -> None:
        self.version += 1
        for record in records(data, "removes"):
            node = self._at(record)
            if node is not None and node is not self.root:
                self._remove(node)
        adds = data.get("adds")
        if isinstance(adds, list) and adds:
            self._add_all(adds)
        for record in records(data, "texts"):
            node = self._at(record)
            if node is not None:
                value = record.get("value")
                parent = node.parent
                if parent is not None and parent.tag == "style":
                    part_css(parent)
                    self.styles.touched(parent.id)
                node.text = value if isinstance(value, str) else ""
                self._touch(parent)
        for record in records(data, "attributes"):
            node = self._at(record)
            changed = record.get("attributes")
            if node is not None and isinstance(changed, dict):
                self._set_attributes(node, changed)

    def _add_all(self, adds: Sequence[object]) -> None:
        """Adds come in an order in which parent and next sibling are known, save for recorder bugs: those wait, and are tried again
        as long as a round places any. The loop is the hottest place of the program: plain nodes are built in it, all else below."""
        waiting: list[_Waiting] = []
        nodes = self.nodes
        for record in adds:
            try:
                raw = record["node"]  # type: ignore[index]  # what is no mapping is caught
                node_id = raw["id"]
                parent = nodes[record["parentId"]]  # type: ignore[index]
                next_id = record["nextId"]  # type: ignore[index]
                before = None if next_id is None else nodes[next_id]
                kind = raw["type"]
                if kind == ELEMENT:
                    tag, attrs = raw["tagName"], raw["attributes"]
                    plain = not raw["childNodes"] and type(tag) is str and type(attrs) is dict
                else:
                    plain = kind == TEXT and type(raw["textContent"]) is str
                if not plain or node_id in nodes or type(node_id) is not int or (before is not None and before.parent is not parent):
                    self._add_late(record, waiting)
                    continue
                node = Node(node_id, ELEMENT, tag, attrs, "") if kind == ELEMENT else Node(node_id, TEXT, "", NO_ATTRIBUTES, raw["textContent"])
            except (KeyError, TypeError):
                self._add_late(record, waiting)
                continue
            nodes[node_id] = node
            if node.attrs or node.tag == "style":
                self._index(node)
            if len(raw) > (5 if kind == ELEMENT else 3):
                self._note_rare(node, raw)
            self._link(node, parent, before)
        for _ in range(_ROUNDS):
            if not waiting:
                return
            still: list[_Waiting] = []
            for late in waiting:
                above = nodes.get(late.parent_id)
                following = None if late.next_id is None else nodes.get(late.next_id)
                if above is None or (following is None and late.next_id is not None):
                    still.append(late)
                else:
                    self._add(late.raw, above, following)
            if len(still) == len(waiting):
                break
            waiting = still[::-1]
        self._give_up_on_siblings(waiting)

    def _add_late(self, record: object, waiting: list[_Waiting]) -> None:
        """What is not one plain new node in a known place."""
        if not isinstance(record, Mapping) or not isinstance(raw := record.get("node"), dict):
            return
        parent_id, next_id = record.get("parentId"), record.get("nextId")
        if not isinstance(parent_id, int) or not (next_id is None or isinstance(next_id, int)):
            self.unplaced += 1
            return
        parent = self.nodes.get(parent_id)
        before = None if next_id is None else self.nodes.get(next_id)
        if parent is None or (before is None and next_id is not None):
            waiting.append(_Waiting(parent_id, next_id, raw))
        else:
            self._add(raw, parent, before)

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
            if node is self.root or node is parent or node is before or (node.first is not None and _may_hold(node, parent)):
                self.unplaced += 1
                return
            self._unlink(node)
            attrs = raw.get("attributes")
            if isinstance(attrs, dict):
                self._unindex(node)
                self.restyled.pop(node.id, None)
                node.attrs = attrs
                node.note = None
                self._index(node)
        else:
            node = self._build(raw) if raw.get("childNodes") else self._make(raw)
            if node is None:
                self.unplaced += 1
                return
        if node.kind == DOCUMENT:
            for child in [one for one in parent.children() if one.kind == DOCUMENT]:  # the frame went on to another page
                self._remove(child)
                before = None if child is before else before
        self._link(node, parent, before)

    def _link(self, node: Node, parent: Node, before: Node | None) -> None:
        node.parent = parent
        if before is None:
            node.prev = parent.last
            if parent.last is None:
                parent.first = node
            else:
                parent.last.next = node
                _touch_element(parent.last, forward=False)
            parent.last = node
        else:
            _touch_element(before, forward=True)
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
            if node.text and "_cssText" in parent.attrs and any(child is not node and child.kind == TEXT for child in parent.children()):
                part_css(parent, but=node)
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
            node = Node(node_id, ELEMENT, text_of(tag), attributes_of(attrs), "")
            if node.attrs:
                self._index(node)
            elif tag == "style":
                self.styles.add(node_id)
            if len(raw) > 5 or attrs is None:
                self._note_rare(node, raw)
        elif kind == TEXT:
            node = Node(node_id, TEXT, "", NO_ATTRIBUTES, text_of(raw.get("textContent")))
            if len(raw) > 3:
                self._note_rare(node, raw)
        else:
            node = Node(node_id, kind if isinstance(kind, int) else COMMENT, "", NO_ATTRIBUTES, "")
            self._note_rare(node, raw)
        self.nodes[node_id] = node
        return node

    def _note_rare(self, node: Node, raw: Mapping[str, object]) -> None:
        node.rare = rare = rare_of(raw)
        if rare is not None and "isShadow" in rare:
            self.shadow.add(node.id)
            self._said.add(node.id)

    def _index(self, node: Node) -> None:
        attrs, tag = node.attrs, node.tag
        if "id" in attrs and isinstance(html_id := attrs["id"], str):
            self.html_ids[html_id] = node.id
        if tag == "label" and isinstance(name := attrs.get("for"), str):
            self.label_for[name] = node.id
        elif tag in _STYLES:
            self.styles.add(node.id)

    def _unindex(self, node: Node) -> None:
        attrs = node.attrs
        if "id" in attrs and self.html_ids.get(html_id := node.attr("id")) == node.id:
            del self.html_ids[html_id]
        if node.tag == "label" and self.label_for.get(name := node.attr("for")) == node.id:
            del self.label_for[name]

    def _set_attributes(self, node: Node, changed: Mapping[str, object]) -> None:
        self._unindex(node)
        attrs = dict(node.attrs)
        for name, value in changed.items():
            if name == "style" and isinstance(value, Mapping):
                self._restyle(node.id, attrs.get("style"), value)
                attrs["style"] = patch_style(attrs.get("style"), value)
                continue
            if name == "style":
                self.restyled.pop(node.id, None)
            if value is None:
                attrs.pop(name, None)
            else:
                attrs[name] = value
                if name == "value" and node.tag in {"input", "textarea", "select"}:
                    self.values.pop(node.id, None)
        node.attrs = attrs
        self._index(node)
        self._touch(node)
        self._touch_following(node)
        if node.tag in _STYLES:
            self.styles.touched(node.id, anew=not _STARTS_ANEW.isdisjoint(changed))

    def _restyle(self, node_id: int, base: object, changed: Mapping[str, object]) -> None:
        self.restyled.setdefault(node_id, Restyled(base, {})).take(changed)
        self._said.add(node_id)

    def _input(self, data: SnapshotData) -> None:
        node = self._at(data)
        if node is None:
            return
        text, checked = data.get("text"), data.get("isChecked")
        self._said.add(node.id)
        if isinstance(text, str):
            self.values[node.id] = text
        if isinstance(checked, bool) and node.attr("type") in {"checkbox", "radio"}:
            self.checked[node.id] = checked
            self._touch(node)
            self._touch_following(node)

    def _touch_following(self, node: Node) -> None:
        sibling = node.next
        for _ in range(_SIBLINGS_TOUCHED):
            if sibling is None:
                break
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
            _touch_element(node.prev, forward=False)
        if node.next is None:
            parent.last = node.prev
        else:
            node.next.prev = node.prev
            _touch_element(node.next, forward=True)
        node.parent = node.prev = node.next = None
        if parent.note is not None:
            self._touch(parent)

    def _remove(self, node: Node) -> None:
        if node.parent is not None and node.parent.tag == "style":
            if node.kind == TEXT:
                part_css(node.parent)
            self.styles.touched(node.parent.id)
        self._unlink(node)
        self._forget(node)

    def _forget(self, top: Node) -> None:
        """Drops the subtree from the indices and breaks its cycles, so that memory returns without the collector."""
        nodes, said = self.nodes, self._said
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
            if node_id in said:
                self._unsay(node_id)
            if node.attrs:
                self._unindex(node)
            if node.tag in _STYLES:
                self.styles.remove(node_id)

    def _unsay(self, node_id: int) -> None:
        self._said.discard(node_id)
        self.values.pop(node_id, None)
        self.checked.pop(node_id, None)
        self.scrolled.pop(node_id, None)
        self.restyled.pop(node_id, None)
        self.shadow.discard(node_id)

    def by_html_id(self, html_id: str) -> Node | None:
        node_id = self.html_ids.get(html_id)
        return None if node_id is None else self.nodes.get(node_id)


def _touch_element(node: Node, *, forward: bool) -> None:
    """The nearest element from here may be the first or last child now, or beside another neighbour: its style is to be asked again."""
    at: Node | None = node
    for _ in range(4):
        if at is None or at.kind == ELEMENT:
            break
        at = at.next if forward else at.prev
    if at is not None:
        at.note = None


def _may_hold(node: Node, inner: Node) -> bool:
    """Whether `node` is above `inner`, or so far up that nobody looks."""
    return any(above is node or depth > _DEEPEST for depth, above in enumerate(inner.ancestors()))
