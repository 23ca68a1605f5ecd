"""The instructions of a look, put together for what the reader is shown, and the version that stands for each in every cache key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onlooker.domain.forgiving import asked_shape
from onlooker.domain.ids import content_id
from onlooker.verify.exhibit import Basis
from onlooker.verify.reply import DescribedReply, LookReply, RulingsReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """`version` changes with any change of the instructions or of the reply's shape, so that a changed question is always asked anew."""

    instructions: str
    schema: dict[str, object]

    @property
    def version(self) -> str:
        return content_id(self.instructions, json.dumps(self.schema, sort_keys=True))[:8]


@cache
def ruling_prompt(basis: Basis, *, described: bool = False) -> Prompt:
    """`described`: what happens was said before, in a call of its own."""
    pictured = basis is not Basis.SCREEN_TEXT
    first = _AFTER_DESCRIPTION if described else _DESCRIBE_FIRST if pictured else _READ_FIRST
    parts = {
        "given": _given(basis),
        "over": "the clip was over" if pictured else "it was over",
        "where": "in the pictures" if pictured else "there",
        "first": first,
        "shows": "the clip shows" if pictured else "the screen's text shows",
        "describe": "" if described else _DESCRIPTION if pictured else _DESCRIPTION_OF_TEXT,
        "frames": _FRAMES if pictured else "always empty: there are none.",
    }
    return Prompt(instructions=_filled("prompt.md", parts), schema=asked_shape(RulingsReply if described else LookReply))


@cache
def describing_prompt(basis: Basis) -> Prompt:
    """For the call that is told of no suspicion."""
    return Prompt(instructions=_filled("describe.md", {"given": _given(basis)}), schema=asked_shape(DescribedReply))


def _given(basis: Basis) -> str:
    if basis is Basis.SCREEN_TEXT:
        return _file("screen_text.md").strip()
    form = "a video, whose frames are told in a list below it" if basis is Basis.VIDEO else "frames in their order, each under its number and time"
    return _filled("frames.md", {"form": form}).strip()


def _filled(name: str, parts: dict[str, str]) -> str:
    text = _file(name)
    for key, value in parts.items():
        text = text.replace(f"{{{key}}}", value)
    return text


@cache
def _file(name: str) -> str:
    return files("onlooker.verify").joinpath(name).read_text(encoding="utf-8")


_DESCRIBE_FIRST = """\
First, before you read a single suspicion, go through the frames in order and write `what_happens` from them alone, as somebody would
who is told nothing else. What you expect to see you will see; so write down first what is there."""
_READ_FIRST = """\
First read the texts of the screen in their order and write `what_happens` from them alone."""
_AFTER_DESCRIPTION = """\
What happens was described before, by a reader who was told of no suspicion; it stands between the described marks. Trust your own
eyes where it differs from the frames."""
_DESCRIPTION = """\
`what_happens`: first of all. In order, in up to 150 words: what is on the screen at the start; what the person presses or types; what
  the screen does in answer, or that it does nothing; what is there at the end. Say what you see, not what you suppose; name the
  frames ("in frames 4 to 6").
"""
_DESCRIPTION_OF_TEXT = """\
`what_happens`: first of all. In order, in up to 100 words: what stood on the screen, what the person did, what the screen said in
  answer.
"""
_FRAMES = "numbers of the frames that show it: those that prove a confirmed one, those in which a refuted one would have to be seen. At most eight."
