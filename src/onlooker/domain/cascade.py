"""Which declarations hold for an element: the rules of one scope (a document or a shadow root), indexed, and answers shared.

Two elements with the same type, id, classes, watched attributes and ancestors (as far as any rule looks at those) have the same style, so a table of
900 rows costs one row. Only rules that look at siblings or states (:checked) are tried for each element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from onlooker.domain.document import Document
from onlooker.domain.media import media_holds
from onlooker.domain.node import DOCUMENT, Node
from onlooker.domain.selector import Compound, Selector, above_tokens, class_tokens, matches_left
from onlooker.domain.stylesheet import Declaration, Sheet, edited, parse_sheet

_NOTHING: frozenset[str] = frozenset()
_MOST_SHARED = 200_000
_contexts = count(1)
"""Context numbers are unique over all cascades, so that notes made under an old one are never taken for valid."""


class _Candidate(NamedTuple):
    specificity: tuple[int, int, int]
    order: int
    selector: Selector
    declarations: tuple[Declaration, ...]


class Styled:
    """The answer for all elements alike. `context` is what children hand back as their parent's; `style` misses what `loose` rules and
    the style attribute add. `note` is room for a reader's own conclusions about such elements."""

    __slots__ = ("context", "loose", "note", "settled", "style")

    def __init__(self, context: int, settled: tuple[_Candidate, ...], loose: tuple[_Candidate, ...]) -> None:
        self.context = context
        self.settled = settled
        self.loose = loose
        self.style: Mapping[str, Declaration] = _merge(settled)
        self.note: object = None


class Cascade:
    """`watched` are attributes that a reader of `Styled.note` looks at, besides those in selectors."""

    def __init__(self, sheets: Iterable[Sheet], width: int, height: int, watched: frozenset[str] = frozenset()) -> None:
        self.sheets = tuple(sheets)
        self._by_id: dict[str, list[_Candidate]] = {}
        self._by_class: dict[str, list[_Candidate]] = {}
        self._by_tag: dict[str, list[_Candidate]] = {}
        self._anywhere: list[_Candidate] = []
        self._ids: set[str] = set()
        self._outer_ids: set[str] = set()
        self._outer_classes: set[str] = set()
        self._outer_tags: set[str] = set()
        self._outer_attributes: set[str] = set()
        names = set(watched)
        order = 0
        for sheet in self.sheets:
            for place in sheet:
                for rule in place:
                    if not all(media_holds(condition, width, height) for condition in rule.media):
                        continue
                    for selector in rule.selectors:
                        order += 1
                        self._put(_Candidate(selector.specificity, order, selector, rule.declarations), names)
        self._names = frozenset(names)
        self.context = next(_contexts)
        """The context above the scope's top element."""
        self._shared: dict[tuple[object, ...], Styled] = {}
        self._context_of: dict[tuple[object, ...], int] = {}
        self._above: dict[int, frozenset[str]] = {}
        """Context -> what the rules look for among ancestors and would find."""

    def _put(self, candidate: _Candidate, names: set[str]) -> None:
        compounds = candidate.selector.compounds
        if any(compound.never for compound in compounds):
            return
        last = compounds[0]
        if last.html_id:
            self._by_id.setdefault(last.html_id, []).append(candidate)
        elif last.classes:
            self._by_class.setdefault(last.classes[-1], []).append(candidate)
        elif last.tag:
            self._by_tag.setdefault(last.tag, []).append(candidate)
        else:
            self._anywhere.append(candidate)
        for position, compound in enumerate(compounds):
            for part in _parts(compound):
                names.update(test.name for test in part.attributes)
                if part.html_id:
                    self._ids.add(part.html_id)
                if position:
                    self._outer_classes.update(part.classes)
                    self._outer_attributes.update(test.name for test in part.attributes)
                    if part.html_id:
                        self._outer_ids.add(part.html_id)
                    if part.tag:
                        self._outer_tags.add(part.tag)

    def styled(self, outer: int, node: Node, document: Document) -> Styled:
        """`outer` is the context of the parent element, `self.context` at the top of the scope."""
        attrs = node.attrs
        if not attrs:
            key: tuple[object, ...] = (outer, node.tag)
        else:
            html_id = attrs.get("id")
            extras: tuple[object, ...] = ()
            if not self._names.isdisjoint(attrs):
                extras = tuple((name, value if type(value) is str else str(value)) for name, value in attrs.items() if name in self._names)
            css_class = attrs.get("class")
            key = (
                outer,
                node.tag,
                css_class if type(css_class) is str else None,
                html_id if type(html_id) is str and html_id in self._ids else None,
                extras,
            )
        shared = self._shared.get(key)
        if shared is None:
            if len(self._shared) > _MOST_SHARED:
                self._shared.clear()
            shared = self._shared[key] = self._work_out(outer, node, document)
        return shared

    def _work_out(self, outer: int, node: Node, document: Document) -> Styled:
        classes = class_tokens(node)
        candidates = [*self._anywhere, *self._by_tag.get(node.tag, ())]
        if classes and self._by_class:
            for name in classes:
                candidates.extend(self._by_class.get(name, ()))
        if self._by_id:
            candidates.extend(self._by_id.get(node.attr("id"), ()))
        above = self._above.get(outer, _NOTHING)
        settled: list[_Candidate] = []
        loose: list[_Candidate] = []
        for candidate in candidates:
            selector = candidate.selector
            if not selector.compounds[0].may_hold(node, classes) or not selector.needs <= above:
                continue
            if not selector.local:
                loose.append(candidate)
            elif selector.compounds[0].holds(node, classes, document) and (not selector.combinators or matches_left(selector, node, document)):
                settled.append(candidate)
        seen = (
            outer,
            node.tag if node.tag in self._outer_tags else "",
            tuple(sorted(classes & self._outer_classes)),
            html_id if (html_id := node.attr("id")) in self._outer_ids else "",
            tuple((name, node.attr(name)) for name in sorted(self._outer_attributes) if name in node.attrs),
        )
        context = self._context_of.get(seen)
        if context is None:
            context = self._context_of[seen] = next(_contexts)
            self._above[context] = above | frozenset(above_tokens(seen[3], seen[2], seen[1]))
        return Styled(context, tuple(settled), tuple(loose))

    def declared(self, styled: Styled, node: Node, document: Document) -> Mapping[str, Declaration]:
        """`styled.style` with the loose rules tried on this very element."""
        if not styled.loose:
            return styled.style
        hold = [
            one
            for one in styled.loose
            if one.selector.compounds[0].holds(node, class_tokens(node), document) and matches_left(one.selector, node, document)
        ]
        return _merge((*styled.settled, *hold)) if hold else styled.style


def scopes(document: Document, watched: frozenset[str], known: dict[tuple[object, ...], Cascade]) -> dict[int, Cascade]:
    """A cascade for each scope, by the node id of its document or shadow host; that of the page itself also stands under 0. `known` keeps
    cascades for pages that share their sheets, and is the caller's to keep."""
    texts: dict[int, list[Sheet]] = {}
    for owner in document.styles.owners:
        node = document.nodes.get(owner)
        if node is None or _switched_off(node):
            continue
        text = node.attr("_cssText") or "".join(child.text for child in node.children())
        if text or owner in document.styles.edits:
            texts.setdefault(_scope(document, node), []).append(edited(parse_sheet(text), document.styles.edits.get(owner, ())))
    for host, style_ids in document.styles.adopted.items():
        scope = 0 if document.root is None or host == document.root.id else host
        texts.setdefault(scope, []).extend(edited((), document.styles.constructed.get(one, ())) for one in style_ids)
    size = (document.width, document.height)
    result: dict[int, Cascade] = {}
    for scope in {0, *texts}:
        sheets = texts.get(scope, [])
        key = (*size, *map(id, sheets))
        cascade = known.get(key)
        if cascade is None:
            if len(known) > 32:
                known.clear()
            cascade = known[key] = Cascade(sheets, *size, watched)
        result[scope] = cascade
    return result


def _switched_off(node: Node) -> bool:
    media = node.attr("media").lower()
    return "print" in media or (node.tag == "link" and "disabled" in node.attrs)


def _scope(document: Document, node: Node) -> int:
    at: Node | None = node
    while at is not None:
        if at.kind == DOCUMENT:
            return 0 if at is document.root else at.id
        if at.id in document.shadow and at.parent is not None:
            return at.parent.id
        at = at.parent
    return 0


def _parts(compound: Compound) -> list[Compound]:
    """The compound with those inside its :not and :is, to any depth the parser allows."""
    found, waiting = [], [compound]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(one.nots)
        for choice in one.alternatives:
            waiting.extend(choice)
    return found


def _merge(candidates: Sequence[_Candidate]) -> Mapping[str, Declaration]:
    if not candidates:
        return {}
    merged: dict[str, Declaration] = {}
    for candidate in sorted(candidates, key=lambda one: (one.specificity, one.order)):
        for declaration in candidate.declarations:
            before = merged.get(declaration.property)
            if before is None or declaration.important or not before.important:
                merged[declaration.property] = declaration
    return merged
