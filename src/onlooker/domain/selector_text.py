"""The text of a rule's prelude to selectors."""

from __future__ import annotations

import re

from onlooker.domain.selector import AttributeTest, Compound, Selector, above_tokens

_IDENT = r"(?:[\w-]|[^\x00-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\[^\n])+"
_SIMPLE = re.compile(rf"(?P<tag>\*|{_IDENT})|#(?P<id>{_IDENT})|\.(?P<cls>{_IDENT})|\[(?P<attr>[^\]]*)\]|(?P<pseudo>::?)(?P<name>[\w-]+)(?P<open>\()?")
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_ATTR = re.compile(r"\s*(?P<name>[\w|:-]+)\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\]]+)\s*[iIsS]?\s*)?$")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_NEVER = frozenset({"hover", "focus", "active", "focus-within", "focus-visible", "target", "visited", "fullscreen"})
_STATES = frozenset({"disabled", "enabled", "checked", "root", "first-child", "last-child", "only-child", "empty", "link", "any-link", "host"})
_LONGEST = 400
"""Characters of one selector; what is longer is generated, hostile, or both."""


def parse_selectors(text: str) -> tuple[Selector, ...]:
    """The selectors of a rule's prelude; those that cannot be read are left out."""
    return tuple(selector for part in _split(text) if (selector := _selector(part)) is not None)


def _split(text: str) -> list[str]:
    """At the commas outside parentheses and brackets."""
    if "(" not in text and "[" not in text:
        return text.split(",")
    parts, depth, start = [], 0, 0
    for position, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return parts


def _selector(text: str, *, depth: int = 0) -> Selector | None:
    text = text.strip()
    if not text or len(text) > _LONGEST or depth > 3:
        return None
    compounds: list[Compound] = []
    combinators: list[str] = []
    position = 0
    weight = (0, 0, 0)
    while True:
        found = _compound(text, position, depth)
        if found is None:
            return None
        compound, position, own = found
        weight = (weight[0] + own[0], weight[1] + own[1], weight[2] + own[2])
        compounds.append(compound)
        if position >= len(text):
            break
        step = _COMBINATOR.match(text, position)
        if step is None or step.end() >= len(text):
            return None
        combinators.append(step.group(1) or " ")
        position = step.end()
    upward = all(step in " >" for step in combinators)
    needs = [token for one in compounds[:-1] for token in above_tokens(one.html_id, one.classes, one.tag)] if upward else []
    return Selector(
        compounds=tuple(reversed(compounds)),
        combinators=tuple(reversed(combinators)),
        specificity=weight,
        local=upward and not any(one.states for one in compounds),
        needs=frozenset(needs),
    )


def _compound(text: str, position: int, depth: int) -> tuple[Compound, int, tuple[int, int, int]] | None:
    tag = html_id = ""
    classes: list[str] = []
    attributes: list[AttributeTest] = []
    states: list[str] = []
    nots: list[Compound] = []
    alternatives: list[tuple[Compound, ...]] = []
    never = False
    start = position
    a = b = c = 0
    while (part := _SIMPLE.match(text, position)) is not None:
        position = part.end()
        if part["tag"] is not None:
            if part.start() != start:
                return None
            tag = "" if part["tag"] == "*" else part["tag"].lower()
            c += bool(tag)
        elif part["id"] is not None:
            html_id = _unescape(part["id"])
            a += 1
        elif part["cls"] is not None:
            classes.append(_unescape(part["cls"]))
            b += 1
        elif part["attr"] is not None:
            test = _ATTR.match(part["attr"])
            if test is None:
                return None
            attributes.append(AttributeTest(name=test["name"], op=test["op"] or "", value=(test["value"] or "").strip("\"'")))
            b += 1
        else:
            name = part["name"].lower()
            if part["pseudo"] == "::" or name in {"before", "after"}:
                return None
            if part["open"] is None:
                if name in _NEVER:
                    never = True
                elif name in _STATES:
                    states.append(name)
                else:
                    return None
                b += 1
                continue
            close = _closing(text, position)
            if close < 0 or name not in {"not", "is", "where", "matches", "-webkit-any"}:
                return None
            inner = [_selector(one, depth=depth + 1) for one in _split(text[position:close])]
            position = close + 1
            if any(one is None or len(one.compounds) > 1 for one in inner):
                return None
            choices = tuple(one.compounds[0] for one in inner if one is not None)
            if name == "not":
                nots.extend(choices)
            else:
                alternatives.append(choices)
            if name != "where":
                a, b, c = (x + y for x, y in zip((a, b, c), max(one.specificity for one in inner if one is not None), strict=True))
    if position == start:
        return None
    compound = Compound(
        tag=tag,
        html_id=html_id,
        classes=tuple(classes),
        attributes=tuple(attributes),
        states=tuple(states),
        nots=tuple(nots),
        alternatives=tuple(alternatives),
        never=never,
        bare=not (attributes or states or nots or alternatives),
    )
    return compound, position, (a, b, c)


def _closing(text: str, position: int) -> int:
    depth = 1
    for at in range(position, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return -1


def _unescape(ident: str) -> str:
    return _ESCAPE.sub(_plain_char, ident) if "\\" in ident else ident


def _plain_char(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
