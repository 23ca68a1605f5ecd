"""A document to what can be read on it, in document order; of a document read before, only what changed is read again.

Every element that was visited carries a `Note` of what stands in it, good while the element is untouched and its surroundings (style
context, inherited visibility) are the same. Nothing recurses: one loop over a stack of open elements."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.cascade import Cascade, Styled, scopes
from onlooker.domain.document import Document
from onlooker.domain.node import DOCUMENT, ELEMENT, TEXT, Node
from onlooker.domain.screen import Role, ScreenLine
from onlooker.screen.boxes import SPINNER_TEXT, close_box, idle
from onlooker.screen.frame import BREAK, CELL, DISABLED, INVISIBLE, PAGE, Frame, Manner, Note, end_line, line_of, take
from onlooker.screen.item import Disabled, Field, Item, Mark
from onlooker.screen.shape import WATCHED, Box, Part, shape_of
from onlooker.screen.visible import with_inline

_FILLED_LATER = frozenset({"div", "section", "figure", "ul", "ol"})
"""What pages hold ready for scripts to fill, where it has a name to find it by."""
_NAMES = frozenset({"id", "class"})
_DEEPEST = 400
"""Levels down to which a single element's style is worked out on its own."""

_HOLLOW: Sequence[Item] = (Mark.HOLLOW,)


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
        key = cascade.context << 2
        note = root.note
        if not (isinstance(note, Note) and note.key == key):
            note = self._read(Frame(root, PAGE, cascade, cascade.context, 0, key))
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
            if len(chain) > _DEEPEST:
                return ""
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

    def _read(self, top: Frame) -> Note:
        """The hottest loop of the stage: what does not change from child to child is kept in locals until a frame opens or closes."""
        document = self._document
        shadow = document.shadow
        stack: list[Frame] = []
        frame = top
        visited = 0
        while True:
            child = frame.child
            fragments, flags, cascade, outer, key = frame.fragments, frame.flags, frame.cascade, frame.context, frame.inner_key
            opened: Frame | None = None
            while child is not None:
                node, child = child, child.next
                if node.kind == TEXT:
                    if node.text and not flags & INVISIBLE:
                        fragments.append(node.text)
                    continue
                if node.kind != ELEMENT or frame.special or (shadow and node.id in shadow):
                    opened = self._unusual(frame, node)
                    if opened is not None:
                        break
                    continue
                known = node.note
                if type(known) is Note and known.key == key:
                    take(frame, known, node)
                    continue
                visited += 1
                opened = self._element(frame, node, cascade, outer, key)
                if opened is not None:
                    break
            if opened is not None:
                frame.child = child
                stack.append(frame)
                frame = opened
                continue
            note = self._close(frame)
            if not stack:
                self.visited = visited
                return note
            closed, frame = frame.node, stack.pop()
            take(frame, note, closed)

    def _unusual(self, frame: Frame, node: Node) -> Frame | None:
        """Documents in frames, the tops of shadow trees, what closed details hold, and what is no element at all."""
        if node.kind == DOCUMENT:
            cascade = self._scopes.get(node.id, self._empty)
            return Frame(node, PAGE, cascade, cascade.context, frame.flags, cascade.context << 2 | frame.flags)
        if node.kind != ELEMENT or (frame.special and node.tag != "summary"):
            return None
        cascade, outer = frame.cascade, frame.context
        if node.id in self._document.shadow:
            cascade = self._scopes.get(frame.node.id, self._empty)
            outer = cascade.context
        key = outer << 2 | frame.flags
        known = node.note
        if type(known) is Note and known.key == key:
            take(frame, known, node)
            return None
        return self._element(frame, node, cascade, outer, key)

    def _element(self, frame: Frame, node: Node, cascade: Cascade, outer: int, key: int) -> Frame | None:
        """Reads it at once where nothing of note can be inside, else the frame to go on in."""
        styled = cascade.styled(outer, node, self._document)
        manner = styled.note
        if type(manner) is not Manner or "style" in node.attrs or styled.loose:
            manner = self._manner(styled, node, cascade)
        if manner.unread:
            node.note = Note(key, (), True)
            return None
        flags = frame.flags
        if manner.visibility:
            flags = flags & ~INVISIBLE if manner.visibility == "visible" else flags | INVISIBLE
        first = node.first
        if manner.plain and (first is None or (first.kind == TEXT and first is node.last)):
            node.note = note = self._leaf(node, manner, key, flags)
            if manner.cell and frame.fragments is not frame.items and not manner.unsure:
                frame.fragments.extend(note.items)
            else:
                take(frame, note, node)
            return None
        if not manner.plain:
            items = self._part_items(node, manner, manner.part, flags)
            if items is not None:
                node.note = note = Note(key, items, manner.part is not Part.FIELD)
                take(frame, note, node)
                return None
        if manner.shape.disabled and node.tag == "fieldset":
            flags |= DISABLED
        return Frame(node, manner, cascade, styled.context, flags, key)

    def _manner(self, styled: Styled, node: Node, cascade: Cascade) -> Manner:
        inline = node.attrs.get("style")
        if not inline and not styled.loose:
            manner = styled.note
            if not isinstance(manner, Manner):
                manner = styled.note = Manner(shape_of(node), styled.style, unstyled=self._unstyled)
            return manner
        style = cascade.declared(styled, node, self._document)
        if isinstance(inline, str):
            style = with_inline(style, inline)
        base = styled.note
        if not isinstance(base, Manner):
            base = styled.note = Manner(shape_of(node), styled.style, unstyled=self._unstyled)
        return base if style is styled.style else Manner(base.shape, style, unstyled=self._unstyled)

    def _leaf(self, node: Node, manner: Manner, key: int, flags: int) -> Note:
        text = "" if node.first is None or flags & INVISIBLE else node.first.text
        if manner.flowing:
            items: Sequence[Item] = (text,) if text else ()
            if manner.cell:
                items = (text, CELL)
            if manner.unsure and text:
                items = (*items, Mark.UNSURE)
            return Note(key, items, True, manner.spaced)
        line = line_of(text, node.id) if text else None
        if not text.strip() and node.tag in _FILLED_LATER and not flags & INVISIBLE and not node.attrs.keys().isdisjoint(_NAMES):
            return Note(key, _HOLLOW, False)
        return Note(key, () if line is None else (line, Mark.UNSURE) if manner.unsure else (line,), False)

    def _part_items(self, node: Node, manner: Manner, part: Part, flags: int) -> Sequence[Item] | None:
        """What an element is that is not read into; None when it is read into."""
        shown = not flags & INVISIBLE
        match part:
            case Part.PICTURE:
                if node.tag == "svg":
                    return None
                if shown and manner.shape.box & (Box.SPINNER | Box.BUSY):
                    return (ScreenLine(text=SPINNER_TEXT, role=Role.SPINNER, node_id=node.id),)
                return (Mark.PICTURE,) if shown and node.attr("width") not in {"0", "1"} and node.attr("height") not in {"0", "1"} else ()
            case Part.MASKED:
                return (Mark.MASKED, Mark.PICTURE) if shown else ()
            case Part.FRAME:
                return None if node.first is not None else (Mark.PICTURE,) if shown else ()
            case Part.FIELD:
                if not shown:
                    return ()
                off = manner.shape.disabled or flags & DISABLED
                return (Field(node.id), Disabled(node.id)) if off else (Field(node.id),)
            case Part.BREAK:
                return (BREAK,)
            case _:
                return None

    def _close(self, frame: Frame) -> Note:
        manner, node, flags = frame.manner, frame.node, frame.flags
        items = frame.items
        shape = manner.shape
        if manner.part is Part.BUTTON and node.tag == "input" and not flags & INVISIBLE:
            default = {"submit": "Submit", "reset": "Reset"}.get(node.attr("type").lower(), "")
            frame.fragments.append(node.attr("value") or default)
        if manner.part is Part.CELL:
            items.append(CELL)
        elif not manner.flowing:
            end_line(frame, keep_breaks=bool(shape.box & Box.LINES))
        if node.tag == "svg" and not flags & INVISIBLE:
            items.append(Mark.DRAWING)
        if manner.unsure and items:
            items.extend(Mark.UNSURE for item in list(items) if isinstance(item, ScreenLine))
        if (shape.disabled or flags & DISABLED) and not flags & INVISIBLE and (manner.part is Part.BUTTON or node.tag == "a" or node.attr("role")):
            items.append(Disabled(node.id))
        if shape.box and not flags & INVISIBLE:
            items = close_box(self._document, node, shape.box & ~Box.SPINNER if not manner.drawn and idle(node) else shape.box, items)
        note = Note(frame.key, items, manner.flowing, manner.spaced)
        node.note = note
        return note
