"""The element under an action: from the node the recorder named, up to the thing a person meant."""

from __future__ import annotations

from itertools import islice, takewhile

from onlooker.domain.document import Document
from onlooker.domain.node import ELEMENT, Node
from onlooker.domain.screen import Element
from onlooker.screen.label import cut, label_of, masked, region_label
from onlooker.screen.reading import Reading
from onlooker.screen.shape import Box, shape_of
from onlooker.screen.words import word_set

_BY_NATURE = word_set("a button input select textarea summary option label")
_ROLES = word_set(
    """
    button link tab menuitem menuitemcheckbox menuitemradio checkbox switch radio option treeitem combobox textbox searchbox slider
    spinbutton listbox gridcell
    """
)
_OPAQUE = word_set("canvas svg iframe video audio object embed")
_SELECTED = word_set("active selected current is-active is-selected ui-tabs-active ui-state-active Mui-selected")
_CLIMB = 8
"""How far up a click is carried to the thing that reacts."""
_SLOTS_WITHIN = 60
_DEEPEST = 200
"""Ancestors looked at for a dialog or a disabled group around it."""
_TOP = frozenset({"html", "body", "main", "form"})


def element_at(document: Document, reading: Reading, node_id: int) -> Element | None:
    """None when the node is not in the document."""
    node = document.nodes.get(node_id)
    while node is not None and node.kind != ELEMENT:
        node = node.parent
    if node is None:
        return None
    target = _reacting(node)
    interactive: bool | None = True
    if target is None:
        target, interactive = _pointed_at(reading, node)
    html_classes = target.attr("class").split()
    return Element(
        tag=target.tag,
        label=masked(_label(document, target, by_nature=interactive is True)),
        role=target.attr("role").lower(),
        ref=_ref(target),
        href=target.attr("href")[:500],
        type=target.attr("type").lower(),
        name=target.attr("name")[:80],
        disabled=_disabled(target),
        interactive=interactive,
        selected=_selected(document, target),
        in_dialog=any(
            shape_of(one).box & (Box.DIALOG | Box.DIALOG_BY_NAME) for one in (target, *islice(target.ancestors(), _DEEPEST)) if one.kind == ELEMENT
        ),
        node_id=node_id,
        classes=tuple(html_classes[:12]),
    )


def _label(document: Document, target: Node, *, by_nature: bool) -> str:
    if target.tag in _TOP:
        return ""
    if by_nature and (target.tag in _BY_NATURE or target.attr("role").lower() in _ROLES):
        return label_of(document, target)
    return region_label(document, target)


def reacting_node(document: Document, node_id: int) -> Node | None:
    """The control that a press on this node presses, None where none is."""
    node = document.nodes.get(node_id)
    while node is not None and node.kind != ELEMENT:
        node = node.parent
    return _reacting(node) if node is not None else None


def _reacting(node: Node) -> Node | None:
    below: Node | None = None
    for one in (node, *islice(node.ancestors(), _CLIMB)):
        if one.tag in _TOP:
            return None
        if "-" in one.tag and below is not None and not _in_shadow(below) and (inner := _around_slot(one)) is not None:
            return inner
        below = one
        if one.tag in _BY_NATURE or one.attr("role").lower() in _ROLES or "onclick" in one.attrs:
            return one
        if one.attr("contenteditable").lower() in {"true", "plaintext-only"} or (
            "contenteditable" in one.attrs and one.attr("contenteditable") == ""
        ):
            return one
        if one.attr("tabindex").isdigit() and one.attr("role") not in {"dialog", "document", "main", "region"}:
            return one
    return None


def _in_shadow(node: Node) -> bool:
    return node.rare is not None and "isShadow" in node.rare


def _around_slot(host: Node) -> Node | None:
    """The one control in a component's own tree that holds the place where the component's children show: who presses a child presses it."""
    held: list[Node] = []
    for top in host.children():
        for one in islice(top.walk(), _SLOTS_WITHIN) if _in_shadow(top) else ():
            if one.tag != "slot":
                continue
            around = islice(one.ancestors(), _CLIMB)
            control = next((outer for outer in takewhile(lambda outer: outer is not host, around) if outer.tag in {"button", "a"}), None)
            if control is None:
                return None
            held.append(control)
    return held[0] if held and all(control is held[0] for control in held) else None


def _pointed_at(reading: Reading, node: Node) -> tuple[Node, bool | None]:
    """By the pointer's shape, where stylesheets tell it. A drawing surface, or a page recorded without its sheets, cannot be judged."""
    for one in (node, *islice(node.ancestors(), _CLIMB)):
        if one.kind != ELEMENT:
            break
        cursor = reading.declared(one, "cursor")
        if cursor in {"pointer", "grab", "move", "copy", "zoom-in", "crosshair"}:
            return one, True
        if cursor:
            break
        if one.tag in _OPAQUE:
            return node, None
    return node, False if reading.styled else None


def _disabled(node: Node) -> bool:
    if shape_of(node).disabled:
        return True
    return any(one.tag == "fieldset" and "disabled" in one.attrs for one in islice(node.ancestors(), _DEEPEST)) and node.tag in _BY_NATURE


def _selected(document: Document, node: Node) -> bool:
    if node.attr("aria-selected") == "true" or node.attr("aria-pressed") == "true" or node.attr("aria-current") not in {"", "false"}:
        return True
    if node.tag == "input" and node.attr("type").lower() == "radio":
        return document.checked.get(node.id, "checked" in node.attrs)
    holder = node.parent
    names = set(node.attr("class").split())
    if holder is not None and holder.tag == "li":
        names.update(holder.attr("class").split())
    return not names.isdisjoint(_SELECTED)


def _ref(node: Node) -> str:
    """By id, name, test id or link where there is one; else the way down from the nearest ancestor with an id."""
    if html_id := node.attr("id"):
        return cut(f"{node.tag}#{html_id}")
    for name in ("name", "data-testid", "data-test", "data-id", "href"):
        if value := node.attr(name):
            extra = f"[value={node.attr('value')}]" if node.attr("type").lower() in {"radio", "checkbox"} else ""
            return cut(f"{node.tag}[{name}={value}]{extra}", 120)
    steps = []
    at: Node | None = node
    for _ in range(6):
        if at is None or at.kind != ELEMENT:
            break
        if html_id := at.attr("id"):
            steps.append(f"{at.tag}#{html_id}")
            break
        if at.tag in _TOP:
            steps.append(at.tag)
            break
        steps.append(f"{at.tag}:{_place(at)}")
        at = at.parent
    return cut(">".join(reversed(steps)), 120)


def _place(node: Node) -> int:
    """One-based among siblings of its tag; 0 beyond 200."""
    place, before = 1, node.prev
    while before is not None:
        place += before.tag == node.tag
        if place > 200:
            return 0
        before = before.prev
    return place
