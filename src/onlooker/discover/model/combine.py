"""The second request: the candidates of all groups -> one list. Asked only where there were several groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from onlooker.discover.model.described import described
from onlooker.discover.model.draft import Draft, drafted
from onlooker.discover.model.labels import Labels
from onlooker.discover.model.material import Material
from onlooker.discover.model.packing import pack, tokens
from onlooker.discover.model.prompt import combine_prompt
from onlooker.discover.model.reply import FocusedCombineReply
from onlooker.discover.model.request import fenced, request
from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.errors import ReplyError

MOST = 100
"""Candidates in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    drafts: tuple[Draft, ...]
    invented: int = 0


def groups(drafts: Sequence[Draft], material: Material, bound: int) -> tuple[range, ...]:
    return pack([tokens(described(draft, material)) for draft in drafts], bound, MOST)


def ask(drafts: Sequence[Draft], material: Material, *, attempt_error: str | None = None) -> ModelRequest:
    told = "\n".join(f"c{number}: {described(draft, material)}" for number, draft in enumerate(drafts, 1))
    task = f"Candidates run from c1 to c{len(drafts)}. Now give the final list, as instructed."
    prompt = combine_prompt(focused=material.focused)
    return request(
        "combine", prompt, fenced("candidates", told), task, context=material.context, focus=material.focus, judged=True, attempt_error=attempt_error
    )


def read(reply: ModelReply, drafts: Sequence[Draft], material: Material) -> Combined:
    """Every candidate is in exactly one draft: the first that names it, or one of its own. Raises ReplyError."""
    try:
        told = FocusedCombineReply.model_validate(reply.content if isinstance(reply.content, Mapping) else {})
    except (ValidationError, RecursionError) as error:
        raise ReplyError("`patterns` is missing: give the final list.") from error
    labels = Labels("c", range(len(drafts)))
    taken: set[int] = set()
    final: list[Draft] = []
    for one in told.patterns:
        own = [place for place in labels.resolve(one.candidates) if place not in taken]
        taken.update(own)
        if own:
            units = tuple(dict.fromkeys(unit for place in own for unit in drafts[place].units))
            words = drafted(one, units, material, example=next((drafts[place].example for place in own), None))
            final.append(_with_words(words, drafts[own[0]]))
    labels.refuse_if_invented()
    if drafts and not taken:
        raise ReplyError("No pattern names a candidate: give in `candidates` the labels of those that are this pattern.")
    return Combined(drafts=(*final, *(draft for place, draft in enumerate(drafts) if place not in taken)), invented=labels.invented)


def _with_words(one: Draft, first: Draft) -> Draft:
    """Those of its first candidate where the reply gives none."""
    return replace(
        one,
        title=one.title or first.title,
        description=one.description or first.description,
        cause=one.cause or first.cause,
        kind=one.kind or first.kind,
    )
