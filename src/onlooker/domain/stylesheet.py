"""Stylesheet text to the rules that can decide what shows.

Our own reader of a subset, not tinycss2: a recorded page holds some 250-450 KB of CSS, which tinycss2 takes about a second to tokenize in Python, and
the report of a whole session has to fit in less. Here only braces and strings are scanned; selectors and values are read for the few
properties in `PROPERTIES`. Everything else in a sheet is passed over. At-rules: @media is kept with its condition, @supports, @layer and
@container are taken as true, the rest is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onlooker.domain.selector import Selector
from onlooker.domain.selector_text import parse_selectors
from onlooker.domain.stylelog import RuleEdit

PROPERTIES = frozenset(
    {
        "display",
        "visibility",
        "opacity",
        "position",
        "left",
        "top",
        "right",
        "bottom",
        "clip",
        "clip-path",
        "text-indent",
        "width",
        "height",
        "max-height",
        "max-width",
        "text-overflow",
        "overflow",
        "overflow-x",
        "overflow-y",
        "transform",
        "animation",
        "animation-name",
        "z-index",
        "pointer-events",
        "cursor",
        "inset",
        "content-visibility",
    }
)
_BRACES = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|[{}]", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(rf"(?:^|[;\s])({'|'.join(sorted(PROPERTIES, key=len, reverse=True))})\s*:\s*([^;]+)", re.IGNORECASE)
_LARGEST = 4_000_000
"""Characters of one sheet; what is longer is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    property: str
    value: str
    important: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`media` are the conditions around it, all of which must hold."""

    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]
    media: tuple[str, ...] = ()


Sheet = tuple[tuple[Rule, ...], ...]
"""One place for each top-level rule of the browser's list, so that edits by index fit; a place holds none, one, or (an at-rule) several."""


@lru_cache(maxsize=64)
def parse_sheet(text: str) -> Sheet:
    places: list[tuple[Rule, ...]] = []
    current: list[Rule] = []
    frames: list[str] = []
    """The preludes of the open blocks."""
    start = 0
    for found in _BRACES.finditer(text[:_LARGEST]):
        token = found[0]
        if token == "{":
            frames.append(text[start : found.start()])
            start = found.end()
        elif token == "}":
            if not frames:
                start = found.end()
                continue
            prelude = _prelude(frames.pop())
            if prelude and not prelude.startswith("@"):
                rule = _rule(prelude, text[start : found.start()], frames)
                if rule is not None:
                    current.append(rule)
            start = found.end()
            if not frames:
                places.append(tuple(current))
                current = []
    return tuple(places)


def edited(sheet: Sheet, edits: Sequence[RuleEdit]) -> Sheet:
    """The sheet after what scripts did to it."""
    if not edits:
        return sheet
    places = list(sheet)
    for edit in edits:
        if edit.property:
            continue  # rare, and its effect on what can be read is small: the rule keeps its recorded text
        if not edit.path:
            places = list(parse_sheet(edit.text or ""))
            continue
        index, nested = edit.path[0], len(edit.path) > 1
        if edit.text is None:
            if not nested and 0 <= index < len(places):
                del places[index]
            continue
        rules = tuple(rule for place in parse_rule(edit.text) for rule in place)
        if nested and 0 <= index < len(places):
            places[index] = (*places[index], *rules)
        elif 0 <= index <= len(places):
            places.insert(index, rules)
        else:
            places.append(rules)
    return tuple(places)


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Sheet:
    return parse_sheet.__wrapped__(text)


@lru_cache(maxsize=4096)
def parse_declarations(text: str) -> tuple[Declaration, ...]:
    """Those that matter, of a rule's body or a style attribute; the last one of a property wins."""
    kept: dict[str, Declaration] = {}
    for found in _DECLARATION.finditer(text):
        name, value = found[1].lower(), found[2].strip().lower()
        important = value.endswith("important")
        if important:
            value = value.rpartition("!")[0].strip()
        before = kept.get(name)
        if before is None or important or not before.important:
            kept[name] = Declaration(property=name, value=value, important=important)
    return tuple(kept.values())


def _prelude(text: str) -> str:
    if "/*" in text:
        text = _COMMENT.sub(" ", text)
    return text.rpartition(";")[2].strip()


def _rule(prelude: str, body: str, frames: Sequence[str]) -> Rule | None:
    media: list[str] = []
    for frame in frames:
        outer = _prelude(frame)
        name, _, condition = outer.partition(" ")
        match name.lower():
            case "@media":
                media.append(condition.strip().lower())
            case "@supports" | "@layer" | "@container" | "@scope" | "@starting-style" if name.lower() != "@starting-style":
                pass
            case _:
                return None  # @keyframes, @font-face, and rules nested in rules
    declarations = parse_declarations(_COMMENT.sub(" ", body) if "/*" in body else body)
    if not declarations:
        return None
    selectors = parse_selectors(prelude)
    return Rule(selectors=selectors, declarations=declarations, media=tuple(media)) if selectors else None
