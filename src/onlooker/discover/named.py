"""What a message names: places, products and plans, and the codes of errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onlooker.discover.said import COMMON, GAP, WORD, wording

_READ = 600
_STATUS = re.compile(r"\b(?:HTTP|status(?: code)?|error(?: code)?|code)[ :#-]*([1-5]\d\d)\b", re.IGNORECASE)
_CODE = re.compile(r"\bE[A-Z]{3,}\d?\b|\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b")
"""Names of errors as machines write them: `EROFS`, `QUOTA_EXCEEDED`."""
_SENTENCE = re.compile(r"[.!?:;|•·\u2013\u2014-]\s+|\s[|•·\u2013\u2014-]\s|^")
_NAMELESS = frozenset(
    {
        *("internal", "bad", "gateway", "service", "unavailable", "unauthorized", "forbidden", "conflict"),
        *("timeout", "network", "runtime", "javascript", "today"),
    }
)
"""Written with a capital, and the name of nothing that two messages could both be about."""
_CALENDAR = frozenset(
    re.findall(
        r"\S+",
        """
        january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct nov dec
        monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
        """,
    )
)
"""In a date these name nothing: sessions of one day share them."""


@lru_cache(maxsize=8192)
def names(text: str) -> frozenset[str]:
    """Words written with a capital inside a sentence: of places, products, plans. None where everything is written so."""
    found: set[str] = set()
    total = 0
    for sentence in _SENTENCE.split(wording(text)):
        parts = sentence.split()
        total += max(0, len(parts) - 1)
        for place in range(1, len(parts)):
            letters = WORD.search(parts[place])
            word = letters.group() if letters else ""
            if word[:1].isupper() and len(word) > 2 and not word.isupper() and not _dated(word, parts[place - 1 : place + 2]):
                found.add(word.casefold())
    return frozenset(found - COMMON - _NAMELESS) if len(found) * 2 <= total else frozenset()


def _dated(word: str, around: Sequence[str]) -> bool:
    """Part of a date: a month or a day of the week beside a number, or beside another."""
    if word.casefold() not in _CALENDAR:
        return False
    days = sum(part.strip(".,;").casefold() in _CALENDAR for part in around)
    return days > 1 or any(GAP in part for part in around)


@lru_cache(maxsize=8192)
def codes(text: str) -> frozenset[str]:
    """The codes a message gives its error: HTTP statuses, error names of systems."""
    return frozenset({*_STATUS.findall(text[:_READ]), *_CODE.findall(text[:_READ])})
