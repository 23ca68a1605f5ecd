"""Types for the reply of a model: forgiving, so that a slip costs a field and not the reply. What is read goes into a strict noun afterwards.

A schema made of them (`asked_shape`) is stricter than what is read: it asks for every field and offers no default.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from onlooker.domain.words import one_line

_MOST_TEXT = 1200
_MOST_LABELS = 40
_MOST_ITEMS = 120
_LABEL = re.compile(r"\b[a-z]{0,2}\d{1,9}\b")
_YES = frozenset({"true", "yes", "success", "reached", "1"})
_NO = frozenset({"false", "no", "failure", "not reached", "0"})


def plain(value: object) -> str:
    """One line of printable text; "" for what is no text. Terminal escapes and direction marks do not pass."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = value if isinstance(value, str) else str(value) if abs(value) < 1e15 else ""
    return one_line(text[: 2 * _MOST_TEXT], _MOST_TEXT)


def labels(value: object) -> list[str]:
    """`["e12", "[e13]", 14, "e15-e17"]` -> `["e12", "e13", "e14", "e15", "e17"]`: a bare number is taken for an entry's."""
    items = value if isinstance(value, list | tuple) else [value]
    found: dict[str, None] = {}
    for item in items[:_MOST_LABELS]:
        for label in _LABEL.findall(plain(item).lower()):
            found[f"e{label}" if label.isdigit() else label] = None
    return list(found)[:_MOST_LABELS]


def label(value: object) -> str:
    return next(iter(labels(value)), "")


def flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and not math.isnan(value):
        return {0: False, 1: True}.get(int(value)) if value in (0, 1) else None
    word = plain(value).lower()
    return True if word in _YES else False if word in _NO else None


def sure(value: object) -> bool:
    return flag(value) is True


def objects(value: object) -> list[object]:
    """The objects of a list; a lone object is a list of one; all else is dropped."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items[:_MOST_ITEMS] if isinstance(item, Mapping | BaseModel)]


def thing(value: object) -> object:
    return value if isinstance(value, Mapping | BaseModel) else {}


def one_of(words: tuple[str, ...], otherwise: str) -> BeforeValidator:
    """The word that is meant, `otherwise` for any other."""

    def choose(value: object) -> str:
        word = plain(value).lower().replace(" ", "_").replace("-", "_")
        return word if word in words else otherwise

    return BeforeValidator(choose)


Text = Annotated[str, BeforeValidator(plain)]
Label = Annotated[str, BeforeValidator(label)]
Labels = Annotated[list[str], BeforeValidator(labels)]
Flag = Annotated[bool | None, BeforeValidator(flag)]
Sure = Annotated[bool, BeforeValidator(sure), WithJsonSchema({"type": "boolean"})]
_Item = TypeVar("_Item")
Objects = Annotated[list[_Item], BeforeValidator(objects)]


LOOSE = ConfigDict(extra="ignore", frozen=True)
"""Of every model of a reply."""


def asked_shape(reply: type[BaseModel]) -> dict[str, object]:
    """The JSON Schema a model is held to."""
    schema: dict[str, object] = reply.model_json_schema()
    definitions = schema.get("$defs")
    shapes: list[object] = [schema, *(definitions.values() if isinstance(definitions, dict) else ())]
    for shape in shapes:
        if isinstance(shape, dict) and isinstance(shape.get("properties"), dict):
            properties = shape["properties"]
            shape["required"] = list(properties)
            shape["additionalProperties"] = False
            for name, described in properties.items():
                properties[name] = {key: value for key, value in described.items() if key not in ("default", "title")}
            shape.pop("title", None)
    return schema
