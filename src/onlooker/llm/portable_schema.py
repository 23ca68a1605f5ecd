"""A JSON schema in the words every provider's client takes.

`"type": ["boolean", "null"]` is good JSON Schema and makes Anthropic's client fail (seen with 2.12); `anyOf` says the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

_ABOUT = frozenset({"title", "description", "default"})
"""What is said of the whole and not of one of its types."""


def portable(schema: Mapping[str, object]) -> dict[str, object]:
    """The same schema with every list of types told as alternatives."""
    plain = {key: _each(key, value) for key, value in schema.items()}
    types = plain.get("type")
    if not isinstance(types, list):
        return plain
    about = {key: value for key, value in plain.items() if key in _ABOUT}
    limits = {key: value for key, value in plain.items() if key not in _ABOUT and key != "type"}
    return {**about, "anyOf": [_alternative(str(kind), limits) for kind in types]}


def _alternative(kind: str, limits: Mapping[str, object]) -> dict[str, object]:
    if kind == "null":
        return {"type": "null"}
    values = limits.get("enum")
    own = {**limits, "enum": [value for value in values if value is not None]} if isinstance(values, list) else limits
    return {"type": kind, **own}


def _each(key: str, value: object) -> object:
    """Schemas sit under keywords; under `properties` and `$defs`, names sit in between, and a name may well be "type"."""
    match key, value:
        case (("properties" | "$defs" | "definitions"), dict()):
            return {name: portable(inner) if isinstance(inner, dict) else inner for name, inner in value.items()}
        case (("enum" | "const" | "default" | "examples"), _):
            return value
        case _, dict():
            return portable(value)
        case _, list():
            return [portable(inner) if isinstance(inner, dict) else inner for inner in value]
        case _:
            return value
