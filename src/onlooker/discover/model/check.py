"""The fourth request, a second look: do the members of a draft share one cause, and are two drafts one? It is not told what the drafts are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from onlooker.discover.model.draft import SENTENCES, TITLE
from onlooker.discover.model.grounded import grounded
from onlooker.discover.model.heaps import Heaps
from onlooker.discover.model.labels import Labels, listed
from onlooker.discover.model.material import Material
from onlooker.discover.model.prompt import check_prompt
from onlooker.discover.model.reply import CheckReply, HeapReply, OneOrSeveral, OneOrTwo
from onlooker.discover.model.request import fenced, request
from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.errors import ReplyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """`units` by place, those that were told to have it."""

    units: tuple[int, ...]
    cause: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeapRuling:
    ruling: OneOrSeveral
    why: str = ""
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """By the drafts' places; what was not ruled on is in neither."""

    heaps: Mapping[int, HeapRuling] = field(default_factory=dict)
    pairs: Mapping[tuple[int, int], OneOrTwo] = field(default_factory=dict)
    invented: int = 0


def ask(heaps: Heaps, material: Material, *, attempt_error: str | None = None) -> ModelRequest:
    told: list[str] = []
    member = 0
    for number, shown in enumerate(heaps.shown, 1):
        told.append(f"heap h{number}")
        for place in shown:
            member += 1
            told.append(material.told(f"m{member}", place))
    label = {place: f"h{number}" for number, place in enumerate(heaps.drafts, 1)}
    pairs = ", ".join(f"{label[one]} with {label[other]}" for one, other in heaps.pairs)
    compare = f"Pairs to compare: {pairs}." if pairs else "There is no pair to compare: `pairs` is empty."
    task = f"Heaps run from h1 to h{len(heaps.drafts)}, members from m1 to m{member}. {compare} Now answer as instructed."
    return request(
        "check", check_prompt(), fenced("heaps", "\n".join(told)), task, context=material.context, focus=material.focus, attempt_error=attempt_error
    )


def read(reply: ModelReply, heaps: Heaps, material: Material, *, whole: bool = True) -> Checked:
    """The last ruling on a heap or a pair counts. Raises ReplyError; not `whole`: what is not ruled on is passed over."""
    try:
        told = CheckReply.model_validate(reply.content if isinstance(reply.content, Mapping) else {})
    except (ValidationError, RecursionError) as error:
        raise ReplyError("`heaps` is missing: rule on every heap.") from error
    labels, members = Labels("h", heaps.drafts), Labels("m", heaps.members)
    rulings: dict[int, HeapRuling] = {}
    for one in told.heaps:
        draft = labels.one(one.heap)
        if draft is not None:
            rulings[draft] = _ruling(one, heaps.shown[heaps.drafts.index(draft)], members, material)
    pairs: dict[tuple[int, int], OneOrTwo] = {}
    for pair in told.pairs:
        first, second = labels.one(pair.first), labels.one(pair.second)
        if first is not None and second is not None:
            pairs |= {asked: pair.ruling for asked in heaps.pairs if set(asked) == {first, second}}
    labels.refuse_if_invented()
    members.refuse_if_invented()
    missing = labels.missing(rulings)
    if missing and (whole or not rulings):
        raise ReplyError(f"`heaps` says nothing on {listed(missing)}: rule on every heap, `cannot_tell` where it does not show.")
    uncompared = [pair for pair in heaps.pairs if pair not in pairs]
    if uncompared and whole:
        label = {place: f"h{number}" for number, place in enumerate(heaps.drafts, 1)}
        named = listed([f"{label[one]} with {label[other]}" for one, other in uncompared])
        raise ReplyError(f"`pairs` says nothing on {named}: rule on every pair, `cannot_tell` where it does not show.")
    return Checked(heaps=rulings, pairs=pairs, invented=labels.invented + members.invented)


def _ruling(one: HeapReply, shown: tuple[int, ...], members: Labels, material: Material) -> HeapRuling:
    """Each member under the first cause that names it; `several` that names fewer than two is as good as `cannot_tell`."""
    taken: set[int] = set()
    causes: list[Cause] = []
    for told in one.causes:
        named = members.resolve(told.members)
        own = tuple(place for place in named if place in shown and place not in taken)
        taken.update(own)
        if own or one.ruling == "one":
            seen = material.shown(own or shown)
            words = {"cause": grounded(told.cause, seen, limit=SENTENCES), "title": grounded(told.title, seen, limit=TITLE)}
            causes.append(Cause(units=own, **words))
    ruling = "cannot_tell" if one.ruling == "several" and len(causes) < 2 else one.ruling
    return HeapRuling(ruling=ruling, why=grounded(one.why, material.shown(shown), limit=SENTENCES), causes=tuple(causes))
