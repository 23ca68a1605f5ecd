"""Patterns from run to run: what is known of each, and which sessions of a run it affects."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, literal, literal_column, select, true, update

from onlooker.domain.catalogued import Affected, FoundIn, LastFound
from onlooker.domain.pattern import KnownPattern, Lifecycle, Pattern, PatternReport
from onlooker.stores.catalogue.sessions import at, in_run
from onlooker.stores.catalogue.tables import found, members, patterns, runs, sessions
from onlooker.stores.catalogue.writing import alone, insert, now_ms, replace

QUIET_MOST = 10_000
"""Up to how many sessions `quiet` is counted: after so many, how many more makes no difference."""
_FIELDS = tuple(field.name for field in fields(KnownPattern) if field.name != "quiet")


def known(db: Connection, besides: str = "", *, quiet: bool = True) -> tuple[KnownPattern, ...]:
    """In the order they were first seen. `quiet` counts each session once, however many runs read it, and none that the run `besides` read."""
    rows = db.execute(select(patterns).order_by(patterns.c.first_seen, patterns.c.id)).all()
    times = _latest_read(db, besides) if rows and quiet else []
    return tuple(KnownPattern(**row._mapping, quiet=len(times) - bisect_right(times, row.last_seen)) for row in rows)


def keep(db: Connection, run_id: str, report: PatternReport, blob: str) -> None:
    before = _locked(db)
    affecting: dict[str, list[Pattern]] = {}
    for pattern in report.patterns:
        affecting.setdefault(root(before, pattern.id), []).append(pattern)
    for pattern_id, together in sorted(affecting.items()):
        replace(db, patterns, _remembered(pattern_id, together, before.get(pattern_id)), ("id",))
    for gone in sorted(report.resolved, key=lambda one: one.id):
        still = patterns.c.id == root(before, gone.id), patterns.c.resolved_at == 0
        db.execute(update(patterns).where(*still).values(resolved_at=gone.resolved_at or now_ms()))
    _keep_members(db, run_id, affecting)
    db.execute(update(runs).where(runs.c.id == run_id).values(patterns_blob=blob, examined=report.examined))


def change(db: Connection, pattern_id: str, **values: object) -> None:
    """Of one that was merged, the one it is now part of. Raises KeyError for an unknown id."""
    before = _locked(db)
    if pattern_id not in before:
        raise KeyError(pattern_id)
    db.execute(update(patterns).where(patterns.c.id == root(before, pattern_id)).values(**values))


def merge(db: Connection, pattern_id: str, into: str) -> None:
    """All that either is part of becomes one. Raises KeyError for an unknown id."""
    before = _locked(db)
    if pattern_id not in before or into not in before:
        raise KeyError(pattern_id if pattern_id not in before else into)
    old, new = before[root(before, pattern_id)], before[root(before, into)]
    if old.id == new.id:
        return
    db.execute(update(patterns).where((patterns.c.id == old.id) | (patterns.c.merged_into == old.id)).values(merged_into=new.id))
    db.execute(
        update(patterns)
        .where(patterns.c.id == new.id)
        .values(
            signatures=_joined(new.signatures, old.signatures),
            first_seen=min(old.first_seen, new.first_seen),
            last_seen=max(old.last_seen, new.last_seen),
            resolved_at=max(old.resolved_at, new.resolved_at) if old.resolved_at and new.resolved_at else 0,
        )
    )
    moved = select(*(literal(new.id) if column.name == "pattern_id" else column for column in members.c)).where(members.c.pattern_id == old.id)
    db.execute(insert(db, members).from_select([column.name for column in members.c], moved).on_conflict_do_nothing())
    db.execute(delete(members).where(members.c.pattern_id == old.id))
    db.execute(delete(found).where(found.c.pattern_id.in_((old.id, new.id))))
    _count_found(db, members.c.pattern_id == new.id)


def of_session(db: Connection, run_id: str, place: str) -> tuple[Affected, ...]:
    """In the order of their moments."""
    wanted = select(members.c.pattern_id, members.c.finding_id, members.c.at_ms, members.c.blocking)
    wanted = wanted.join_from(members, sessions, members.c.session == sessions.c.id).where(at(run_id, place), members.c.run_id == run_id)
    return tuple(Affected(**row._mapping) for row in db.execute(wanted.order_by(members.c.at_ms, members.c.pattern_id)))


def found_in(db: Connection, pattern_id: str) -> tuple[FoundIn, ...]:
    """Of one pattern, or of every one where it is empty."""
    told = select(found.c.pattern_id, found.c.run_id, found.c.members, found.c.blocking, runs.c.examined)
    told = told.join_from(found, runs, runs.c.id == found.c.run_id).where(*([found.c.pattern_id == pattern_id] if pattern_id else []))
    rows = db.execute(told.order_by(found.c.started_at.desc(), found.c.run_id.desc(), found.c.pattern_id))
    return tuple(FoundIn(**row._mapping) for row in rows)


def last_found(db: Connection) -> tuple[LastFound, ...]:
    of_it = found.c.pattern_id == patterns.c.id
    last = select(found.c.run_id).where(of_it).order_by(found.c.started_at.desc(), found.c.run_id.desc()).limit(1).scalar_subquery()
    times = select(func.count()).select_from(found).where(of_it).scalar_subquery()
    rows = db.execute(select(patterns.c.id, last, times))
    return tuple(LastFound(pattern_id=one, run_id=run_id, runs=many) for one, run_id, many in rows if run_id is not None)


def root(before: Mapping[str, KnownPattern], pattern_id: str) -> str:
    """The pattern it is now part of; itself when it is part of none."""
    met = {pattern_id}
    while (one := before.get(pattern_id)) is not None and one.merged_into and one.merged_into not in met:
        met.add(pattern_id := one.merged_into)
    return pattern_id


def _locked(db: Connection) -> dict[str, KnownPattern]:
    """All that are known, without `quiet`; nobody else changes them until this transaction ends."""
    alone(db, "patterns")
    return {row.id: KnownPattern(**row._mapping) for row in db.execute(select(patterns))}


def _remembered(pattern_id: str, together: Sequence[Pattern], old: KnownPattern | None) -> dict[str, Any]:
    """What a run found of one pattern (of several, where the team has merged them) on top of what was known. Being found again ends being
    resolved, but in sessions from before that."""
    own = next((one for one in together if one.id == pattern_id), None)
    named = own or old or together[0]
    first, last = min(one.first_seen for one in together), max(one.last_seen for one in together)
    return {
        "id": pattern_id,
        "title": old.title if old is not None and old.renamed else named.title,
        "kind": named.kind,
        "page": named.page,
        "signatures": _joined(*(one.signatures for one in together), old.signatures if old else ()),
        "first_seen": first if old is None else min(first, old.first_seen),
        "last_seen": last if old is None else max(last, old.last_seen),
        "prevalence": max(one.prevalence.value for one in together),
        "renamed": old is not None and old.renamed,
        "muted": "" if old is None else old.muted,
        "merged_into": "",
        "resolved_at": old.resolved_at if old is not None and all(one.lifecycle is Lifecycle.RESOLVED for one in together) else 0,
    }


def _joined(*each: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(signature for some in each for signature in some))


def _count_found(db: Connection, which: ColumnElement[bool]) -> None:
    """Of these members, for the runs that are there."""
    blocking = func.sum(case((members.c.blocking == true(), 1), else_=0))
    each = select(members.c.pattern_id, runs.c.started_at, members.c.run_id, func.count(), blocking)
    each = each.join_from(members, runs, runs.c.id == members.c.run_id).where(which)
    each = each.group_by(members.c.pattern_id, runs.c.started_at, members.c.run_id)
    db.execute(insert(db, found).from_select([column.name for column in found.c], each))


def _keep_members(db: Connection, run_id: str, affecting: Mapping[str, Sequence[Pattern]]) -> None:
    for table in (members, found):
        db.execute(delete(table).where(table.c.run_id == run_id))
    read = select(sessions.c.session_id, sessions.c.id, sessions.c.started_at).where(in_run(run_id)).order_by(sessions.c.id.desc())
    places = {session_id: (session, started_at) for session_id, session, started_at in db.execute(read)} if affecting else {}
    rows = {}
    for pattern_id, together in sorted(affecting.items()):
        for member in (member for one in together for member in one.members if member.session_id in places):
            session, started_at = places[member.session_id]
            rows[pattern_id, session] = {
                "run_id": run_id,
                "pattern_id": pattern_id,
                "session": session,
                "started_at": started_at,
                "finding_id": member.finding_id,
                "at_ms": member.at_ms,
                "blocking": member.blocking,
            }
    if rows:
        db.execute(insert(db, members), list(rows.values()))
        _count_found(db, members.c.run_id == run_id)


def _latest_read(db: Connection, besides: str) -> list[int]:
    """When the latest sessions began that any run has read, earliest first."""
    read = select(sessions.c.started_at, sessions.c.session_id).where(sessions.c.state == literal_column("'done'")).distinct()
    if besides:
        read = read.where(sessions.c.session_id.not_in(select(sessions.c.session_id).where(in_run(besides))))
    return sorted(db.scalars(read.order_by(sessions.c.started_at.desc(), sessions.c.session_id.desc()).limit(QUIET_MOST)))
