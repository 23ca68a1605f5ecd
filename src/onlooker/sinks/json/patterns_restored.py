"""JSON form -> what recurs; the inverse of `patterns_shaped`."""

from __future__ import annotations

from onlooker.domain.pattern import Bucket, Example, Instead, KnownPattern, Member, Pattern, PatternReport, ReleaseCount, Severity, Share
from onlooker.sinks.json import pattern_shape as shape
from onlooker.sinks.json.like import like
from onlooker.sinks.json.span import epoch_ms


def restored_patterns(found: shape.PatternsShape) -> PatternReport:
    """Raises ValueError where a time cannot be one."""
    return PatternReport(
        examined=found.examined,
        users=found.users,
        patterns=tuple(_pattern_of(one) for one in found.patterns),
        resolved=tuple(_known_of(one) for one in found.resolved),
        single=found.single,
        chance_missed=found.chance_missed,
        by=found.by,
        notes=found.notes,
        refused=found.refused,
    )


def _pattern_of(one: shape.PatternShape) -> Pattern:
    return Pattern(
        id=one.id,
        title=one.title,
        kind=one.kind,
        blocking=one.blocking,
        description=one.description,
        symptom=one.symptom,
        page=one.page,
        cause=one.cause,
        lifecycle=one.lifecycle,
        severity=like(one.severity, Severity),
        users=one.users,
        prevalence=like(one.prevalence, Share),
        blocking_share=like(one.blocking_share, Share),
        success_affected=None if one.success_affected is None else like(one.success_affected, Share),
        success_rest=None if one.success_rest is None else like(one.success_rest, Share),
        first_seen=epoch_ms(one.first_seen),
        last_seen=epoch_ms(one.last_seen),
        trend=tuple(
            Bucket(start=epoch_ms(bucket.start), end=epoch_ms(bucket.end), examined=bucket.examined, affected=bucket.affected) for bucket in one.trend
        ),
        releases=tuple(like(count, ReleaseCount) for count in one.releases),
        examples=tuple(like(example, Example) for example in one.examples),
        instead=None if one.instead is None else like(one.instead, Instead),
        members=tuple(_member_of(member) for member in one.members),
        signatures=one.signatures,
        by=one.by,
        unsure=one.unsure,
        muted=one.muted,
        relation=one.relation,
        since=one.since,
        gone=one.gone,
        known=None if one.known is None else _known_of(one.known),
        merged=one.merged,
    )


def _member_of(one: shape.MemberShape) -> Member:
    return Member(
        session_id=one.session_id,
        finding_id=one.finding_id,
        user=one.user,
        started_at=epoch_ms(one.started_at),
        at_ms=one.at_ms,
        blocking=one.blocking,
        release=one.release,
        success=one.success,
        others=one.others,
    )


def _known_of(one: shape.KnownShape) -> KnownPattern:
    return KnownPattern(
        id=one.id,
        title=one.title,
        kind=one.kind,
        page=one.page,
        signatures=one.signatures,
        first_seen=epoch_ms(one.first_seen),
        last_seen=epoch_ms(one.last_seen),
        prevalence=one.prevalence,
        quiet=one.quiet,
        renamed=one.renamed,
        muted=one.muted,
        merged_into=one.merged_into,
        resolved_at=epoch_ms(one.resolved_at) if one.resolved_at is not None else 0,
    )
