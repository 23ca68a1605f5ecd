"""The shape of a model's reply: forgiving, so that a slip costs a field and not a session. `read` turns it into the strict Summary.

The order of the fields is the order in which a model writes them: it describes first and judges last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

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


def objects(value: object) -> list[object]:
    """The objects of a list; a lone object is a list of one; all else is dropped."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items[:_MOST_ITEMS] if isinstance(item, Mapping | BaseModel)]


def thing(value: object) -> object:
    return value if isinstance(value, Mapping | BaseModel) else {}


def _one_of(words: tuple[str, ...], otherwise: str) -> BeforeValidator:
    def choose(value: object) -> str:
        word = plain(value).lower().replace(" ", "_").replace("-", "_")
        return word if word in words else otherwise

    return BeforeValidator(choose)


Text = Annotated[str, BeforeValidator(plain)]
Label = Annotated[str, BeforeValidator(label)]
Labels = Annotated[list[str], BeforeValidator(labels)]
Flag = Annotated[bool | None, BeforeValidator(flag)]
Ruled = Literal["real", "not_a_problem", "unclear"]
Kind = Literal["exception", "confusion", "abandonment"]
_Item = TypeVar("_Item")
Objects = Annotated[list[_Item], BeforeValidator(objects)]


def _sure(value: object) -> bool:
    return flag(value) is True


Sure = Annotated[bool, BeforeValidator(_sure), WithJsonSchema({"type": "boolean"})]


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class KeyActionReply(_Loose):
    description: Text = ""
    cites: Labels = []
    finding: Label = ""


class SegmentReply(_Loose):
    name: Text = ""
    start: Label = ""
    end: Label = ""
    summary: Text = ""
    key_actions: Objects[KeyActionReply] = []
    success: Flag = None


class RulingReply(_Loose):
    finding: Label = ""
    why: Text = ""
    cites: Labels = []
    ruling: Annotated[Ruled, _one_of(("real", "not_a_problem", "unclear"), "unclear")] = "unclear"
    blocking: Sure = False


class MissedReply(_Loose):
    description: Text = ""
    first: Label = ""
    last: Label = ""
    title: Text = ""
    kind: Annotated[Kind, _one_of(("exception", "confusion", "abandonment"), "confusion")] = "confusion"
    blocking: Sure = False


class OutcomeReply(_Loose):
    description: Text = ""
    cites: Labels = []
    success: Flag = None


class SummaryReply(_Loose):
    segments: Objects[SegmentReply] = []
    goal: Text = ""
    rulings: Objects[RulingReply] = []
    missed: Objects[MissedReply] = []
    outcome: Annotated[OutcomeReply, BeforeValidator(thing)] = OutcomeReply()


def reply_schema() -> dict[str, object]:
    """The JSON Schema a model is held to: stricter than what is read, every field asked for and no default offered."""
    schema: dict[str, object] = SummaryReply.model_json_schema()
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
