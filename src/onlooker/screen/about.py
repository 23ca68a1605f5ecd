"""Which control a message is about: the one that says so, or the one in the message's own row. A bar above a form is about the whole of it."""

from __future__ import annotations

from itertools import islice

from onlooker.domain.document import Document
from onlooker.domain.node import Node

_LEVELS = 3
_NEAR = 60
"""Nodes looked at around a message for the control it is about."""
_FEW = 10
_FAR = 400
"""Nodes of a form that are asked whether the message describes them."""
_CONTROLS = frozenset({"input", "select", "textarea"})
_NO_FIELDS = frozenset({"hidden", "submit", "button", "image", "reset", "search"})
_TICKED = frozenset({"checkbox", "radio"})
_LARGER = frozenset({"form", "fieldset", "table", "section"})
"""What holds rows: a control inside one that the message is not inside is of another row."""


def control_of(document: Document, message: Node) -> Node | None:
    """None where there is none, or where it could be any."""
    return _said(document, message) or _in_row(message)


def _said(document: Document, message: Node) -> Node | None:
    pointing = next((one.attr("for") for one in islice(message.walk(), _FEW) if one.attr("for")), "")
    named = document.by_html_id(pointing) if pointing else None
    if named is not None and named.tag in _CONTROLS:
        return named
    html_id = message.attr("id")
    outermost = None
    for outer in message.ancestors() if html_id else ():
        outermost = outer
        if outer.tag in {"form", "body"}:
            break
    for one in islice(outermost.walk(), _FAR) if outermost is not None else ():
        if one.tag in _CONTROLS and html_id in f"{one.attr('aria-describedby')} {one.attr('aria-errormessage')}".split():
            return one
    return None


def _in_row(message: Node) -> Node | None:
    """The row is the nearest box around the message that holds a control: one before the message rather than after, a field rather than a box to
    tick."""
    for outer in islice(message.ancestors(), _LEVELS):
        if outer.tag in {"body", "html", "form"}:
            return None
        before: list[Node] = []
        after: list[Node] = []
        found = before
        for one in islice(outer.walk(), _NEAR):
            if one is message:
                found = after
            elif one.tag in _CONTROLS and one.attr("type") not in _NO_FIELDS:
                found.append(one)
        if before or after:
            return _chosen([one for one in before if _same_row(one, outer)], [one for one in after if _same_row(one, outer)])
    return None


def _same_row(control: Node, row: Node) -> bool:
    for outer in control.ancestors():
        if outer is row:
            return True
        if outer.tag in _LARGER:
            return False
    return False


def _chosen(before: list[Node], after: list[Node]) -> Node | None:
    fields = [one for one in before if one.attr("type") not in _TICKED]
    if fields:
        return fields[-1] if len(before) + len(after) <= _LEVELS else None
    names = {one.attr("name") or one.id for one in (*before, *after)}
    if len(names) > 1:
        first = after[0] if after and not before and after[0].attr("type") not in _TICKED else None
        return first if first is not None and all(one.attr("type") in _TICKED for one in after[1:]) else None
    return next(iter((*reversed(before), *after)), None)
