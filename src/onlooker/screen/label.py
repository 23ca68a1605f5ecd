"""What a person would call an element, and what a control shows as its value."""

from __future__ import annotations

import re
from itertools import islice

from onlooker.domain.document import Document
from onlooker.domain.node import TEXT, Node
from onlooker.screen import words

LONGEST = 80
_LONGEST_VALUE = 200
_MOST_NODES = 2_000
"""Nodes gone through for one text."""
_NEIGHBOURS = 6
_UNREAD = frozenset({"script", "style", "noscript", "template", "select", "textarea", "svg", "option"})
_UNREAD_IN_LABELS = _UNREAD | {"ul", "ol", "button", "table"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend"})
_CONTROLS = frozenset({"input", "select", "textarea"})


_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")


def text_of(node: Node, limit: int = LONGEST, *, skip: Node | None = None, plain: bool = False) -> str:
    """The text below a node without what is never shown, white space collapsed, cut at `limit` characters. `plain`: without the lists
    and buttons a label may hold beside its words."""
    unread = _UNREAD_IN_LABELS if plain else _UNREAD
    parts: list[str] = []
    size = 0
    at: Node | None = node
    for _ in range(_MOST_NODES):
        if at is None:
            break
        down = at.first
        if at.kind == TEXT:
            parts.append(at.text[:limit])
            size += len(parts[-1])
            if size > 4 * limit:
                break
        elif at is skip or (at is not node and (at.tag in unread or "hidden" in at.attrs or "display: none" in at.attr("style"))):
            down = None
        elif at.tag and parts:
            parts.append(" " if at.tag not in {"b", "i", "em", "strong", "span", "a", "code", "u", "mark", "small"} else "")
        if down is not None:
            at = down
            continue
        while at is not None and at is not node and at.next is None:
            at = at.parent
        at = None if at is None or at is node else at.next
    return cut(" ".join("".join(parts).split()), limit)


def cut(text: str, limit: int = LONGEST) -> str:
    """Some toolkits keep a label as markup in an attribute: its tags are no part of the name."""
    if "<" in text:
        text = " ".join(_TAG.sub(" ", text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def label_of(document: Document, node: Node) -> str:
    """At most 80 characters; "" when nothing names it. A control's label is its field's; anything else is called by its own text first."""
    if node.tag in {"select", "textarea"} or (node.tag == "input" and node.attr("type").lower() not in {"submit", "button", "reset", "image"}):
        return field_label(document, node)
    if node.tag == "input":
        return cut(node.attr("value") or node.attr("aria-label") or node.attr("alt") or node.attr("title") or _named(node) or "")
    return text_of(node) or _described(document, node) or _picture_text(node) or _slotted(node) or _named(node)


def region_label(document: Document, node: Node) -> str:
    """What a part of the page is called that is no control: its name, its first heading, or its own few words."""
    text = text_of(node, 2 * LONGEST)
    if len(text) <= LONGEST // 2:
        return text or _described(document, node) or _named(node)
    named = _described(document, node)
    if named:
        return named
    heading = next((one for one in islice(node.walk(), 60) if one.tag in _HEADINGS), None)
    return text_of(heading) if heading is not None else "" if node.first is not None and node.first is not node.last else cut(text)


def field_label(document: Document, node: Node) -> str:
    """What names a control: aria, its <label>, the label around it, placeholder, title, the text just before it, its name in words."""
    described = _described(document, node, title=False)
    if described:
        return described
    html_id = node.attr("id")
    if html_id and (label := document.nodes.get(document.label_for.get(html_id, -1))) is not None and (text := text_of(label, skip=node)):
        return _without_colon(text)
    for outer in islice(node.ancestors(), 4):
        if outer.tag == "label" and (text := text_of(outer, skip=node, plain=True)):
            return _without_colon(text)
    text = node.attr("placeholder") or node.attr("title") or node.attr("alt")
    if text:
        return cut(text)
    if node.tag not in _CONTROLS:
        return _named(node) or "text editor"
    return _text_before(node) or _named(node) or node.attr("type") or node.tag


def value_of(document: Document, node: Node) -> str:
    """What the control shows: its text, "checked" or "unchecked", the chosen option's words; "" when empty. Masked ones read `***`."""
    if node.tag == "select":
        return _chosen(document, node)
    if node.tag not in _CONTROLS:
        return text_of(node, _LONGEST_VALUE)
    if node.attr("type").lower() in {"checkbox", "radio"}:
        return "checked" if document.checked.get(node.id, "checked" in node.attrs) else "unchecked"
    value = document.values.get(node.id)
    if value is None:
        value = node.attr("value") or (text_of(node, _LONGEST_VALUE) if node.tag == "textarea" else "")
    return masked(cut(" ".join(value.split()), _LONGEST_VALUE))


def masked(text: str) -> str:
    return "***" if words.MASKED_TEXT.fullmatch(text) else text


def _chosen(document: Document, node: Node) -> str:
    value = document.values.get(node.id)
    first = None
    for option in islice(node.walk(), 2000):
        if option.tag != "option":
            continue
        first = first or option
        if (value is None and "selected" in option.attrs) or (value is not None and option.attr("value") == value):
            return text_of(option)
    if value is not None:
        return masked(cut(value))
    return "" if first is None else text_of(first)


def _described(document: Document, node: Node, *, title: bool = True) -> str:
    label = node.attr("aria-label").strip()
    if label:
        return cut(" ".join(label.split()))
    for html_id in node.attr("aria-labelledby").split()[:4]:
        named = document.by_html_id(html_id)
        if named is not None and named is not node and (text := text_of(named)):
            return _without_colon(text)
    return cut(node.attr("title") or node.attr("data-original-title")) if title else ""


def _picture_text(node: Node) -> str:
    """The alternative text or title of a picture inside."""
    for below in islice(node.walk(), 40):
        text = below.attr("alt") or below.attr("title") or below.attr("aria-label")
        if text.strip():
            return cut(text.strip())
        if below.tag == "title" and (text := text_of(below)):
            return text
    return ""


def _text_before(node: Node) -> str:
    """Short text just before a control: a table's cell, a bare label, a heading of its group."""
    at: Node | None = node
    for _level in range(3):
        before = None if at is None else at.prev
        for _ in range(_NEIGHBOURS):
            if before is None:
                break
            text = text_of(before, LONGEST) if before.tag not in {"script", "style", *_CONTROLS} else ""
            if text:
                return _without_colon(text) if len(text) < LONGEST else ""
            before = before.prev
        at = None if at is None else at.parent
        if at is None or at.tag in {"form", "body", "tr", "table", "ul", "fieldset"}:
            break
    return ""


def _slotted(node: Node) -> str:
    """What the page put into the component that this control is the inside of: a shadow tree shows it where its slot is."""
    if not any(one.tag == "slot" for one in islice(node.walk(), _NEIGHBOURS * 6)):
        return ""
    host = next((one for one in islice(node.ancestors(), _NEIGHBOURS) if "-" in one.tag), None)
    return "" if host is None else text_of(host) or cut(host.attr("aria-label") or host.attr("label"))


def _named(node: Node) -> str:
    """The name or id in words, the last resort; generated ids, which are mostly digits, say nothing."""
    for raw in (node.attr("name"), node.attr("data-testid"), node.attr("data-test"), node.attr("id")):
        said = words.as_words(raw)
        if len(said) > 2 and sum(char.isdigit() for char in raw) <= len(raw) // 3:
            return said
    return ""


def _without_colon(text: str) -> str:
    return text.rstrip(" :*") or text
