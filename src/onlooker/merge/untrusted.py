"""Values nobody has checked: what a recorder or an event sender wrote, read as the type we hoped for or as nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_LARGEST = 2**53
"""Beyond this a JSON number is not one integer any more; no time, place or id is that large."""


def text(value: object, limit: int = 2000) -> str:
    """The string, cut at `limit`; empty when it is none."""
    return value[:limit] if isinstance(value, str) else ""


def whole(value: object) -> int | None:
    """A number as an integer; None for what is no number, not finite, or absurdly large. JSON's true and false are no numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if -_LARGEST <= value <= _LARGEST else None
    if isinstance(value, float) and math.isfinite(value) and -_LARGEST <= value <= _LARGEST:
        return round(value)
    return None


def whole_or(value: object, default: int) -> int:
    number = whole(value)
    return default if number is None else number


def items(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def fields(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
