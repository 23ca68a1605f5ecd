"""The first request: troubles of many sessions -> candidate patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from onlooker.discover.model.draft import Draft, drafted
from onlooker.discover.model.labels import Labels
from onlooker.discover.model.material import Material
from onlooker.discover.model.packing import pack, tokens
from onlooker.discover.model.prompt import extract_prompt
from onlooker.discover.model.reply import FocusedExtractReply
from onlooker.discover.model.request import fenced, request
from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.errors import ReplyError

MOST = 100
"""Units in one request: a reply with a line for each is still read with care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """`invented` counts labels that stood for nothing."""

    drafts: tuple[Draft, ...]
    invented: int = 0


def groups(material: Material, bound: int) -> tuple[range, ...]:
    """Places of the units, in as few requests as so many tokens each allow."""
    return pack([tokens(material.told("t1", place)) for place in range(len(material.units))], bound, MOST)


def ask(material: Material, group: Sequence[int], *, of: int = 1, attempt_error: str | None = None) -> ModelRequest:
    """`group` are places of units, `of` how many groups there are."""
    told = "\n".join(material.told(f"t{number}", place) for number, place in enumerate(group, 1))
    elsewhere = (
        f" This is one of {of} groups. A problem that one session here met and that others elsewhere are likely to have met may be told as well:"
        " what turns out to have stayed alone is left out afterwards."
    )
    task = f"Troubles run from t1 to t{len(group)}.{elsewhere if of > 1 else ''} Now say which problems recur, as instructed."
    prompt = extract_prompt(focused=material.focused)
    return request(
        "extract", prompt, fenced("troubles", told), task, context=material.context, focus=material.focus, judged=True, attempt_error=attempt_error
    )


def read(reply: ModelReply, material: Material, group: Sequence[int]) -> Extracted:
    """Candidates with at least one unit each. Raises ReplyError, whose text may be sent back to the model."""
    content = reply.content if isinstance(reply.content, Mapping) else {}
    try:
        told = FocusedExtractReply.model_validate(content)
    except (ValidationError, RecursionError) as error:
        raise ReplyError("`patterns` is missing: give a list of patterns, an empty one if nothing recurs.") from error
    labels = Labels("t", group)
    drafts = []
    for one in told.patterns:
        members = labels.resolve(one.troubles)
        if members:
            drafts.append(drafted(one, members, material, example=labels.one(one.example)))
    labels.refuse_if_invented()
    if not drafts and content.get("patterns"):
        raise ReplyError("No pattern names a trouble: give in `troubles` the labels of its members, or an empty `patterns` if nothing recurs.")
    return Extracted(drafts=tuple(drafts), invented=labels.invented)
