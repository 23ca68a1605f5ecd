"""How things are called in a transcript: elements, pages, times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onlooker.condense.plain import plain
from onlooker.condense.row import Alias, Cell
from onlooker.domain.screen import Element, Role
from onlooker.domain.tone import read

LABEL, TEXT, MESSAGE, ERROR, URL, QUERY, VALUE = 60, 100, 300, 240, 120, 30, 80
"""Most characters of each kind of text."""

_REF = 200
"""Of an element without a name, the last two steps of its ref are told; characters to look at."""
_TAGS = {"a": "link", "textarea": "field", "img": "image", "svg": "icon", "path": "icon", "li": "item", "td": "cell", "tr": "row", "th": "cell"}
_INPUTS = {"submit": "button", "button": "button", "reset": "button", "image": "button", "checkbox": "checkbox", "radio": "radio", "file": "file"}
_ROLES = {"textbox": "field", "combobox": "field", "searchbox": "field", "menuitem": "item", "option": "option", "img": "image"}


def element_cell(element: Element | None) -> Cell:
    """`button Save`; an element nobody named goes by its ref."""
    if element is None:
        return Cell(text="?")
    kind = _ROLES.get(element.role, element.role)
    if not kind:
        kind = _INPUTS.get(element.type, "field") if element.tag == "input" else _TAGS.get(element.tag, element.tag)
    name = plain(element.label, LABEL) or plain(">".join(element.ref[-_REF:].split(">")[-2:]), LABEL)
    marks = " (disabled)" if element.disabled else ""
    return Cell(text=f"{plain(kind, 20)} {name}".strip() + marks, alias=Alias.ELEMENT)


_WORDLESS = "(spinner)"
_ROLE_WORDS = {Role.TEXT: "", Role.HEADING: "heading:", Role.ALERT: "alert:", Role.INVALID: "invalid:", Role.DIALOG: "dialog:", Role.SPINNER: "busy:"}
_OURS = (*filter(None, _ROLE_WORDS.values()), "text:", "value:", "field:", "disabled:", "again ", "blank screen", "busy", "-", "+", ">")
"""How our own words in a cell begin."""


def text_cell(text: str, role: Role = Role.TEXT, *, lead: str = "") -> Cell:
    """A text on the screen. One without a role that begins like one with a role is marked as text. What
    reads like a message is told in full."""
    told = plain(text, TEXT if role is Role.TEXT and read(text).strength < 2 else MESSAGE)
    word = _ROLE_WORDS[role]
    if role is Role.SPINNER and told == _WORDLESS:
        return Cell(text="busy", lead=lead)
    if role is Role.TEXT and told.startswith(_OURS):
        word = "text:"
    return Cell(text=told, alias=Alias.TEXT, lead=lead + word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Addresses and titles told without what most of them share: the origin, and the name of the site at a title's end."""

    origin: str = ""
    site: str = ""

    def cell(self, url: str, *, lead: str = "", tail: str = "") -> Cell:
        return Cell(text=self.told(url), alias=Alias.PAGE, lead=lead, tail=tail)

    def asked(self, url: str, *, lead: str, tail: str) -> Cell:
        """The address of a request: of a query its beginning is enough."""
        told = self.told(url)
        where, mark, query = told.partition("?")
        return Cell(text=where + mark + plain(query, QUERY), alias=Alias.PAGE, lead=lead, tail=tail)

    def told(self, url: str) -> str:
        if self.origin and url.startswith(self.origin):
            url = url[len(self.origin) :] or "/"
            url = url if url[0] in "/?#" else self.origin + url
        return plain(url, URL) or "?"

    def title(self, title: str) -> tuple[Cell, ...]:
        """No cell for a title that says nothing but the site's name."""
        told = plain(title.removesuffix(self.site), LABEL)
        return (Cell(text=told, alias=Alias.TEXT),) if told else ()


_BETWEEN = (" | ", " - ", " \N{EN DASH} ", " \N{EM DASH} ", " · ", " :: ", " » ")
_SHARED = 3


def site_of(titles: Iterable[str]) -> str:
    """The longest ending, with the mark before it, that at least three titles and half of all share; else empty."""
    distinct = set(titles)
    endings = Counter(title[place:] for title in distinct for mark in _BETWEEN for place in _places(title, mark))
    shared = [ending for ending, times in endings.items() if times >= max(_SHARED, len(distinct) / 2)]
    return max(shared, key=len, default="")


def _places(title: str, mark: str) -> Iterator[int]:
    place = title.find(mark)
    while place != -1:
        yield place
        place = title.find(mark, place + 1)


def origin_of(url: str) -> str:
    """`https://host:port` of an absolute URL, empty for any other."""
    scheme, found, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0].partition('?')[0].partition('#')[0]}" if found and rest else ""


def seconds(ms: int) -> str:
    """`.4`, `3.2`, `42`; empty below 50 ms."""
    tenths = (max(0, ms) + 50) // 100
    if not tenths:
        return ""
    whole, rest = divmod(tenths, 10)
    if whole >= 10 or not rest:
        return str(whole + (rest >= 5))
    return f"{whole or ''}.{rest}"


def span(ms: int) -> str:
    return f"{seconds(ms) or '0'}s"
