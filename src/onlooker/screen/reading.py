"""A document to what can be read on it, in document order; of a document read before, only what changed is read again.

Every element that was visited carries a `Note` of what stands in it, good while the element is untouched and its surroundings (style context, inherited
visibility) are the same. Nothing recurses: one loop over a stack of open elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.domain.cascade import Cascade, Styled, scopes
from onlooker.domain.document import DOCUMENT, ELEMENT, TEXT, Document, Node
from onlooker.domain.screen import Role, ScreenLine
from onlooker.domain.stylesheet import Declaration
from onlooker.screen import words
from onlooker.screen.boxes import close_box
from onlooker.screen.item import Disabled, Field, Item, Mark
from onlooker.screen.shape import WATCHED, Box, Part, Shape, shape_of
from onlooker.screen.visible import Sight, sight, with_inline

LONGEST_LINE = 300


_BREAK = "\u2028"
_CELL = "\u2029"
"""Between the cells of a row, until the row ends."""
_BUSY_ENDS = ("…", ".", "ing", "wait", "moment", "!")
"""How a text that says "busy" ends: a cheap question before the expression is tried."""
_INVISIBLE, _IN_DIALOG, _DISABLED = 1, 2, 4


class Note:
    """What stands in an element. `inline`: its text runs on in the line around it; `spaced`: apart from its neighbour."""

    __slots__ = ("inline", "items", "key", "spaced")

    def __init__(self, key: int, items: Sequence[Item], inline: bool, spaced: bool = False) -> None:
        self.key = key
        self.items = items
        self.inline = inline
        self.spaced = spaced


class _Manner:
    """How elements alike are read: their shape, and what their style says."""

    __slots__ = ("flowing", "hidden", "part", "shape", "spaced", "unsure", "visibility")

    def __init__(self, shape: Shape, style: Mapping[str, Declaration], *, unstyled: bool) -> None:
        seen = sight(style)
        display = declared.value if (declared := style.get("display")) is not None else ""
        self.shape = shape
        self.hidden = seen is Sight.HIDDEN or (shape.ua_hidden and not display) or (unstyled and shape.hidden_by_name)
        self.unsure = seen is Sight.UNSURE
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
        self.spaced = display.endswith(("flex", "grid")) or display.startswith("inline-")


class _Frame:
    __slots__ = ("cascade", "child", "context", "flags", "fragments", "items", "key", "manner", "node")

    def __init__(self, node: Node, manner: _Manner, cascade: Cascade, context: int, flags: int, key: int) -> None:
        self.node = node
        self.manner = manner
        self.cascade = cascade
        self.context = context
        self.flags = flags
        self.key = key
        self.child = node.first
        self.items: list[Item] = []
        self.fragments: list[Item] = self.items if manner.flowing else []


class Reading:
    """Reads one document over and over. `cascades` may be shared by several, for pages with the same sheets."""

    def __init__(self, document: Document, cascades: dict[tuple[object, ...], Cascade]) -> None:
        self._document = document
        self._known = cascades
        self._scopes: dict[int, Cascade] = {}
        self._seen: tuple[int, int, int] | None = None
        self._unstyled = False
        self.visited = 0
        """Elements the last reading had to go through again."""
        self._empty = Cascade((), 0, 0, WATCHED)

    def items(self) -> Sequence[Item]:
        """All that is visible now. The same object again when nothing that can be read changed."""
        document = self._document
        root = document.root
        self.visited = 0
        if root is None:
            return ()
        seen = (document.styles.version, document.width, document.height)
        if seen != self._seen:
            self._seen = seen
            self._scopes = scopes(document, WATCHED, self._known)
            self._unstyled = not any(cascade.sheets for cascade in self._scopes.values())
        cascade = self._scopes[0]
        key = cascade.context << 3
        note = root.note
        if not (isinstance(note, Note) and note.key == key):
            note = self._read(_Frame(root, _PAGE, cascade, cascade.context, 0, key))
        return note.items

    @property
    def styled(self) -> bool:
        """Whether any stylesheet was recorded for what was last read."""
        return not self._unstyled

    def declared(self, node: Node, name: str) -> str:
        """The value the sheets and the style attribute give to one property of one element; "" when none does."""
        document = self._document
        chain = [node]
        for above in node.ancestors():
            if above.kind != ELEMENT:
                break
            chain.append(above)
        scope = chain[-1].parent
        cascade = self._scopes.get(0 if scope is document.root or scope is None else scope.id, self._empty)
        context = cascade.context
        found = cascade.styled(context, chain[-1], document)
        for child, parent in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
            context = found.context
            if child.id in document.shadow:
                cascade = self._scopes.get(parent.id, self._empty)
                context = cascade.context
            found = cascade.styled(context, child, document)
        style = cascade.declared(found, node, document)
        inline = node.attr("style")
        declaration = (with_inline(style, inline) if inline else style).get(name)
        return "" if declaration is None else declaration.value

    def _read(self, top: _Frame) -> Note:
        document = self._document
        shadow = document.shadow
        stack = [top]
        visited = 0
        while True:
            frame = stack[-1]
            child = frame.child
            if child is None:
                note = self._close(frame)
                stack.pop()
                if not stack:
                    self.visited = visited
                    return note
                _take(stack[-1], note, frame.node)
                continue
            frame.child = child.next
            flags = frame.flags
            if child.kind == TEXT:
                if child.text and not flags & _INVISIBLE:
                    frame.fragments.append(child.text)
                continue
            cascade, outer = frame.cascade, frame.context
            if child.kind != ELEMENT:
                if child.kind == DOCUMENT:
                    cascade = self._scopes.get(child.id, self._empty)
                    stack.append(_Frame(child, _PAGE, cascade, cascade.context, flags, cascade.context << 3 | flags))
                continue
            if shadow and child.id in shadow:
                cascade = self._scopes.get(frame.node.id, self._empty)
                outer = cascade.context
            key = outer << 3 | flags
            known = child.note
            if isinstance(known, Note) and known.key == key:
                _take(frame, known, child)
                continue
            visited += 1
            styled = cascade.styled(outer, child, document)
            attrs = child.attrs
            if "style" in attrs or styled.loose or type(styled.note) is not _Manner:
                manner = self._manner(styled, child, cascade)
            else:
                manner = styled.note
            part = manner.part
            if manner.hidden or part is Part.SKIPPED:
                child.note = Note(key, (), True)
                continue
            if manner.visibility:
                flags = flags & ~_INVISIBLE if manner.visibility == "visible" else flags | _INVISIBLE
            first = child.first
            if (
                (first is None or (first is child.last and first.kind == TEXT))
                and not manner.shape.box
                and (part is Part.INLINE or part is Part.BLOCK or part is Part.CELL)
            ):
                # Most elements: no more than one text. No frame is opened for them.
                child.note = note = self._leaf(child, manner, key, flags)
                _take(frame, note, child)
                continue
            items = self._part_items(child, manner, part, flags)
            if items is not None:
                child.note = note = Note(key, items, part is not Part.FIELD)
                _take(frame, note, child)
                continue
            if manner.shape.disabled and child.tag == "fieldset":
                flags |= _DISABLED
            if manner.shape.box & (Box.DIALOG | Box.DIALOG_BY_NAME):
                flags |= _IN_DIALOG
            stack.append(_Frame(child, manner, cascade, styled.context, flags, key))

    def _manner(self, styled: Styled, node: Node, cascade: Cascade) -> _Manner:
        inline = node.attrs.get("style")
        if not inline and not styled.loose:
            manner = styled.note
            if not isinstance(manner, _Manner):
                manner = styled.note = _Manner(shape_of(node), styled.style, unstyled=self._unstyled)
            return manner
        style = cascade.declared(styled, node, self._document)
        if isinstance(inline, str):
            style = with_inline(style, inline)
        base = styled.note
        if not isinstance(base, _Manner):
            base = styled.note = _Manner(shape_of(node), styled.style, unstyled=self._unstyled)
        return base if style is styled.style else _Manner(base.shape, style, unstyled=self._unstyled)

    def _leaf(self, node: Node, manner: _Manner, key: int, flags: int) -> Note:
        text = "" if node.first is None or flags & _INVISIBLE else node.first.text
        if manner.flowing:
            items: Sequence[Item] = (text,) if text else ()
            if manner.part is Part.CELL:
                items = (text, _CELL)
            if manner.unsure and text:
                items = (*items, Mark.UNSURE)
            return Note(key, items, True, manner.spaced)
        line = _line(text, node.id) if text else None
        return Note(key, () if line is None else (line, Mark.UNSURE) if manner.unsure else (line,), False)

    def _part_items(self, node: Node, manner: _Manner, part: Part, flags: int) -> Sequence[Item] | None:
        """What an element is that is not read into; None when it is read into."""
        shown = not flags & _INVISIBLE
        match part:
            case Part.PICTURE:
                if node.tag == "svg":
                    return None
                return (Mark.PICTURE,) if shown and node.attr("width") not in {"0", "1"} and node.attr("height") not in {"0", "1"} else ()
            case Part.MASKED:
                return (Mark.MASKED, Mark.PICTURE) if shown else ()
            case Part.FRAME:
                return None if node.first is not None else (Mark.PICTURE,) if shown else ()
            case Part.FIELD:
                if not shown:
                    return ()
                off = manner.shape.disabled or flags & _DISABLED
                return (Field(node.id), Disabled(node.id)) if off else (Field(node.id),)
            case Part.BREAK:
                return (_BREAK,)
            case _:
                return None

    def _close(self, frame: _Frame) -> Note:
        manner, node, flags = frame.manner, frame.node, frame.flags
        items = frame.items
        shape = manner.shape
        if manner.part is Part.BUTTON and node.tag == "input" and not flags & _INVISIBLE:
            default = {"submit": "Submit", "reset": "Reset"}.get(node.attr("type").lower(), "")
            frame.fragments.append(node.attr("value") or default)
        if manner.part is Part.CELL:
            items.append(_CELL)
        elif not manner.flowing:
            _end_line(frame, keep_breaks=bool(shape.box & Box.LINES))
        if node.tag == "svg" and not flags & _INVISIBLE:
            items.append(Mark.PICTURE)
        if manner.unsure and items:
            items.extend(Mark.UNSURE for item in list(items) if isinstance(item, ScreenLine))
        if (shape.disabled or flags & _DISABLED) and not flags & _INVISIBLE and (manner.part is Part.BUTTON or node.tag == "a" or node.attr("role")):
            items.append(Disabled(node.id))
        if shape.box and not flags & _INVISIBLE:
            items = close_box(self._document, node, shape.box, items)
        note = Note(frame.key, items, manner.flowing, manner.spaced)
        node.note = note
        return note


_PAGE = _Manner(Shape(Part.BLOCK, Box.NONE, disabled=False, ua_hidden=False, hidden_by_name=False), {}, unstyled=False)


def _take(frame: _Frame, note: Note, node: Node) -> None:
    """Puts what stands in `node` into the frame around it."""
    items = note.items
    if not note.inline:
        if frame.fragments and frame.fragments is not frame.items:
            _end_line(frame)
        frame.items.extend(items)
        return
    if not items:
        return
    before = node.prev
    if (note.spaced or frame.manner.spaced) and before is not None and before.kind == ELEMENT:
        frame.fragments.append(" ")
    if frame.fragments is frame.items:
        frame.items.extend(items)
        return
    for item in items:
        if type(item) is str:
            frame.fragments.append(item)
        else:
            if type(item) is ScreenLine and frame.fragments:
                _end_line(frame)
            frame.items.append(item)


def _end_line(frame: _Frame, *, keep_breaks: bool = False) -> None:
    fragments = frame.fragments
    if not fragments:
        return
    text = "".join(fragments)  # type: ignore[arg-type]  # a block's fragments are text only
    fragments.clear()
    if keep_breaks:
        text = text.replace("\n", _BREAK)
    if _CELL in text:
        cells = [cell for part in text.split(_CELL) if (cell := " ".join(part.split()))]
        text = (" | " if sum(map(len, cells)) + 3 * len(cells) <= LONGEST_LINE else _BREAK).join(cells)
    for part in text.split(_BREAK) if _BREAK in text else (text,):
        line = _line(part, frame.node.id)
        if line is not None:
            frame.items.append(line)


def _line(text: str, node_id: int) -> ScreenLine | None:
    text = " ".join(text[:4000].split())
    if not text:
        return None
    if len(text) > LONGEST_LINE:
        text = text[: LONGEST_LINE - 1] + "…"
    if len(text) < 80 and text.endswith(_BUSY_ENDS) and words.BUSY_TEXT.fullmatch(text):
        return ScreenLine(text=text, role=Role.SPINNER, node_id=node_id)
    return ScreenLine(text=text, node_id=node_id)
