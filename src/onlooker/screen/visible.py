"""Whether an element's own style hides it. Says nothing of layout, overlap or what is scrolled out of view: those a DOM cannot know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from onlooker.domain.stylesheet import Declaration, parse_declarations


class Sight(Enum):
    SHOWN = 0
    HIDDEN = 1
    UNSURE = 2
    """An animation or a move decides, and it is not recorded."""


Style = Mapping[str, Declaration]

_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|em|rem|%|vw|vh)?")
_FAR = -900.0
"""Pixels left or above the page's edge beyond which people put what only screen readers should meet."""
_NO_BOX = re.compile(r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\s*\)|inset\(\s*(?:50|100)%")
_AWAY = re.compile(r"translate(?:3d|x|y)?\([^)]*-?(?:100%|\d{3,}%|9{3,}px|100v[wh])")


def sight(style: Style) -> Sight:
    """Of display, opacity, clipping and position; `visibility` is inherited and read by the caller."""
    if not style:
        return Sight.SHOWN
    if _value(style, "display") == "none" or _value(style, "content-visibility") == "hidden":
        return Sight.HIDDEN
    moving = _value(style, "animation") not in {"", "none"} or _value(style, "animation-name") not in {"", "none"}
    if _transparent(_value(style, "opacity")):
        return Sight.UNSURE if moving else Sight.HIDDEN
    position = _value(style, "position")
    lifted = position in {"absolute", "fixed"}
    if lifted and (_NO_BOX.search(_value(style, "clip")) or _NO_BOX.search(_value(style, "clip-path"))):
        return Sight.HIDDEN
    if lifted and (pixels(_value(style, "left")) < _FAR or pixels(_value(style, "top")) < _FAR):
        return Sight.HIDDEN
    # A table's cell that cuts its text short is told to be at most nothing wide; the table gives it its width all the same.
    sizes = ("height", "max-height", "width") if _value(style, "text-overflow") == "ellipsis" else ("height", "max-height", "width", "max-width")
    if _clipped(style) and any(_no_size(_value(style, name)) for name in sizes):
        return Sight.HIDDEN
    transform = _value(style, "transform")
    if transform not in {"", "none"} and ("scale(0)" in transform or (lifted and _AWAY.search(transform))):
        return Sight.HIDDEN if position == "fixed" and not moving else Sight.UNSURE
    return Sight.SHOWN


def with_inline(style: Style, inline: str) -> Style:
    """The style attribute wins, save over !important."""
    own = parse_declarations(inline)
    if not own:
        return style
    merged = dict(style)
    for declaration in own:
        before = merged.get(declaration.property)
        if before is None or declaration.important or not before.important:
            merged[declaration.property] = declaration
    return merged


def pixels(value: str) -> float:
    """A length in CSS pixels, percentages of nothing; 0 for what is not one length."""
    found = _LENGTH.fullmatch(value.strip())
    if found is None:
        return 0.0
    number = float(found[1])
    return number * 16 if found[2] in {"em", "rem"} else 0.0 if found[2] in {"%", "vw", "vh"} else number


def _value(style: Style, name: str) -> str:
    declaration = style.get(name)
    return "" if declaration is None else declaration.value


def _transparent(value: str) -> bool:
    try:
        return value != "" and float(value.rstrip("%")) <= 0.02
    except ValueError:
        return False


def _clipped(style: Style) -> bool:
    return any(_value(style, name).startswith(("hidden", "clip")) for name in ("overflow", "overflow-y", "overflow-x"))


def _no_size(value: str) -> bool:
    found = _LENGTH.fullmatch(value) if value else None
    return found is not None and found[2] in {None, "px"} and float(found[1]) <= 1.0
