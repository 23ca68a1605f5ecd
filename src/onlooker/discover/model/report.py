"""Drafts -> groups that are measured, and what is known of each pattern besides what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.discover.group import Group
from onlooker.discover.model.draft import Draft
from onlooker.discover.model.unit import Unit
from onlooker.domain.pattern import Pattern, PatternReport

_Marks = frozenset[tuple[str, str]]


def group(draft: Draft, units: Sequence[Unit]) -> Group:
    return Group(
        suffered=tuple(one for place in draft.units for one in units[place].suffered),
        title=draft.title,
        description=draft.description,
        cause=draft.cause,
        unsure=draft.unsure,
        relation=draft.relation,
    )


def marks(places: Sequence[int], units: Sequence[Unit]) -> _Marks:
    """Session and finding of each trouble."""
    return frozenset((one.session_id, one.trouble.finding_id) for place in places for one in units[place].suffered)


def finished(report: PatternReport, drafts: Sequence[Draft], units: Sequence[Unit], *, focused: bool) -> PatternReport:
    """With the model's kinds, and the signatures named where they alone made a pattern. `focused`: what bears on the question comes first, each part
    by severity."""
    held = [(draft, marks(draft.units, units)) for draft in drafts]
    patterns = [_finished(pattern, [(draft, own) for draft, own in held if own <= _marks(pattern)]) for pattern in report.patterns]
    if focused:
        patterns.sort(key=lambda pattern: not pattern.relation)
    return replace(report, patterns=tuple(patterns))


def _finished(pattern: Pattern, drafts: Sequence[tuple[Draft, _Marks]]) -> Pattern:
    """Of several that a team merged, the largest speaks."""
    if not drafts:
        return replace(pattern, by="rules")
    lead, _ = max(drafts, key=lambda pair: len(pair[1]))
    by = "rules" if all(draft.by_rules for draft, _ in drafts) else pattern.by
    return replace(pattern, kind=lead.kind or pattern.kind, by=by)


def _marks(pattern: Pattern) -> _Marks:
    return frozenset((member.session_id, finding) for member in pattern.members for finding in (member.finding_id, *member.others))
