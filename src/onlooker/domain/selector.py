"""The subset of CSS selectors that decides what shows: type, class, id, attributes, :not, :is, :where, a few states, all four combinators.

A selector with anything else (pseudo-elements, :has, :nth-child) does not parse, and its rule counts as never matching: what cannot be known
stays visible. :hover, :focus and their like are false, since a recording does not tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from onlooker.domain.document import Document
from onlooker.domain.node import DOCUMENT, ELEMENT, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeTest:
    name: str
    op: str = ""
    value: str = ""

    def holds(self, node: Node) -> bool:
        if self.name not in node.attrs:
            return False
        if not self.op:
            return True
        have = node.attr(self.name)
        match self.op:
            case "=":
                return have == self.value
            case "~=":
                return self.value in have.split()
            case "|=":
                return have == self.value or have.startswith(self.value + "-")
            case "^=":
                return bool(self.value) and have.startswith(self.value)
            case "$=":
                return bool(self.value) and have.endswith(self.value)
            case _:
                return bool(self.value) and self.value in have


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """What one element must be. `states` are pseudo-classes read from the document; `never` when one of them cannot be true in a recording."""

    tag: str = ""
    html_id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[AttributeTest, ...] = ()
    states: tuple[str, ...] = ()
    nots: tuple[Compound, ...] = ()
    alternatives: tuple[tuple[Compound, ...], ...] = ()
    never: bool = False
    bare: bool = False
    """Whether tag, id and classes are all there is to it."""

    def holds(self, node: Node, classes: frozenset[str], document: Document) -> bool:
        if self.never or (self.tag and self.tag != node.tag) or (self.html_id and node.attrs.get("id") != self.html_id):
            return False
        if self.classes and not classes.issuperset(self.classes):
            return False
        if self.bare:
            return True
        return (
            all(test.holds(node) for test in self.attributes)
            and all(_state_holds(state, node, document) for state in self.states)
            and not any(one.holds(node, classes, document) for one in self.nots)
            and all(any(one.holds(node, classes, document) for one in choice) for choice in self.alternatives)
        )

    def may_hold(self, node: Node, classes: frozenset[str]) -> bool:
        """False when tag, id or classes alone rule it out."""
        if self.never or (self.tag and self.tag != node.tag) or (self.html_id and node.attrs.get("id") != self.html_id):
            return False
        return not self.classes or classes.issuperset(self.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """`compounds` run from the rightmost leftwards; `combinators[i]` ties compound i to i+1. `specificity` orders as CSS does."""

    compounds: tuple[Compound, ...]
    combinators: tuple[str, ...] = ()
    specificity: tuple[int, int, int] = (0, 0, 0)

    local: bool = True
    """Whether ancestors alone decide about the rest: no siblings, no states."""
    needs: frozenset[str] = frozenset()
    """What must stand among the ancestors for it to hold, as `above_tokens` writes it: the quick question before the walk."""


def above_tokens(html_id: str, classes: Iterable[str], tag: str) -> list[str]:
    tokens = ["." + name for name in classes]
    if html_id:
        tokens.append("#" + html_id)
    if tag:
        tokens.append(tag)
    return tokens


def class_tokens(node: Node) -> frozenset[str]:
    value = node.attrs.get("class")
    return _tokens(value) if isinstance(value, str) else _NO_CLASSES


_NO_CLASSES: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def _tokens(value: str) -> frozenset[str]:
    return frozenset(value.split())


def matches(selector: Selector, node: Node, document: Document) -> bool:
    return selector.compounds[0].holds(node, class_tokens(node), document) and matches_left(selector, node, document)


def matches_left(selector: Selector, node: Node, document: Document) -> bool:
    """Whether all but the rightmost compound hold around `node`. Descendant steps take the nearest match, with one way back: enough for
    what people write, and linear in depth."""
    at: Node | None = node
    for step, compound in zip(selector.combinators, selector.compounds[1:], strict=True):
        match step:
            case ">":
                at = _parent(at)
                if at is None or not compound.holds(at, class_tokens(at), document):
                    return False
            case "+":
                at = _previous(at)
                if at is None or not compound.holds(at, class_tokens(at), document):
                    return False
            case "~":
                at = _nearest(_previous, at, compound, document)
            case _:
                at = _nearest(_parent, at, compound, document)
        if at is None:
            return False
    return True


_FAR = 300
"""Ancestors and siblings looked at for one step of a selector."""


def _nearest(step: Callable[[Node | None], Node | None], node: Node | None, compound: Compound, document: Document) -> Node | None:
    at = step(node)
    for _ in range(_FAR):
        if at is None or compound.holds(at, class_tokens(at), document):
            return at
        at = step(at)
    return None


def _parent(node: Node | None) -> Node | None:
    above = None if node is None else node.parent
    return above if above is not None and above.kind == ELEMENT else None


def _previous(node: Node | None) -> Node | None:
    before = None if node is None else node.prev
    while before is not None and before.kind != ELEMENT:
        before = before.prev
    return before


def _following(node: Node) -> Node | None:
    after = node.next
    while after is not None and after.kind != ELEMENT:
        after = after.next
    return after


def _state_holds(state: str, node: Node, document: Document) -> bool:
    match state:
        case "disabled":
            return "disabled" in node.attrs
        case "enabled":
            return "disabled" not in node.attrs
        case "checked":
            return document.checked.get(node.id, "checked" in node.attrs)
        case "root":
            return node.parent is None or node.parent.kind == DOCUMENT
        case "first-child":
            return _previous(node) is None
        case "last-child":
            return _following(node) is None
        case "only-child":
            return _previous(node) is None and _following(node) is None
        case "empty":
            return node.first is None
        case "host":
            return False
        case _:
            return "href" in node.attrs
