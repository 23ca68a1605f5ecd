"""One node of a rebuilt document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

DOCUMENT, DOCTYPE, ELEMENT, TEXT, CDATA, COMMENT = range(6)
"""rrweb's `NodeType`."""

Attributes = dict[str, object]
NO_ATTRIBUTES: Attributes = {}

RARE = frozenset({"isSVG", "isShadow", "isShadowHost", "isCustom", "needBlock", "rootId", "name", "publicId", "systemId", "compatMode"})
"""What a recorder may say of a node besides its kind, tag, attributes and text."""
_SVG: Mapping[str, object] = {"isSVG": True}


def rare_of(raw: Mapping[str, object]) -> Mapping[str, object] | None:
    found = {key: value for key in raw.keys() & RARE if (value := raw[key]) is not None and value is not False}
    if len(found) == 1 and found.get("isSVG") is True:
        return _SVG  # by far the most common one
    return found or None


class Node:
    """One node. `tag` is lower case and empty but for elements; `text` is that of text nodes; `rare` holds those of `RARE` that were said.
    `attrs` and `rare` must not be changed from outside."""

    __slots__ = ("attrs", "first", "id", "kind", "last", "next", "note", "parent", "prev", "rare", "tag", "text")

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
        self.rare: Mapping[str, object] | None = None

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
