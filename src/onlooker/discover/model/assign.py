"""The third request: every trouble of every session -> a pattern of the list, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from onlooker.discover.model.described import described
from onlooker.discover.model.draft import Draft
from onlooker.discover.model.extract import MOST
from onlooker.discover.model.labels import Labels, listed
from onlooker.discover.model.material import Material
from onlooker.discover.model.packing import pack, tokens
from onlooker.discover.model.prompt import assign_prompt
from onlooker.discover.model.reply import NOISE, NONE, AssignReply
from onlooker.discover.model.request import fenced, request
from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.errors import ReplyError

_LIST_SHARE = 0.5
"""Of a request's tokens that the list of patterns may take; it is told in every one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """`places`: unit -> draft, by place; None for one of its own. `noise` are units that the model takes for none at all. What is in neither was not
    ruled on."""

    places: Mapping[int, int | None] = field(default_factory=dict)
    noise: frozenset[int] = frozenset()
    invented: int = 0


def listing(drafts: Sequence[Draft], material: Material, bound: int) -> tuple[int, ...]:
    """Places of the drafts that the requests can hold beside the troubles, in order; those left out keep the troubles they were drafted with."""
    kept: list[int] = []
    weight = 0
    for place, draft in enumerate(drafts):
        weight += tokens(described(draft, material))
        if weight > _LIST_SHARE * bound and kept:
            break
        kept.append(place)
    return tuple(kept)


def groups(drafts: Sequence[Draft], material: Material, bound: int) -> tuple[range, ...]:
    """Places of the units; `drafts` are those listed."""
    beside = sum(tokens(described(draft, material)) for draft in drafts)
    return pack([tokens(material.told("t1", place)) for place in range(len(material.units))], max(1, bound - beside), MOST)


def ask(drafts: Sequence[Draft], material: Material, group: Sequence[int], *, attempt_error: str | None = None) -> ModelRequest:
    patterns = "\n".join(f"p{number}: {described(draft, material)}" for number, draft in enumerate(drafts, 1))
    told = "\n".join(material.told(f"t{number}", place) for number, place in enumerate(group, 1))
    task = f"Patterns run from p1 to p{len(drafts)}, troubles from t1 to t{len(group)}. Now rule on every trouble, as instructed."
    parts = [*fenced("patterns", patterns), *fenced("troubles", told)]
    return request("assign", assign_prompt(), parts, task, context=material.context, focus=material.focus, attempt_error=attempt_error)


def read(reply: ModelReply, drafts: Sequence[int], group: Sequence[int], *, whole: bool = True) -> Assigned:
    """`drafts` and `group` are the places of what was listed. The last ruling on a trouble counts. Raises ReplyError; not `whole`: troubles that are
    not ruled on are passed over."""
    try:
        told = AssignReply.model_validate(reply.content if isinstance(reply.content, Mapping) else {})
    except (ValidationError, RecursionError) as error:
        raise ReplyError("`rulings` is missing: rule on every trouble.") from error
    troubles, patterns = Labels("t", group), Labels("p", drafts)
    places: dict[int, int | None] = {}
    noise: set[int] = set()
    for one in told.rulings:
        unit = troubles.one(one.trouble)
        if unit is None:
            continue
        pattern = patterns.one(one.pattern) if one.pattern not in (NONE, NOISE, "") else None
        if pattern is not None or one.pattern in (NONE, NOISE):
            places[unit] = pattern
            noise = noise | {unit} if one.pattern == NOISE else noise - {unit}
    troubles.refuse_if_invented()
    patterns.refuse_if_invented()
    missing = troubles.missing(places)
    if missing and (whole or not places):
        raise ReplyError(f"`rulings` says nothing on {listed(missing)}: rule on every trouble, with a label of the list, `none` or `noise`.")
    return Assigned(places=places, noise=frozenset(noise), invented=troubles.invented + patterns.invented)
