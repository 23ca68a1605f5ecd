"""Documents written down as HTML, in rrweb's form. `el("p", "text", id=7)` numbers what is not numbered."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from onlooker.domain.document import Document
from onlooker.domain.snapshot import Change

_ids = count(10_000)


def text(value: str, id: int | None = None) -> dict[str, object]:
    return {"type": 3, "textContent": value, "id": next(_ids) if id is None else id}


def el(tag: str, *children: dict[str, object] | str, id: int | None = None, **attributes: object) -> dict[str, object]:
    """Attribute names take `_` for `-`, and a trailing one where Python has the word: `class_`, `for_`. `html_id` is the attribute id."""
    named = {("id" if name == "html_id" else name.rstrip("_").replace("_", "-")): value for name, value in attributes.items()}
    return {
        "type": 2,
        "tagName": tag,
        "attributes": named,
        "childNodes": [text(child) if isinstance(child, str) else child for child in children],
        "id": next(_ids) if id is None else id,
    }


def marked(tag: str, attributes: Mapping[str, object], *children: dict[str, object] | str) -> dict[str, object]:
    """`el` with the attributes as HTML writes them."""
    return {**el(tag, *children), "attributes": dict(attributes)}


def page(*body: dict[str, object] | str, head: tuple[dict[str, object], ...] = (), id: int = 1) -> dict[str, object]:
    """The data of a full snapshot. Document 1, html 2, head 3, body 4."""
    html = el("html", el("head", *head, id=id + 2), el("body", *body, id=id + 3), id=id + 1)
    return {"node": {"type": 0, "childNodes": [html], "id": id}, "initialOffset": {"left": 0, "top": 0}}


def css(rules: str) -> dict[str, object]:
    return {**el("style"), "attributes": {"_cssText": rules}}


def document(*body: dict[str, object] | str, head: tuple[dict[str, object], ...] = (), width: int = 1280) -> Document:
    made = Document()
    made.resize({"width": width, "height": 720})
    made.load(page(*body, head=head))
    return made


def mutate(made: Document, **parts: list[dict[str, object]]) -> None:
    made.apply(Change.MUTATION, {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [], **parts})


def add(node: dict[str, object], parent: int, before: int | None = None) -> dict[str, object]:
    return {"parentId": parent, "nextId": before, "node": node}
