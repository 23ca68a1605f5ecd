"""What an element is to a reader of the screen, from its tag, role, classes and id: settled once for all elements alike."""

from __future__ import annotations

from enum import Enum

from onlooker.domain.node import Node
from onlooker.screen import words
from onlooker.screen.words import word_set

WATCHED = word_set(
    """
    role aria-live aria-busy aria-modal aria-valuenow aria-invalid aria-disabled hidden open type disabled contenteditable value inert
    rr_width rr_height popover
    """
)
"""Attributes that can change a shape; `class` and tag always can."""


class Box:
    """What text below it is part of: bits of an int, because they are asked for at every element and enum.Flag costs a microsecond a time."""

    NONE = 0
    ALERT = 1
    BAD = 2
    """An error by its class: an alert, or a field's message if one is near."""
    INVALID = 4
    DIALOG = 8
    DIALOG_BY_NAME = 16
    """Only a class says so."""
    SPINNER = 32
    BUSY = 64
    """aria-busy: its text stays what it is, and a spinner is added."""
    HEADING = 128
    ROW = 256
    LINES = 512
    """White space counts: each line break is one."""


class Part(Enum):
    """How the reading goes on below it."""

    INLINE = 0
    BLOCK = 1
    SKIPPED = 2
    PICTURE = 3
    FIELD = 4
    BUTTON = 5
    FRAME = 6
    MASKED = 7
    BREAK = 8
    CELL = 9


class Shape:
    __slots__ = ("box", "disabled", "hidden_by_name", "part", "ua_hidden")

    def __init__(self, part: Part, box: int, *, disabled: bool, ua_hidden: bool, hidden_by_name: bool) -> None:
        self.part = part
        self.box = box
        self.disabled = disabled
        self.ua_hidden = ua_hidden
        """Hidden by the browser's own sheet, unless the author's gives a display."""
        self.hidden_by_name = hidden_by_name
        """Of a class that means hidden nearly everywhere: believed only where no stylesheet was recorded."""


_SKIPPED = word_set(
    """
    script style noscript template head meta link base title datalist param source track rp col colgroup area map defs desc metadata symbol
    """
)
_PICTURES = word_set("img canvas video svg object embed audio picture")
_BLOCKS = word_set(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search section summary table text tbody td tfoot th thead tr ul
    """
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"})
_NOT_BOXES = word_set(
    """
    html body a button input select textarea option i svg path img tr td th table tbody thead form main head label
    """
)
_TEXT_FIELDS = frozenset({"", "true", "plaintext-only"})


def shape_of(node: Node) -> Shape:
    tag, attrs = node.tag, node.attrs
    role = node.attr("role").strip().lower()
    names = node.attr("class").split()[:40]
    part = _part(node, tag, role)
    box = _box(node, tag, role, names) if part in {Part.INLINE, Part.BLOCK, Part.BUTTON, Part.PICTURE} else Box.NONE
    if part is Part.PICTURE and not box & (Box.SPINNER | Box.BUSY):
        box = Box.NONE
    if part is Part.INLINE and box:
        part = Part.BLOCK
    disabled = "disabled" in attrs or node.attr("aria-disabled") == "true" or not words.DISABLED.isdisjoint(names)
    hidden = "hidden" in attrs or (tag == "dialog" and "open" not in attrs) or "popover" in attrs
    return Shape(part, box, disabled=disabled, ua_hidden=hidden, hidden_by_name=not words.HIDDEN.isdisjoint(names))


def _part(node: Node, tag: str, role: str) -> Part:
    attrs = node.attrs
    if tag in _SKIPPED:
        return Part.SKIPPED
    if "rr_width" in attrs:
        return Part.PICTURE if tag in _PICTURES else Part.MASKED
    if tag in {"textarea", "select"}:
        return Part.FIELD
    if tag == "input":
        match node.attr("type").lower():
            case "hidden":
                return Part.SKIPPED
            case "submit" | "button" | "reset":
                return Part.BUTTON
            case "image":
                return Part.PICTURE
            case _:
                return Part.FIELD
    if tag == "button" or (role == "button" and tag not in {"a", "span"}):
        return Part.BUTTON
    if "contenteditable" in attrs and node.attr("contenteditable").lower() in _TEXT_FIELDS:
        return Part.FIELD
    if tag in _PICTURES:
        return Part.PICTURE
    if tag in {"iframe", "frame"}:
        return Part.FRAME
    if tag == "br":
        return Part.BREAK
    if tag in {"td", "th"}:
        return Part.CELL
    return Part.BLOCK if tag in _BLOCKS else Part.INLINE


def _box(node: Node, tag: str, role: str, names: list[str]) -> int:
    box = Box.NONE
    if tag in _HEADINGS or role == "heading":
        box |= Box.HEADING
    if tag == "tr" or role == "row":
        box |= Box.ROW
    if tag == "pre":
        box |= Box.LINES
    if role in {"alert", "status"} or node.attr("aria-live") in {"polite", "assertive"}:
        box |= Box.ALERT
    if role in {"dialog", "alertdialog"} or tag == "dialog" or node.attr("aria-modal") == "true":
        box |= Box.DIALOG
    if (role == "progressbar" or tag == "progress") and "aria-valuenow" not in node.attrs and "value" not in node.attrs:
        box |= Box.SPINNER
    if node.attr("aria-busy") == "true":
        box |= Box.BUSY
    html_id = node.attr("id")
    for name in (*names, html_id) if html_id else names:
        box |= _box_of_name(tag, name, is_id=name is html_id)
    if box & Box.BAD and tag in {"span", "b", "strong", "em", "small"} and len(names) > 3:
        box &= ~Box.BAD  # a syntax highlighter's or an icon font's
    if box & Box.BAD and any(not words.parts(name).isdisjoint(words.BADGES) for name in names):
        box &= ~Box.BAD
    return box


def _box_of_name(tag: str, name: str, *, is_id: bool) -> int:
    said = words.parts(name)
    box = Box.NONE
    turning = not said.isdisjoint(words.SPINNER) or ("progress" in said and not said.isdisjoint(words.TURNING))
    if turning and tag not in {"html", "body", "input", "select", "a"} and said.isdisjoint({"up", "down", "lazy", "wrapper", "label"}):
        box |= Box.SPINNER
    if tag in _NOT_BOXES:
        return box
    side = said & words.SIDE_PARTS
    if not said.isdisjoint(words.ALERT) and side <= words.ALERT_HOLDERS:
        box |= Box.ALERT
    if not said.isdisjoint(words.DIALOG) and not side and said.isdisjoint(words.DIALOG_PARTS) and not is_id:
        box |= Box.DIALOG_BY_NAME
    data = not said.isdisjoint(words.DATA) and said.isdisjoint(words.ALERT)
    if not said.isdisjoint(words.BAD) and side <= words.ALERT_HOLDERS and "no" not in said and not data:
        box |= Box.INVALID if not said.isdisjoint(words.FIELD) else Box.BAD
    if not said.isdisjoint(words.INVALID) and side <= words.ALERT_HOLDERS:
        box |= Box.INVALID
    if name.lower() in words.STATES and not is_id and tag in {"div", "p", "li", "section", "aside"}:
        box |= Box.ALERT
    return box
