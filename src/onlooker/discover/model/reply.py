"""The shapes of a model's replies about patterns: forgiving, so that a slip costs a field and not the reply. Where a shape is focused, the other is
what is asked for without a focus, and nothing else: both are read as the focused one.

The order of the fields is the order in which a model writes them: what speaks for it first, the name last.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, WithJsonSchema

from onlooker.domain.finding import FindingKind
from onlooker.domain.forgiving import LOOSE, Label, Labels, Objects, Sure, Text, label, one_of, plain

Kind = Literal["exception", "confusion", "abandonment", ""]
OneOrSeveral = Literal["one", "several", "cannot_tell"]
OneOrTwo = Literal["one", "two", "cannot_tell"]

_Kind = Annotated[
    Kind, one_of(tuple(kind.value for kind in FindingKind), ""), WithJsonSchema({"type": "string", "enum": [kind.value for kind in FindingKind]})
]
NOISE, NONE = "noise", "none"


def _place(value: object) -> str:
    """The label of a pattern, `none` or `noise`; empty for what is none of these."""
    word = plain(value).lower().strip(" .\"'`[]()").partition(":")[0].strip()
    return NONE if value is None else word if word in (NONE, NOISE) else label(value)


class _Loose(BaseModel):
    model_config = LOOSE


class PatternReply(_Loose):
    shares: Text = ""
    troubles: Labels = []
    example: Label = ""
    description: Text = ""
    kind: _Kind = ""
    title: Text = ""


class FocusedPatternReply(PatternReply):
    related: Sure = False
    relation: Text = ""


class ExtractReply(_Loose):
    patterns: Objects[PatternReply]


class FocusedExtractReply(_Loose):
    patterns: Objects[FocusedPatternReply]


class CombinedReply(_Loose):
    shares: Text = ""
    candidates: Labels = []
    description: Text = ""
    kind: _Kind = ""
    title: Text = ""


class FocusedCombinedReply(CombinedReply):
    related: Sure = False
    relation: Text = ""


class CombineReply(_Loose):
    patterns: Objects[CombinedReply]


class FocusedCombineReply(_Loose):
    patterns: Objects[FocusedCombinedReply]


class PlaceReply(_Loose):
    trouble: Label = ""
    why: Text = ""
    pattern: Annotated[str, BeforeValidator(_place), WithJsonSchema({"type": "string"})] = ""


class AssignReply(_Loose):
    rulings: Objects[PlaceReply]


class CauseReply(_Loose):
    cause: Text = ""
    members: Labels = []
    title: Text = ""


class HeapReply(_Loose):
    heap: Label = ""
    why: Text = ""
    ruling: Annotated[OneOrSeveral, one_of(("one", "several", "cannot_tell"), "cannot_tell")] = "cannot_tell"
    causes: Objects[CauseReply] = []


class PairReply(_Loose):
    first: Label = ""
    second: Label = ""
    why: Text = ""
    ruling: Annotated[OneOrTwo, one_of(("one", "two", "cannot_tell"), "cannot_tell")] = "cannot_tell"


class CheckReply(_Loose):
    heaps: Objects[HeapReply]
    pairs: Objects[PairReply] = []
