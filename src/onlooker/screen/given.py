"""What the user's own hand set on a page, and whether the page shows it when it is loaded again.

Only forms that hold a stored thing count: beside the field stands a text that nobody typed, before as after. A form to search, to filter or to make
something new comes back as it began, and that says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.screen import Reverted
from onlooker.screen.label import field_label, value_of
from onlooker.screen.restated import restated

_MOST_PAGES = 200
_MOST_CONTROLS = 400
_LONGEST_FORM = 20_000
"""Nodes of a page that are gone through for its controls."""
_CONTROLS = frozenset({"input", "select", "textarea"})
_FREE = frozenset({"", "text", "email", "url", "tel", "textarea"})
_UNTOLD = frozenset({"password", "file", "hidden", "search", "submit", "button", "reset", "image", "color", "range"})
_TICKED = frozenset({"checkbox", "radio"})
_MAKING = frozenset({"add", "new", "create"})
"""Last words of an address where something new is made: there a form comes back empty."""

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Control:
    node: Node
    label: str
    value: str
    form: int
    """The node id of its form, -1 outside of one."""

    @property
    def kind(self) -> str:
        return self.node.attr("type").lower() if self.node.tag == "input" else self.node.tag


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """As it was left: what was given to which field (before, given), and the texts that stood in the same form untouched."""

    asked: Mapping[str, str]
    given: Mapping[_Key, tuple[str, str]]
    stored: Mapping[_Key, frozenset[tuple[_Key, str]]]


@dataclass(slots=True)
class Given:
    """Of one window. `stood` and `by_hand` at every input, `leave` before another document is loaded and `arrive` after it."""

    _pages: dict[str, _Page] = field(default_factory=dict)
    _touched: dict[int, str] = field(default_factory=dict)
    """Node id -> what it showed before the first touch."""
    _url: str = ""

    def stood(self, document: Document, node_id: int) -> str:
        """What the field shows now."""
        node = document.nodes.get(node_id)
        if node_id in self._touched or node is None or node.tag not in _CONTROLS:
            return ""
        return value_of(document, node)

    def by_hand(self, node_id: int, stood: str) -> None:
        self._touched.setdefault(node_id, stood)

    def leave(self, document: Document) -> None:
        touched, self._touched = self._touched, {}
        place, asked = _address(self._url)
        if not touched or not place or len(self._pages) >= _MOST_PAGES:
            return
        controls = _controls(document)
        given = {
            key: (touched[one.node.id], one.value) for key, one in controls.items() if one.node.id in touched and touched[one.node.id] != one.value
        }
        stored = {key: _stored(controls, controls[key].form, touched) for key in given}
        self._pages[place] = _Page(asked=asked, given=given, stored=stored)

    def arrive(self, document: Document, url: str) -> tuple[Reverted, ...]:
        """Fields of this page that do not show what they were given, in document order."""
        self._url = url
        place, asked = _address(url)
        page = self._pages.pop(place, None)
        if page is None or any(asked.get(name) != value for name, value in page.asked.items()):
            return ()
        controls = _controls(document)
        found = []
        for key, (before, given) in page.given.items():
            one = controls.get(key)
            if one is None or one.value != before or _empty(one) or (one.kind not in (*_TICKED, "select") and restated(given, one.value)):
                continue
            if page.stored[key] & _stored(controls, one.form, {}):
                found.append(Reverted(label=one.label, given=given, shown=one.value))
        return tuple(found)


def _address(url: str) -> tuple[str, Mapping[str, str]]:
    """Host and path, and what the query asks; no place where new things are made."""
    try:
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        return "", {}
    last = parts.path.rstrip("/").rpartition("/")[2].lower()
    return ("" if last in _MAKING else f"{parts.netloc}{parts.path}"), asked


def _controls(document: Document) -> dict[_Key, _Control]:
    """Those of the page that one can tell apart by their name, in document order."""
    if document.root is None:
        return {}
    found: list[tuple[_Key, _Control]] = []
    for node in islice(document.root.walk(), _LONGEST_FORM):
        if node.tag not in _CONTROLS or len(found) >= _MOST_CONTROLS:
            continue
        form = next((outer for outer in node.ancestors() if outer.tag == "form"), None)
        if node.attr("type").lower() in _UNTOLD or (form is not None and (form.attr("method").lower() == "get" or form.attr("role") == "search")):
            continue
        one = _Control(node=node, label=field_label(document, node), value=value_of(document, node), form=form.id if form is not None else -1)
        if one.value != "***":
            name = node.attr("name") or node.attr("id")
            found.append(((one.kind, name, node.attr("value") if one.kind == "radio" else "" if name else one.label), one))
    times = Counter(key for key, _ in found)
    return {key: one for key, one in found if times[key] == 1}


def _stored(controls: Mapping[_Key, _Control], form: int, touched: Mapping[int, str]) -> frozenset[tuple[_Key, str]]:
    """Texts in a form that nobody typed: what it holds."""
    return frozenset(
        (key, one.value)
        for key, one in controls.items()
        if one.form == form and one.node.id not in touched and one.kind in _FREE and any(char.isalpha() for char in one.value)
    )


def _empty(one: _Control) -> bool:
    """Nothing is given in it: a choice that chooses nothing counts as empty. A box that is ticked for the one time comes back unticked."""
    if one.kind in _TICKED:
        return one.value == "unchecked" and one.kind == "checkbox"
    if not any(char.isalnum() for char in one.value):
        return True
    chosen = [option for option in islice(one.node.walk(), 2_000) if option.tag == "option" and "value" in option.attrs and not option.attr("value")]
    return any(" ".join("".join(child.text for child in option.children()).split()) == one.value for option in chosen)


def one_key(before: str, after: str) -> bool:
    """Whether one keystroke at the end explains the change: a page that sets a field rarely does it letter by letter."""
    return abs(len(before) - len(after)) <= 1 and (before.startswith(after) or after.startswith(before))
