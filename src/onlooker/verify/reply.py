"""The shapes of a model's replies about a clip: forgiving, so that a slip costs a field and not the look. `read` turns them into verdicts.

The order of the fields is the order in which a model writes them: what happens, what was seen, why, and the ruling last. Of a clip that was
described before, the rulings are left to say (`RulingsReply`).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, WithJsonSchema

from onlooker.domain.forgiving import LOOSE, Label, Labels, Objects, Sure, Text, one_of, plain

_MOST_FRAMES = 40
_FRAME = re.compile(r"\d{1,2}(?::\d{2}){1,2}|\d{1,6}")

Ruling = Literal["confirmed", "refuted", "unclear"]


def frames(value: object) -> list[str]:
    """`[3, "frame 4", "0:27", "5-6"]` -> `["3", "4", "0:27", "5", "6"]`: numbers, or the clock of a frame's footer."""
    items = value if isinstance(value, list | tuple) else [value]
    found: dict[str, None] = {}
    for item in items[:_MOST_FRAMES]:
        found |= dict.fromkeys(_FRAME.findall(plain(item)))
    return list(found)[:_MOST_FRAMES]


Frames = Annotated[list[str], BeforeValidator(frames), WithJsonSchema({"type": "array", "items": {"type": "integer"}})]


class _Loose(BaseModel):
    model_config = LOOSE


class RulingReply(_Loose):
    finding: Label = ""
    what_user_saw: Text = ""
    frames: Frames = []
    cites: Labels = []
    why: Text = ""
    ruling: Annotated[Ruling, one_of(("confirmed", "refuted", "unclear"), "unclear")] = "unclear"
    blocking: Sure = False


class LookReply(_Loose):
    what_happens: Text = ""
    rulings: Objects[RulingReply] = []


class RulingsReply(_Loose):
    rulings: Objects[RulingReply] = []


class DescribedReply(_Loose):
    what_happens: Text = ""
