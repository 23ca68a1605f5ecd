"""Identity over time: which known pattern a group is, and which known ones are gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker.discover.counting import chance_quiet
from onlooker.discover.group import Group
from onlooker.domain.pattern import Examined, KnownPattern, Lifecycle, Member

CHANCE = 0.05
"""What is less likely than this is not put down to chance."""


def signatures(group: Group) -> tuple[str, ...]:
    return tuple(sorted({mark for trouble in group.troubles for mark in (trouble.signature, *trouble.keys)}))


def recognised(groups: Sequence[Group], known: Sequence[KnownPattern]) -> tuple[tuple[Group, KnownPattern | None], ...]:
    """Each group with the known pattern whose signatures it shares most of, each known one once. A pattern that a team merged into another stands for
    that one, so groups of both become one."""
    by_id = {one.id: one for one in known}
    marks = [frozenset(signatures(group)) for group in groups]
    shared = [(len(mark & set(one.signatures)), one, place) for place, mark in enumerate(marks) for one in known if mark & set(one.signatures)]
    found: dict[int, KnownPattern] = {}
    taken: set[str] = set()
    for _, one, place in sorted(shared, key=lambda pair: (-pair[0], pair[1].first_seen, pair[1].id, sorted(marks[pair[2]]))):
        if place not in found and one.id not in taken:
            found[place] = one
            taken.add(one.id)
    merged: dict[str, list[int]] = {}
    for place in range(len(groups)):
        merged.setdefault(_standing(found[place], by_id).id if place in found else f"new {place}", []).append(place)
    return tuple((_together([groups[place] for place in places]), by_id.get(key)) for key, places in merged.items())


def lifecycle(known: KnownPattern | None, members: Sequence[Member]) -> Lifecycle:
    """Sessions from before it was resolved, read once more, do not bring it back."""
    if known is None:
        return Lifecycle.NEW
    if not known.resolved_at:
        return Lifecycle.ONGOING
    return Lifecycle.REGRESSED if any(member.started_at > known.last_seen for member in members) else Lifecycle.RESOLVED


def merged(known: KnownPattern | None, among: Sequence[KnownPattern]) -> tuple[str, ...]:
    """Titles of those that are now part of it, in the order they were first seen."""
    if known is None:
        return ()
    by_id = {one.id: one for one in among}
    return tuple(one.title for one in among if one.id != known.id and _standing(one, by_id).id == known.id)


def resolved(known: Sequence[KnownPattern], seen: frozenset[str], examined: Sequence[Examined]) -> tuple[KnownPattern, ...]:
    """Those that were not found, though enough sessions were examined since they were last seen that chance would hardly have kept them out. `seen`
    are ids of those found. Where nobody opened the page of one, nothing is said of it: it may be of another application, or a part nobody used."""
    by_id = {one.id: one for one in known}
    visited = {page for session in examined for page in session.path}
    gone = []
    for one in known:
        if one.resolved_at or _standing(one, by_id).id != one.id or one.id in seen or (one.page and one.page not in visited):
            continue
        since = one.quiet + sum(session.started_at > one.last_seen for session in examined)
        if chance_quiet(one.prevalence, since) < CHANCE:
            gone.append(replace(one, quiet=since))
    return tuple(gone)


def _standing(one: KnownPattern, by_id: Mapping[str, KnownPattern]) -> KnownPattern:
    """What it was merged into, at the end of the chain; itself where the chain leads round in a circle."""
    passed, last = {one.id}, one
    while last.merged_into in by_id:
        last = by_id[last.merged_into]
        if last.id in passed:
            return one
        passed.add(last.id)
    return last


def _together(groups: Sequence[Group]) -> Group:
    """The words of the largest stay."""
    largest = max(groups, key=lambda group: len(group.sessions))
    return replace(largest, suffered=tuple(one for group in groups for one in group.suffered))
