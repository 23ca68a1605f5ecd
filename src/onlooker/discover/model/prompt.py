"""The instructions of the four requests, and the version that stands for each in every cache key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel

from onlooker.discover.model.reply import AssignReply, CheckReply, CombineReply, ExtractReply, FocusedCombineReply, FocusedExtractReply
from onlooker.domain.forgiving import asked_shape
from onlooker.domain.ids import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """`version` changes with any change of the instructions or of the reply's shape, so that a changed question is always asked anew."""

    instructions: str
    schema: dict[str, object]

    @property
    def version(self) -> str:
        return content_id(self.instructions, json.dumps(self.schema, sort_keys=True))[:8]


@cache
def extract_prompt(*, focused: bool = False) -> Prompt:
    return _prompt("extract.md", FocusedExtractReply if focused else ExtractReply, label="t", marks="troubles", focus=_focus(focused))


@cache
def combine_prompt(*, focused: bool = False) -> Prompt:
    return _prompt("combine.md", FocusedCombineReply if focused else CombineReply, focus=_focus(focused))


@cache
def assign_prompt() -> Prompt:
    return _prompt("assign.md", AssignReply, label="t", marks="troubles")


@cache
def check_prompt() -> Prompt:
    return _prompt("check.md", CheckReply, label="m", marks="heaps")


def _prompt(name: str, reply: type[BaseModel], **filled: str) -> Prompt:
    text = _file(name)
    for key, value in ({"given": _file("given.md").strip(), "cause": _file("cause.md").strip()} | filled).items():
        text = text.replace(f"{{{key}}}", value)
    return Prompt(instructions=text, schema=asked_shape(reply))


def _focus(focused: bool) -> str:
    return _file("focus.md").rstrip() if focused else ""


@cache
def _file(name: str) -> str:
    return files("onlooker.discover.model").joinpath(name).read_text(encoding="utf-8")
