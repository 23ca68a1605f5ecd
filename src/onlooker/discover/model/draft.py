"""A pattern in the making."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.discover.model.grounded import grounded
from onlooker.discover.model.material import Material
from onlooker.discover.model.reply import FocusedCombinedReply, FocusedPatternReply
from onlooker.domain.finding import FindingKind

TITLE, SENTENCES = 140, 600
"""Characters at most, of a title and of what is told in sentences."""
ENOUGH = 2
"""Sessions that make a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`units` are places in the run's units. Words that are empty are computed when it is measured. `cause`, `unsure` and `relation` as in
    `Pattern`; `kind` None: whatever most of its troubles are. `example` is the unit that shows it best."""

    units: tuple[int, ...]
    title: str = ""
    description: str = ""
    cause: str = ""
    kind: FindingKind | None = None
    example: int | None = None
    unsure: str = ""
    relation: str = ""
    by_rules: bool = False
    """Put together by signatures, and no word of it a model's."""


def drafted(one: FocusedPatternReply | FocusedCombinedReply, members: tuple[int, ...], material: Material, *, example: int | None) -> Draft:
    """With the words of the reply, as far as they hold."""
    shown = material.shown(members)
    relation = grounded(one.relation, shown, limit=SENTENCES) or "It bears on what was asked."
    return Draft(
        units=members,
        title=grounded(one.title, shown, limit=TITLE),
        description=grounded(one.description, shown, limit=SENTENCES),
        cause=grounded(one.shares, shown, limit=SENTENCES),
        kind=FindingKind(one.kind) if one.kind else None,
        example=example if example in members else None,
        relation=relation if material.focused and one.related else "",
    )
