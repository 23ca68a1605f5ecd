"""What lines are part of: an alert, a field's message, a dialog, a spinner, a row of a table. Called once per box, when all in it has been read."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from onlooker.domain.document import Document
from onlooker.domain.node import ELEMENT, TEXT, Node
from onlooker.domain.screen import Role, ScreenLine
from onlooker.screen import words
from onlooker.screen.about import control_of
from onlooker.screen.item import Field, Item, Mark
from onlooker.screen.label import field_label
from onlooker.screen.shape import Box

SPINNER_TEXT = "(spinner)"
"""Stands for a spinner that shows no text."""

_MOST_ALERT_LINES = 12
_MOST_ALERT_TEXT = 700
"""A box of more is a list of messages or a part of the page, not one alert."""
_MOST_SPINNER_TEXT = 60
_CONTROL_WITHIN = 4
_MOST_DIALOG_LINES = 120
"""Of a dialog that only a class names: more is the page itself."""
_LONGEST_ROW = 300
_CONTROLS = frozenset({"input", "select", "textarea"})
_PLAIN = (Role.TEXT, Role.HEADING)


def close_box(document: Document, node: Node, box: int, items: list[Item]) -> list[Item]:
    """`items` as the box's nature makes them. The list may be changed."""
    if box & Box.SPINNER:
        items = _spinner(node, items)
    if box & Box.BUSY and not any(isinstance(item, ScreenLine) and item.role is Role.SPINNER for item in items):
        items.append(ScreenLine(text=SPINNER_TEXT, role=Role.SPINNER, node_id=node.id))
    if box & Box.HEADING:
        items = [replace(item, role=Role.HEADING) if isinstance(item, ScreenLine) and item.role is Role.TEXT else item for item in items]
    if box & (Box.INVALID | Box.BAD):
        items = _bad(document, node, items, field=bool(box & Box.INVALID))
    if box & Box.ALERT:
        items = _alert(document, node, items)
    if box & Box.ROW:
        items = _row(node, items)
    if box & (Box.DIALOG | Box.DIALOG_BY_NAME):
        items = _dialog(node, items, named=not box & Box.DIALOG)
    return items


def _lines(items: list[Item]) -> list[ScreenLine]:
    return [item for item in items if isinstance(item, ScreenLine)]


def idle(node: Node) -> bool:
    """The place in a control where something may turn, with nothing in it: such controls hold it all the time."""
    if any(child.kind == ELEMENT or (child.kind == TEXT and child.text.strip()) for child in node.children()):
        return False
    return any(one.tag in {"button", "a"} or one.attr("role") == "button" for one in islice(node.ancestors(), _CONTROL_WITHIN))


def _spinner(node: Node, items: list[Item]) -> list[Item]:
    """A class such as `loading` may also stand on a whole region or a number field: those are no spinners."""
    lines = _lines(items)
    if any(isinstance(item, Field) for item in items) or sum(len(line.text) for line in lines) > _MOST_SPINNER_TEXT:
        return items
    if any(line.role is Role.SPINNER for line in lines):
        return items
    text = " ".join(line.text for line in lines) or SPINNER_TEXT
    return [ScreenLine(text=text, role=Role.SPINNER, node_id=node.id), *(item for item in items if isinstance(item, Mark))]


def _small(lines: list[ScreenLine]) -> bool:
    return 0 < len(lines) <= _MOST_ALERT_LINES and sum(len(line.text) for line in lines) <= _MOST_ALERT_TEXT


def _holds_control(document: Document, items: list[Item]) -> bool:
    return any(isinstance(item, Field) and (one := document.nodes.get(item.node_id)) is not None and one.tag in _CONTROLS for item in items)


def _says_something(text: str) -> bool:
    return len(text) > 2 and any(char.isalpha() for char in text)


def _alert(document: Document, node: Node, items: list[Item]) -> list[Item]:
    if not _small(_lines(items)) or _holds_control(document, items):
        return items
    return [_marked(document, item, node, Role.ALERT) if isinstance(item, ScreenLine) else item for item in items]


def _marked(document: Document, line: ScreenLine, node: Node, role: Role) -> ScreenLine:
    """The alert's texts take its role; its buttons stay text, but are in the same box."""
    if line.role not in _PLAIN or not _says_something(line.text):
        return line
    own = document.nodes.get(line.node_id)
    button = own is not None and (own.tag in {"button", "a"} or own.attr("role") == "button")
    return replace(line, role=line.role if button else role, box=node.id if line.box == -1 else line.box)


def _bad(document: Document, node: Node, items: list[Item], *, field: bool) -> list[Item]:
    if _holds_control(document, items):
        return _invalid_group(document, node, items)
    if not _small(_lines(items)):
        return items
    control = control_of(document, node)
    if control is None and not field:
        return _alert(document, node, items)
    name = _spoken(document, control)
    result: list[Item] = []
    for item in items:
        if isinstance(item, ScreenLine) and item.role in (*_PLAIN, Role.ALERT) and _says_something(item.text):
            named = item.text if not name or name.lower() in item.text.lower() else f"{name}: {item.text}"
            result.append(replace(item, text=named, role=Role.INVALID, box=node.id))
        else:
            result.append(item)
    return result


def _spoken(document: Document, control: Node | None) -> str:
    """What a person would call the field; an id that nothing on the screen says is no name."""
    name = field_label(document, control) if control is not None else ""
    return "" if control is not None and control.attr("id") and name == words.as_words(control.attr("id")) != control.attr("name") else name


def _invalid_group(document: Document, node: Node, items: list[Item]) -> list[Item]:
    """A box around control and message (`form-group has-error`): the message is what a help text says, else the control is named."""
    fields = [item.node_id for item in items if isinstance(item, Field)]
    if len(fields) > 3 or len(_lines(items)) > _MOST_ALERT_LINES:
        return items
    found = any(line.role is Role.INVALID for line in _lines(items))
    control = document.nodes.get(fields[0])
    name = _spoken(document, control)
    for position, item in enumerate(items):
        if not isinstance(item, ScreenLine) or item.role is not Role.TEXT:
            continue
        own = document.nodes.get(item.node_id)
        if (
            own is not None
            and own is not node
            and item.text != name
            and not words.parts(own.attr("class")).isdisjoint(words.HELP | words.BAD)
            and _says_something(item.text)
        ):
            items[position] = replace(item, text=f"{name}: {item.text}" if name else item.text, role=Role.INVALID, box=node.id)
            found = True
    if not found and control is not None:
        items.append(ScreenLine(text=f"{name or 'a field'} (marked invalid)", role=Role.INVALID, node_id=control.id, box=node.id))
    return items


def _row(node: Node, items: list[Item]) -> list[Item]:
    """A table's row reads as one line. Rows that lay out a page, or hold more than plain text, keep their lines."""
    lines = _lines(items)
    if len(lines) < 2 or any(line.role is not Role.TEXT for line in lines) or sum(len(line.text) + 3 for line in lines) > _LONGEST_ROW:
        return items
    joined = ScreenLine(text=" | ".join(line.text for line in lines), node_id=node.id)
    return [joined, *(item for item in items if not isinstance(item, ScreenLine))]


def _dialog(node: Node, items: list[Item], *, named: bool) -> list[Item]:
    """The outermost box is the dialog; what inner boxes took for their titles is plain again."""
    lines = _lines(items)
    if not lines or (named and len(lines) > _MOST_DIALOG_LINES):
        return items
    heading = next((line for line in lines if line.role in {Role.HEADING, Role.DIALOG}), None)
    title = heading or next((line for line in lines if line.role is Role.TEXT), None)
    inner = {line.box for line in lines if line.role is Role.DIALOG}
    result: list[Item] = []
    for item in items:
        if isinstance(item, ScreenLine):
            role = Role.DIALOG if item is title else Role.TEXT if item.role is Role.DIALOG else item.role
            result.append(replace(item, role=role, box=node.id if item.box == -1 or item.box in inner else item.box))
        else:
            result.append(item)
    return result
