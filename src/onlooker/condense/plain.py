"""What a page or a user wrote, made safe to stand in a line: it can neither begin a line nor end a field, nor hide from a person's eye.

Rules: (1) white space of any kind, line ends too, is one space; (2) characters nobody can see (controls, direction marks, zero-width, tags,
variation selectors, private use, lone surrogates) are gone; (3) what prompts use as fences (closing tags, code fences, special tokens) is
broken by a space; (4) a field with a comma or a quote is quoted as in CSV; so is one that looks like a label.
"""

from __future__ import annotations

import re

CUT = "…"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FENCES = (("</", "< /"), ("<|", "< |"), ("|>", "| >"), ("```", "'''"))
_LABEL_LIKE = re.compile(r"[a-z]\d+$")


def plain(text: str, limit: int) -> str:
    """At most `limit` characters, `…` last when cut."""
    text = text[: limit * 4 + 64]
    if not (text.isascii() and text.isprintable()):
        text = "".join(char for char in text if char.isprintable() or char.isspace())
        text = _SELECTORS.sub("", text)
    text = " ".join(text.split())
    for fence, broken in _FENCES:
        text = text.replace(fence, broken)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + CUT


def field(text: str) -> str:
    """A CSV field. Only for text that `plain` made, or our own words."""
    if "," in text or '"' in text or _LABEL_LIKE.match(text):
        return '"' + text.replace('"', '""') + '"'
    return text
