"""Whether a @media condition holds for a recorded viewport."""

from __future__ import annotations

import re

_FEATURE = re.compile(r"\(\s*(min-|max-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)\s*\)|\(\s*(width|height)\s*([<>]=?)\s*([\d.]+)(px|em|rem)\s*\)")
_KNOWN = {
    "(hover: hover)": True,
    "(hover)": True,
    "(pointer: fine)": True,
    "(any-hover: hover)": True,
    "(prefers-reduced-motion: no-preference)": True,
}
_KNOWN |= {"(prefers-color-scheme: light)": True, "(any-pointer: fine)": True, "(scripting: enabled)": True}


def media_holds(condition: str, width: int, height: int) -> bool:
    """Screen and size are decided; of the rest a desktop's usual answer is taken, and what is unknown is false."""
    return any(_query_holds(query.strip(), width, height) for query in condition.split(","))


def _query_holds(query: str, width: int, height: int) -> bool:
    negated = query.startswith("not ")
    result = True
    for part in re.split(r"\s+and\s+", query.removeprefix("not ").removeprefix("only ")):
        feature = part.strip()
        if feature in {"screen", "all", ""}:
            continue
        found = _FEATURE.fullmatch(feature)
        if found is None:
            result = result and _KNOWN.get(feature, False)
            continue
        size = (width if (found[2] or found[5]) == "width" else height) or 1280
        limit = _float(found[3] or found[7]) * (1 if (found[4] or found[8]) == "px" else 16)
        match found[1] or found[6]:
            case "min-" | ">=":
                holds = size >= limit
            case "max-" | "<=":
                holds = size <= limit
            case ">":
                holds = size > limit
            case "<":
                holds = size < limit
            case _:
                holds = size == limit
        result = result and holds
    return result != negated


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
