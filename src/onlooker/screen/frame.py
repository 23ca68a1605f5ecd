"""An open element while the reading goes through it, and what is kept of it when it closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.domain.cascade import Cascade
from onlooker.domain.node import ELEMENT, TEXT, Node
from onlooker.domain.screen import Role, ScreenLine
from onlooker.domain.stylesheet import Declaration
from onlooker.screen import words
from onlooker.screen.item import Item
from onlooker.screen.shape import Box, Part, Shape
from onlooker.screen.visible import Sight, sight

LONGEST_LINE = 300
BREAK = "\u2028"
CELL = "\u2029"
"""Between the cells of a row, until the row ends."""
_CLOSERS = "×✕✖ "  # noqa: RUF001 - the look-alike is meant
"""A box's close button, when it runs into its text."""
_BUSY_ENDS = ("…", ".", "ing", "wait", "moment", "!")
"""How a text that says "busy" ends: a cheap question before the expression is tried."""
INVISIBLE, DISABLED = 1, 2


class Note:
    """What stands in an element. `inline`: its text runs on in the line around it; `spaced`: apart from its neighbour."""

    __slots__ = ("inline", "items", "key", "spaced")

    def __init__(self, key: int, items: Sequence[Item], inline: bool, spaced: bool = False) -> None:
        self.key = key
        self.items = items
        self.inline = inline
        self.spaced = spaced


_DRAWING = frozenset(["width", "height", "animation", "animation-name"])


class Manner:
    """How elements alike are read: their shape, and what their style says."""

    __slots__ = ("cell", "drawn", "flowing", "part", "plain", "shape", "spaced", "unread", "unsure", "visibility")

    def __init__(self, shape: Shape, style: Mapping[str, Declaration], *, unstyled: bool) -> None:
        seen = sight(style)
        display = declared.value if (declared := style.get("display")) is not None else ""
        self.shape = shape
        self.unread = shape.part is Part.SKIPPED or seen is Sight.HIDDEN or (shape.ua_hidden and not display) or (unstyled and shape.hidden_by_name)
        self.unsure = seen is Sight.UNSURE
        self.drawn = unstyled or not _DRAWING.isdisjoint(style)
        """It may show though nothing is in it."""
        visibility = style.get("visibility")
        self.visibility = "" if visibility is None else visibility.value
        self.part = shape.part
        if display and not shape.box:
            if self.part is Part.BLOCK and (display.startswith("inline") or display == "contents"):
                self.part = Part.INLINE
            elif (
                self.part is Part.INLINE and not display.startswith("inline") and display not in {"contents", "inherit", "initial", "unset", "revert"}
            ):
                self.part = Part.BLOCK
        if self.part is Part.CELL and (shape.box or (display and not display.startswith("table"))):
            self.part = Part.BLOCK
        self.flowing = self.part is Part.INLINE or self.part is Part.CELL
        """Its text runs on in the line of what holds it."""
        self.cell = self.part is Part.CELL
        self.plain = not shape.box and self.part in {Part.INLINE, Part.BLOCK, Part.CELL}
        """Neither a control, nor a picture, nor a box: what is in it is all there is to it."""
        self.spaced = display.endswith(("flex", "grid")) or display.startswith("inline-")


class Frame:
    __slots__ = ("cascade", "child", "context", "flags", "fragments", "inner_key", "items", "key", "manner", "node", "special")

    def __init__(self, node: Node, manner: Manner, cascade: Cascade, context: int, flags: int, key: int) -> None:  # noqa: PLR0917 - hot
        self.node = node
        self.manner = manner
        self.cascade = cascade
        self.context = context
        self.flags = flags
        self.key = key
        self.inner_key = context << 2 | flags
        """The key of the notes of what is in it."""
        self.special = node.tag == "details" and "open" not in node.attrs
        self.child = node.first
        self.items: list[Item] = []
        self.fragments: list[Item] = self.items if manner.flowing else []


PAGE = Manner(Shape(Part.BLOCK, Box.NONE, disabled=False, ua_hidden=False, hidden_by_name=False), {}, unstyled=False)


def take(frame: Frame, note: Note, node: Node) -> None:
    """Puts what stands in `node` into the frame around it."""
    items = note.items
    if not note.inline:
        if frame.fragments and frame.fragments is not frame.items:
            end_line(frame)
        frame.items.extend(items)
        return
    if not items:
        return
    before = node.prev
    if before is None:
        pass
    elif (frame.manner.shape.box & Box.HEADING and before.kind == TEXT and _would_run_together(frame, items[0], node, before)) or (
        before.kind == ELEMENT and (note.spaced or frame.manner.spaced or _would_run_together(frame, items[0], node, before))
    ):
        frame.fragments.append(" ")
    if frame.fragments is frame.items:
        frame.items.extend(items)
        return
    for item in items:
        if type(item) is str:
            frame.fragments.append(item)
        else:
            if type(item) is ScreenLine and frame.fragments:
                end_line(frame)
            frame.items.append(item)


_TIGHT = frozenset(["b", "strong", "em", "i", "mark", "u", "sub", "sup", "code", "s", "small", "tspan"])
"""Set inside words; other neighbours without a space between them are set apart by their layout."""


def _would_run_together(frame: Frame, first: Item, node: Node, before: Node) -> bool:
    fragments = frame.fragments
    if not fragments or node.tag in _TIGHT or before.tag in _TIGHT:
        return False
    last = fragments[-1]
    return type(last) is str and type(first) is str and last[-1:].isalnum() and first[:1].isalnum()


def end_line(frame: Frame, *, keep_breaks: bool = False) -> None:
    fragments = frame.fragments
    if not fragments:
        return
    text = "".join(fragments)  # type: ignore[arg-type]  # a block's fragments are text only
    fragments.clear()
    if keep_breaks:
        text = text.replace("\n", BREAK)
    if CELL in text:
        cells = [cell for part in text.split(CELL) if (cell := " ".join(part.split()))]
        text = (" | " if sum(map(len, cells)) + 3 * len(cells) <= LONGEST_LINE else BREAK).join(cells)
    for part in text.split(BREAK) if BREAK in text else (text,):
        line = line_of(part, frame.node.id)
        if line is not None:
            frame.items.append(line)


def line_of(text: str, node_id: int) -> ScreenLine | None:
    text = " ".join(text[:4000].split()).lstrip(_CLOSERS)
    if not text or (len(text) == 1 and text in words.SYMBOLS):
        return None
    if len(text) > LONGEST_LINE:
        text = text[: LONGEST_LINE - 1] + "…"
    if len(text) < 80 and text.endswith(_BUSY_ENDS) and words.BUSY_TEXT.fullmatch(text):
        return ScreenLine(text=text, role=Role.SPINNER, node_id=node_id)
    return ScreenLine(text=text, node_id=node_id)
