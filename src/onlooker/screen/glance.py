"""One look: the reading turned into lines, fields and counts, and the difference between two looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.screen import Role, Screen, ScreenChange, ScreenLine
from onlooker.screen.hollow import hollow_sections
from onlooker.screen.item import Disabled, Field, Item, Mark
from onlooker.screen.label import field_label, label_of, value_of
from onlooker.screen.words import MASKED_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    node_id: int
    label: str
    value: str
    editor: bool = False
    """Of text that is edited in place: it changes by the user's hand, letter by letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What was visible at one instant. `items` is the reading it came from."""

    items: Sequence[Item] = ()
    lines: tuple[ScreenLine, ...] = ()
    fields: tuple[FieldShown, ...] = ()
    disabled: tuple[int, ...] = ()
    pictures: int = 0
    held: int = 0
    """Fields, and pictures but drawn ones."""
    masked: int = 0
    unsure: int = 0
    hollow: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return not (self.lines or self.fields or self.disabled or self.pictures)


class KnownField(NamedTuple):
    """A field as it was at the last look; good while its node's note and what was typed are the same."""

    note: object
    typed: str | None
    shown: FieldShown
    invalid: bool


def glance(document: Document, items: Sequence[Item], known: dict[int, KnownField]) -> Glance:
    """`known` keeps fields by node id between looks at one document; the caller empties it with the document."""
    lines: list[ScreenLine] = []
    fields: list[FieldShown] = []
    disabled: list[int] = []
    pictures = drawings = masked = unsure = 0
    empty = False
    pending = ""
    marked: list[tuple[int, str, int]] = []
    for item in items:
        if type(item) is ScreenLine:
            if item.role is Role.SPINNER and lines and lines[-1].role is Role.SPINNER and lines[-1].text == item.text:
                continue  # a skeleton of twenty bars is one
            lines.append(item)
            if item.text[0] in "*•●" and MASKED_TEXT.fullmatch(item.text):
                masked += 1
        elif type(item) is Field:
            node = document.nodes.get(item.node_id)
            if node is None:
                continue
            typed = document.values.get(node.id)
            field = known.get(node.id)
            if field is None or field.note is not node.note or field.typed != typed or field.shown.editor:
                field = known[node.id] = _field(document, node, typed)
            masked += field.shown.value == "***"
            fields.append(field.shown)
            if field.invalid:
                marked.append((len(lines), field.shown.label, node.id))
        elif type(item) is Disabled:
            disabled.append(item.node_id)
        elif item is Mark.PICTURE:
            pictures += 1
        elif item is Mark.DRAWING:
            drawings += 1
        elif item is Mark.HOLLOW:
            empty = True
        elif item is Mark.MASKED:
            masked += 1
        elif item is Mark.UNSURE:
            unsure += 1
        elif type(item) is str:
            pending += item
    if pending.strip():
        lines.append(ScreenLine(text=" ".join(pending.split())[:300]))
    if marked:
        told = [line.text for line in lines if line.role is Role.INVALID]
        for place, label, node_id in reversed(marked):
            if not any(text.startswith((f"{label}:", f"{label} (marked")) for text in told):
                lines.insert(place, ScreenLine(text=f"{label} (marked invalid)", role=Role.INVALID, node_id=node_id))
    return Glance(
        items=items,
        lines=tuple(lines),
        fields=tuple(fields),
        disabled=tuple(disabled),
        pictures=pictures + drawings,
        held=len(fields) + pictures,
        masked=masked,
        unsure=unsure,
        hollow=hollow_sections(items) if empty else (),
    )


def _field(document: Document, node: Node, typed: str | None) -> KnownField:
    shown = FieldShown(
        node_id=node.id,
        label=field_label(document, node),
        value=value_of(document, node),
        editor=node.tag not in {"input", "select", "textarea"},
    )
    invalid = node.attr("aria-invalid") == "true" or _marked_invalid(node.attr("class"))
    return KnownField(node.note, typed, shown, invalid)


def _marked_invalid(classes: str) -> bool:
    return bool(classes) and not {"is-invalid", "invalid", "error", "has-error", "field-error", "ng-invalid-shown", "p-invalid"}.isdisjoint(
        classes.split()
    )


def screen_of(document: Document, seen: Glance, *, at_ms: int, window: int, url: str) -> Screen:
    disabled = (label_of(document, node) for node_id in seen.disabled if (node := document.nodes.get(node_id)) is not None)
    return Screen(
        at_ms=at_ms,
        window=window,
        url=url,
        title=title_of(document),
        lines=seen.lines,
        disabled=tuple(label for label in disabled if label),
        masked=seen.masked,
        fields=tuple((field.label, field.value) for field in seen.fields),
        unsure=seen.unsure,
        pictures=seen.pictures,
    )


def title_of(document: Document) -> str:
    """The text of the page's `<title>`."""
    if document.root is None:
        return ""
    for html in document.root.children():
        for head in html.children():
            if head.tag == "head":
                for node in head.children():
                    if node.tag == "title":
                        return " ".join("".join(child.text for child in node.children()).split())[:200]
    return ""


def change_between(before: Glance, after: Glance, *, at_ms: int, window: int, navigation: bool, typed: frozenset[int]) -> ScreenChange | None:
    """None when nothing that matters changed. `typed` are the fields the user's own hand changed meanwhile: no news."""
    appeared, gone = line_difference(before.lines, after.lines)
    values = () if navigation else _value_difference(before.fields, after.fields, typed)
    filled = bool(before.hollow) and not after.hollow  # with pictures: no line tells of it
    if not (appeared or gone or values or navigation or filled or before.blank != after.blank):
        return None
    return ScreenChange(
        at_ms=at_ms,
        window=window,
        appeared=appeared,
        gone=gone,
        values=values,
        navigation=navigation,
        again=_again(before.lines, after.lines) if navigation else (),
        spinners=sum(line.role is Role.SPINNER for line in after.lines),
        dialogs=len({line.box for line in after.lines if line.role is Role.DIALOG}),
        invalid=sum(line.role is Role.INVALID for line in after.lines),
        blank=after.blank,
        lines=len(after.lines),
        held=after.held,
        hollow=after.hollow,
    )


def line_difference(before: Sequence[ScreenLine], after: Sequence[ScreenLine]) -> tuple[tuple[ScreenLine, ...], tuple[ScreenLine, ...]]:
    """As multisets of text and role. Lines kept from the last reading are the same objects, so most fall out by identity."""
    if before is after:
        return (), ()
    kept = {id(line) for line in before}
    kept &= {id(line) for line in after}
    new = [line for line in after if id(line) not in kept]
    old = [line for line in before if id(line) not in kept]
    return _minus(new, old), _minus(old, new)


_PRESSING = (Role.ALERT, Role.INVALID, Role.DIALOG)


def _again(before: Sequence[ScreenLine], after: Sequence[ScreenLine]) -> tuple[ScreenLine, ...]:
    stood = {(line.text, line.role) for line in before if line.role in _PRESSING}
    return tuple(line for line in after if (line.text, line.role) in stood)


def _minus(lines: Sequence[ScreenLine], others: Sequence[ScreenLine]) -> tuple[ScreenLine, ...]:
    if not lines:
        return ()
    left = Counter((line.text, line.role) for line in others)
    result = []
    for line in lines:
        key = (line.text, line.role)
        if left[key] > 0:
            left[key] -= 1
        else:
            result.append(line)
    return tuple(result)


def _value_difference(before: Sequence[FieldShown], after: Sequence[FieldShown], typed: frozenset[int]) -> tuple[tuple[str, str, str], ...]:
    if before is after or before == after:
        return ()
    old = {field.node_id: field for field in before}
    return tuple(
        (field.label, was.value, field.value)
        for field in after
        if (was := old.get(field.node_id)) is not None and was.value != field.value and not field.editor and field.node_id not in typed
    )
