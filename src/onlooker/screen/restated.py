"""Whether a value that comes back is the one that was given, in the server's way of writing it."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_FEW_DIGITS = 5
_SHORTEST_PART = 3


def restated(given: str, shown: str) -> bool:
    """Case, spaces, signs and accents aside; a date in another order; a number rounded or with its unit; a text cut off, or made longer by what a
    server adds."""
    one, other = _bare(given), _bare(shown)
    if one == other or sorted(_WORD.findall(given.lower())) == sorted(_WORD.findall(shown.lower())):
        return True
    if min(len(one), len(other)) >= _SHORTEST_PART and not (one.isdigit() and other.isdigit()) and (one in other or other in one):
        return True
    return _same_number(given, shown) or _same_date(given, shown)


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def _same_number(given: str, shown: str) -> bool:
    one, other = _number(given), _number(shown)
    if one is None or other is None:
        return False
    return one == other or round(one) == other or round(one, 1) == other or round(one, 2) == other


def _number(text: str) -> float | None:
    found = _NUMBER.findall(text.replace(" ", "").replace("'", ""))
    return float(found[0].replace(",", ".")) if len(found) == 1 else None


def _same_date(given: str, shown: str) -> bool:
    """The same figures in another order, or most of them beside a month in words."""
    one, other = ({int(part) for part in _DIGITS.findall(text)} for text in (given, shown))
    if len(one) < 2 or len(other) < 2:
        return False
    digits = sum(char.isdigit() for char in given)
    return one == other or (digits >= _FEW_DIGITS and (other < one or one < other))
