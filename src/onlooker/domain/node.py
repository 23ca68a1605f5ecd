"""One node of a rebuilt document."""

from __future__ import annotations

from collections.abc import Iterator

DOCUMENT, DOCTYPE, ELEMENT, TEXT, CDATA, COMMENT = range(6)
"""rrweb's `NodeType`."""

Attributes = dict[str, object]
NO_ATTRIBUTES: Attributes = {}


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
