"""Small pieces of plain English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onlooker.domain.words import one_line

_LONGEST = 60
_TIMES = ("", "once", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times", "nine times", "ten times")
_QUOTES = re.compile('[“”"]')
_JOINT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.+/:]+")
_OPAQUE = re.compile(r"\d{3,}|^[0-9a-f]{8,}$|^\d+$")


def quoted(text: str, limit: int = _LONGEST) -> str:
    """In curly quotes, on one line; the text's own double quotes become single ones."""
    inner = _QUOTES.sub("'", text)
    return f"“{one_line(inner, limit)}”"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def times(number: int) -> str:
    """`twice`, `three times`, `41 times`; nothing for once."""
    return "" if number <= 1 else _TIMES[number] if number < len(_TIMES) else f"{number} times"


def sentence(text: str) -> str:
    """With a capital and one full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" or text.endswith((".”", "!”", "?”", "…”")) else ".")


def spelled(name: str) -> str:
    """A machine's name as words: `order_placed`, `orderPlaced`, `income-statement` -> `order placed`, `income statement`. Ids go."""
    words = [word for word in " ".join(_JOINT.split(name)).split() if not _OPAQUE.search(word)]
    return " ".join(words).lower()


def readable(text: str) -> bool:
    """Whether a person would know a thing by this text: a letter in it, and not masked."""
    return any(char.isalpha() for char in text) and "***" not in text
