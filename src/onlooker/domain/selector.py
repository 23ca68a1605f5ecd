"""The subset of CSS selectors that decides what shows: type, class, id, attributes, :not, :is, :where, a few states, all four combinators.

A selector with anything else (pseudo-elements, :has, :nth-child) does not parse, and its rule counts as never matching: what cannot be known
stays visible. :hover, :focus and their like are false, since a recording does not tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onlooker.domain.document import DOCUMENT, ELEMENT, Document, Node

_IDENT = r"(?:[\w-]|[^\x00-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\[^\n])+"
_SIMPLE = re.compile(rf"(?P<tag>\*|{_IDENT})|#(?P<id>{_IDENT})|\.(?P<cls>{_IDENT})|\[(?P<attr>[^\]]*)\]|(?P<pseudo>::?)(?P<name>[\w-]+)(?P<open>\()?")
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_ATTR = re.compile(r"\s*(?P<name>[\w|:-]+)\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\]]+)\s*[iIsS]?\s*)?$")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_NEVER = frozenset({"hover", "focus", "active", "focus-within", "focus-visible", "target", "visited", "fullscreen"})
_STATES = frozenset({"disabled", "enabled", "checked", "root", "first-child", "last-child", "only-child", "empty", "link", "any-link", "host"})
_LONGEST = 400
"""Characters of one selector; what is longer is generated, hostile, or both."""


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
                at = _previous(at)
                while at is not None and not compound.holds(at, class_tokens(at), document):
                    at = _previous(at)
            case _:
                at = _parent(at)
                while at is not None and not compound.holds(at, class_tokens(at), document):
                    at = _parent(at)
        if at is None:
            return False
    return True


def parse_selectors(text: str) -> tuple[Selector, ...]:
    """The selectors of a rule's prelude; those that cannot be read are left out."""
    return tuple(selector for part in _split(text) if (selector := _selector(part)) is not None)


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


def _split(text: str) -> list[str]:
    """At the commas outside parentheses and brackets."""
    if "(" not in text and "[" not in text:
        return text.split(",")
    parts, depth, start = [], 0, 0
    for position, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return parts


def _selector(text: str, *, depth: int = 0) -> Selector | None:
    text = text.strip()
    if not text or len(text) > _LONGEST or depth > 3:
        return None
    compounds: list[Compound] = []
    combinators: list[str] = []
    position = 0
    weight = (0, 0, 0)
    while True:
        found = _compound(text, position, depth)
        if found is None:
            return None
        compound, position, own = found
        weight = (weight[0] + own[0], weight[1] + own[1], weight[2] + own[2])
        compounds.append(compound)
        if position >= len(text):
            break
        step = _COMBINATOR.match(text, position)
        if step is None or step.end() >= len(text):
            return None
        combinators.append(step.group(1) or " ")
        position = step.end()
    upward = all(step in " >" for step in combinators)
    needs = [token for one in compounds[:-1] for token in above_tokens(one.html_id, one.classes, one.tag)] if upward else []
    return Selector(
        compounds=tuple(reversed(compounds)),
        combinators=tuple(reversed(combinators)),
        specificity=weight,
        local=upward and not any(one.states for one in compounds),
        needs=frozenset(needs),
    )


def _compound(text: str, position: int, depth: int) -> tuple[Compound, int, tuple[int, int, int]] | None:
    tag = html_id = ""
    classes: list[str] = []
    attributes: list[AttributeTest] = []
    states: list[str] = []
    nots: list[Compound] = []
    alternatives: list[tuple[Compound, ...]] = []
    never = False
    start = position
    a = b = c = 0
    while (part := _SIMPLE.match(text, position)) is not None:
        position = part.end()
        if part["tag"] is not None:
            if part.start() != start:
                return None
            tag = "" if part["tag"] == "*" else part["tag"].lower()
            c += bool(tag)
        elif part["id"] is not None:
            html_id = _unescape(part["id"])
            a += 1
        elif part["cls"] is not None:
            classes.append(_unescape(part["cls"]))
            b += 1
        elif part["attr"] is not None:
            test = _ATTR.match(part["attr"])
            if test is None:
                return None
            attributes.append(AttributeTest(name=test["name"], op=test["op"] or "", value=(test["value"] or "").strip("\"'")))
            b += 1
        else:
            name = part["name"].lower()
            if part["pseudo"] == "::" or name in {"before", "after"}:
                return None
            if part["open"] is None:
                if name in _NEVER:
                    never = True
                elif name in _STATES:
                    states.append(name)
                else:
                    return None
                b += 1
                continue
            close = _closing(text, position)
            if close < 0 or name not in {"not", "is", "where", "matches", "-webkit-any"}:
                return None
            inner = [_selector(one, depth=depth + 1) for one in _split(text[position:close])]
            position = close + 1
            if any(one is None or len(one.compounds) > 1 for one in inner):
                return None
            choices = tuple(one.compounds[0] for one in inner if one is not None)
            if name == "not":
                nots.extend(choices)
            else:
                alternatives.append(choices)
            if name != "where":
                a, b, c = (x + y for x, y in zip((a, b, c), max(one.specificity for one in inner if one is not None), strict=True))
    if position == start:
        return None
    compound = Compound(
        tag=tag,
        html_id=html_id,
        classes=tuple(classes),
        attributes=tuple(attributes),
        states=tuple(states),
        nots=tuple(nots),
        alternatives=tuple(alternatives),
        never=never,
        bare=not (attributes or states or nots or alternatives),
    )
    return compound, position, (a, b, c)


def _closing(text: str, position: int) -> int:
    depth = 1
    for at in range(position, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return -1


def _unescape(ident: str) -> str:
    return _ESCAPE.sub(_plain_char, ident) if "\\" in ident else ident


def _plain_char(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
