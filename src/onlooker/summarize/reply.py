"""The shape of a model's reply: forgiving, so that a slip costs a field and not a session. `read` turns it into the strict Summary.

The order of the fields is the order in which a model writes them: it describes first and judges last.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator

from onlooker.domain.forgiving import LOOSE, Flag, Label, Labels, Objects, Sure, Text, asked_shape, one_of, thing

Ruled = Literal["real", "not_a_problem", "unclear"]
Kind = Literal["exception", "confusion", "abandonment"]


class _Loose(BaseModel):
    model_config = LOOSE


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
    ruling: Annotated[Ruled, one_of(("real", "not_a_problem", "unclear"), "unclear")] = "unclear"
    blocking: Sure = False


class MissedReply(_Loose):
    description: Text = ""
    first: Label = ""
    last: Label = ""
    title: Text = ""
    kind: Annotated[Kind, one_of(("exception", "confusion", "abandonment"), "confusion")] = "confusion"
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
    return asked_shape(SummaryReply)
