"""Values out of an rrweb record, of whatever type they came, as what a document can hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onlooker.domain.node import NO_ATTRIBUTES, Attributes
from onlooker.domain.snapshot import SnapshotData

_DECLARATION = re.compile(r"""(?:[^;"'(]++|"[^"]*+"|'[^']*+'|\([^)]*+\))++""")
"""One declaration of a style attribute: a `;` in quotes or brackets, as in `url(data:image/png;base64,…)`, ends none."""


def attributes_of(value: object) -> Attributes:
    return value if isinstance(value, dict) else NO_ATTRIBUTES


def text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def records(data: SnapshotData, key: str) -> Sequence[Mapping[str, object]]:
    value = data.get(key)
    if not isinstance(value, list):
        return ()
    return value if all(type(item) is dict for item in value) else [item for item in value if isinstance(item, dict)]


def number_of(value: object) -> int:
    """As whole pixels; 0 for what is not a finite number."""
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value - value == 0 else 0


def patch_style(old: object, patch: Mapping[str, object]) -> str:
    """rrweb's style diff: property -> value, [value, "important"], or False for removed."""
    properties: dict[str, str] = {}
    if isinstance(old, str):
        for part in _DECLARATION.findall(old) if "(" in old or '"' in old or "'" in old else old.split(";"):
            name, colon, value = part.partition(":")
            if colon:
                properties[name.strip().lower()] = value.strip()
    for name, said in patch.items():
        if isinstance(said, str):
            properties[name] = said
        elif isinstance(said, list) and said and isinstance(said[0], str):
            properties[name] = f"{said[0]} !important" if "important" in said[1:] else said[0]
        else:
            properties.pop(name, None)
    return "; ".join(f"{name}: {value}" for name, value in properties.items()) + (";" if properties else "")
