"""What scripts did to styles that a document holds as text: to a style attribute, and to the texts of a `style` element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from onlooker.domain.node import TEXT, Node

_SPLIT = "/* rr_split */"
"""How the recorder parts the css of a `style` with several texts."""


class Restyled(NamedTuple):
    """A style attribute that scripts changed one property at a time: `base` as it was told whole, then the last word on each property, oldest
    first. Only a browser knows what the two make together: the properties are longhands, the base may hold shorthands."""

    base: object
    patch: dict[str, object]

    def take(self, changed: Mapping[str, object]) -> None:
        for name, value in changed.items():
            self.patch.pop(name, None)  # the latest come last, as one property may be part of another
            self.patch[name] = value


def part_css(style: Node, but: Node | None = None) -> None:
    """What the recorder read off a whole sheet goes to the texts it is made of: one of them is about to change, and the others stay."""
    css = style.attrs.get("_cssText")
    if not isinstance(css, str):
        return
    texts = [child for child in style.children() if child.kind == TEXT and child is not but]
    parts = css.split(_SPLIT)
    last = max(0, len(texts) - 1)
    parts[last:] = ["".join(parts[last:])]
    for place, text in enumerate(texts):
        text.text = parts[place] if place < len(parts) else ""
    style.attrs = {name: value for name, value in style.attrs.items() if name != "_cssText"}
