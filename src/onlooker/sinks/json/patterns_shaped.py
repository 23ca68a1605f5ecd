"""What recurs -> JSON form."""

from __future__ import annotations

from onlooker.domain.pattern import KnownPattern, Member, Pattern, PatternReport, Severity
from onlooker.sinks.json import pattern_shape as shape
from onlooker.sinks.json.like import like
from onlooker.sinks.json.span import instant_text


def patterns_shape(found: PatternReport) -> shape.PatternsShape:
    return shape.PatternsShape(
        schema=1,
        examined=found.examined,
        users=found.users,
        patterns=tuple(_pattern(one) for one in found.patterns),
        resolved=tuple(_known(one) for one in found.resolved),
        single=found.single,
        chance_missed=found.chance_missed,
        by=found.by,
        notes=found.notes,
        refused=found.refused,
    )


def _pattern(one: Pattern) -> shape.PatternShape:
    return shape.PatternShape(
        id=one.id,
        title=one.title,
        kind=one.kind,
        blocking=one.blocking,
        sessions=one.sessions,
        description=one.description,
        symptom=one.symptom,
        page=one.page,
        cause=one.cause,
        lifecycle=one.lifecycle,
        severity=_severity(one.severity),
        users=one.users,
        prevalence=like(one.prevalence, shape.ShareShape),
        blocking_share=like(one.blocking_share, shape.ShareShape),
        success_affected=None if one.success_affected is None else like(one.success_affected, shape.ShareShape),
        success_rest=None if one.success_rest is None else like(one.success_rest, shape.ShareShape),
        first_seen=instant_text(one.first_seen),
        last_seen=instant_text(one.last_seen),
        trend=tuple(
            shape.BucketShape(start=instant_text(bucket.start), end=instant_text(bucket.end), examined=bucket.examined, affected=bucket.affected)
            for bucket in one.trend
        ),
        releases=tuple(like(count, shape.ReleaseShape) for count in one.releases),
        examples=tuple(like(example, shape.ExampleShape) for example in one.examples),
        instead=None if one.instead is None else like(one.instead, shape.InsteadShape),
        members=tuple(_member(member) for member in one.members),
        signatures=one.signatures,
        by=one.by,
        unsure=one.unsure,
        muted=one.muted,
        relation=one.relation,
        since=one.since,
        gone=one.gone,
        known=None if one.known is None else _known(one.known),
        merged=one.merged,
    )


def _severity(severity: Severity) -> shape.SeverityShape:
    terms, weights = severity.terms, severity.weights
    return shape.SeverityShape(
        score=severity.score, terms={name: terms[name] for name in sorted(terms)}, weights={name: weights[name] for name in sorted(weights)}
    )


def _member(one: Member) -> shape.MemberShape:
    return shape.MemberShape(
        session_id=one.session_id,
        finding_id=one.finding_id,
        user=one.user,
        started_at=instant_text(one.started_at),
        at_ms=one.at_ms,
        blocking=one.blocking,
        release=one.release,
        success=one.success,
        others=one.others,
    )


def _known(one: KnownPattern) -> shape.KnownShape:
    return shape.KnownShape(
        id=one.id,
        title=one.title,
        kind=one.kind,
        page=one.page,
        signatures=one.signatures,
        first_seen=instant_text(one.first_seen),
        last_seen=instant_text(one.last_seen),
        prevalence=one.prevalence,
        quiet=one.quiet,
        renamed=one.renamed,
        muted=one.muted,
        merged_into=one.merged_into,
        resolved_at=instant_text(one.resolved_at) if one.resolved_at else None,
    )
