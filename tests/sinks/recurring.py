"""Hand-made runs in which something recurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.domain.estimate import LOOK, PATTERNS, Estimate, PhaseEstimate
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.model import Exchange
from onlooker.domain.pattern import (
    Bucket,
    Example,
    Instead,
    KnownPattern,
    Lifecycle,
    Member,
    Pattern,
    PatternReport,
    ReleaseCount,
    Severity,
    Share,
)
from onlooker.domain.report import RunReport, SessionReport, SkippedSession, Spent
from tests.sinks import reports

DAY = 86_400_000
FIRST_DAY = reports.STARTED // DAY * DAY
WEIGHTS = {"blocking": 0.35, "reach": 0.4, "loss": 0.15, "recurrence": 0.1}


RESOLVED = KnownPattern(
    id="3f0aee569f6828b4",
    title="The chart stays empty",
    kind=FindingKind.EXCEPTION,
    page="/charts",
    signatures=("aa11",),
    first_seen=FIRST_DAY - 30 * DAY,
    last_seen=FIRST_DAY - 9 * DAY,
    prevalence=0.12,
    resolved_at=0,
    quiet=48,
)


def deploys(number: int) -> tuple[SessionReport, ...]:
    """So many sessions, one a day, each of another user: two in three fail to deploy and are looked at, the third buys a kettle."""
    kinds = (replace(reports.looked_at(), usage=Spent()), reports.refused_deploy(), reports.bought_kettle())
    return tuple(
        replace(
            called(kinds[n % 3], f"s-{n:04}"), source=f"recordings/{n:04}", started_at=reports.STARTED + n * DAY, user=f"user-{n % 36}@fernhill.test"
        )
        for n in range(number)
    )


def called(report: SessionReport, session_id: str) -> SessionReport:
    """With the plans of its clips."""

    def finding(one: Finding) -> Finding:
        clip = one.evidence.clip
        if clip is None:
            return one
        return replace(one, evidence=replace(one.evidence, clip=replace(clip, plan=replace(clip.plan, session_id=session_id))))

    return replace(report, session_id=session_id, findings=tuple(map(finding, report.findings)))


def refused(sessions: Sequence[SessionReport]) -> Pattern:
    """The blocking one: every session that could not deploy."""
    affected = [one for one in sessions if one.findings]
    members = tuple(
        Member(
            session_id=one.session_id,
            finding_id=one.findings[0].id,
            user=one.user,
            started_at=one.started_at,
            at_ms=one.findings[0].start_ms,
            blocking=True,
            release="4.2",
            success=False,
        )
        for one in affected
    )
    days = len(sessions)
    return Pattern(
        id="0c0aee569f6828b1",
        title="“Deploy” fails: read-only file system",
        description="After “Deploy” on /flows. The screen said “Deploy failed: EROFS”.",
        kind=FindingKind.EXCEPTION,
        symptom="failed_request",
        page="/flows",
        members=members,
        signatures=("67ab64a6f349bea8",),
        blocking=True,
        users=len({one.user for one in affected}),
        prevalence=Share(part=len(members), whole=days, low=0.3, high=0.9),
        blocking_share=Share(part=len(members), whole=len(members), low=0.51, high=1.0),
        success_affected=Share(part=0, whole=len(members), low=0.0, high=0.49),
        success_rest=Share(part=days - len(members), whole=days - len(members), low=0.34, high=1.0),
        first_seen=members[0].started_at,
        last_seen=members[-1].started_at,
        trend=tuple(
            Bucket(start=FIRST_DAY + n * DAY, end=FIRST_DAY + (n + 1) * DAY, examined=1, affected=int(bool(one.findings)))
            for n, one in enumerate(sessions)
        ),
        releases=(ReleaseCount(release="4.1", examined=2, affected=0), ReleaseCount(release="4.2", examined=days - 2, affected=len(members))),
        severity=Severity(score=81, terms={"blocking": 1.0, "reach": 0.5, "loss": 1.0, "recurrence": 0.11}, weights=WEIGHTS),
        lifecycle=Lifecycle.REGRESSED,
        since="4.2",
        known=replace(RESOLVED, id="0c0aee569f6828b1", title="“Deploy” fails", renamed=True, resolved_at=FIRST_DAY - 3 * DAY),
        merged=("Deploy hangs",),
        examples=tuple(
            Example(
                session_id=one.session_id,
                finding_id=one.findings[0].id,
                at_ms=19_534,
                before=("Typed “45” into “alarm threshold”",),
                after=("On screen: Deploy failed: EROFS", "Pressed “Deploy” for the last time"),
                saw="A red box: Deploy failed: EROFS",
                act="Deploy",
            )
            for one in affected[:3]
        ),
        instead=Instead(sessions=1, example="s-0002", steps=("Pressed “Save a copy”", "Went on to /flows/copy")),
        cause="The server cannot write its own file.",
        unsure="One of them may have lost the network.",
        relation="It is what keeps people from going live.",
    )


def confused(sessions: Sequence[SessionReport]) -> Pattern:
    """A lesser one, in the first two sessions that fail, by their second finding."""
    whole = refused(sessions)
    members = tuple(replace(one, finding_id=reports.refused_deploy().findings[1].id, blocking=False, at_ms=28_000) for one in whole.members[:2])
    return replace(
        whole,
        id="1d0aee569f6828b2",
        title="Opened and closed the same dialog",
        kind=FindingKind.CONFUSION,
        symptom="back_and_forth",
        members=members,
        blocking=False,
        users=2,
        prevalence=Share(part=2, whole=len(sessions), low=0.1, high=0.7),
        blocking_share=Share(part=0, whole=2, low=0.0, high=0.66),
        success_affected=None,
        trend=(),
        releases=(),
        since="",
        known=None,
        merged=(),
        severity=Severity(score=12, terms={"reach": 0.3}),
        lifecycle=Lifecycle.NEW,
        examples=(Example(session_id=members[0].session_id, finding_id=members[0].finding_id, at_ms=28_000),),
        instead=None,
        cause="",
        unsure="",
        relation="",
        by=reports.GEMINI,
    )


def muted(sessions: Sequence[SessionReport]) -> Pattern:
    return replace(
        confused(sessions), id="2e0aee569f6828b3", title="Deploy asks twice", muted="We want people to think again.", lifecycle=Lifecycle.ONGOING
    )


def patterns(sessions: Sequence[SessionReport]) -> PatternReport:
    return PatternReport(
        examined=len(sessions),
        users=len({one.user for one in sessions}),
        patterns=(refused(sessions), confused(sessions), muted(sessions)),
        resolved=(RESOLVED,),
        single=2,
        chance_missed=0.9986,
        notes=("1 recurring suspicion left out: no session could confirm any.",),
    )


def run(number: int = 6) -> RunReport:
    """`number` sessions with a pattern that blocks, a lesser one and a muted one; one session failed, three were skipped, calls were paid for."""
    sessions = deploys(number)
    looks = tuple(
        Exchange(
            key=f"k{n}",
            purpose="verify",
            model=reports.GEMINI,
            about=(sessions[0].findings[n].id,),
            input_tokens=4_000,
            output_tokens=200,
            cost=0.002,
        )
        for n in (0, 2)
    )
    usage = Spent(calls=2, input_tokens=8_000, output_tokens=400, cost=0.004, exchanges=looks)
    sessions = (replace(sessions[0], usage=usage), *sessions[1:])
    return RunReport(
        sessions=sessions,
        failed=(reports.failed(),),
        skipped=(("recordings/notes.txt", "not a recording: plain text"),),
        model=reports.GEMINI,
        seconds=41.7,
        patterns=patterns(sessions),
        skipped_sessions=(
            SkippedSession(session_id="b-1", source="recordings/b-1", reason="bot", why="its user agent says “crawler”"),
            SkippedSession(session_id="b-2", source="recordings/b-2", reason="bot"),
            SkippedSession(session_id="t-1", source="recordings/t-1", reason="too short", why="2 s"),
        ),
        exchanges=(
            Exchange(key="x", purpose="combine", model="openai:gpt-5-mini", input_tokens=9_000, output_tokens=900, cost=0.001),
            Exchange(key="y", purpose="combine", model="openai:gpt-5-mini", input_tokens=9_000, output_tokens=900, cached=True),
        ),
        foreseen=Estimate(
            sessions=number,
            calls=4,
            input_tokens=30_000,
            output_tokens=2_000,
            cost=0.01,
            seconds=60.0,
            model=reports.GEMINI,
            phases=(
                PhaseEstimate(name=LOOK, model=reports.GEMINI, calls=2, input_tokens=9_000, output_tokens=400, cost=0.006),
                PhaseEstimate(name=PATTERNS, model="openai:gpt-5-mini", calls=2, input_tokens=21_000, output_tokens=1_600, cost=0.004, exact=False),
            ),
        ),
        notes=("Most friction first: a share counted here is no share of all sessions.",),
        focus="what goes wrong when people deploy?",
    )


def hostile() -> RunReport:
    """Every text of a pattern tries to break out of the form it is told in."""
    evil = reports.HOSTILE
    sessions = (reports.hostile(), replace(reports.hostile(), session_id=evil + "2"))
    finding = sessions[0].findings[0]
    members = tuple(
        Member(session_id=one.session_id, finding_id=finding.id, user=evil, started_at=10**17 * n, at_ms=1, blocking=True, release=evil)
        for n, one in enumerate(sessions)
    )
    pattern = replace(
        refused(deploys(3)),
        id=evil,
        title=evil,
        description=evil,
        symptom=evil,
        page=evil,
        members=members,
        last_seen=10**17,
        releases=(ReleaseCount(release=evil, examined=2, affected=2),),
        trend=(Bucket(start=0, end=10**17, examined=-1, affected=5), Bucket(start=10**17, end=10**18, examined=0, affected=0)),
        severity=Severity(score=10**6, terms={evil: 7.0}, weights={evil: -3.0}),
        examples=tuple(
            Example(session_id=one.session_id, finding_id=finding.id, at_ms=1, before=(evil,), after=(evil,), saw=evil, act=evil) for one in sessions
        ),
        instead=Instead(sessions=1, example=evil, steps=(evil,)),
        cause=evil,
        by=evil,
        unsure=evil,
        relation=evil,
        since=evil,
        gone=evil,
        known=replace(RESOLVED, title=evil, first_seen=-1, last_seen=10**17, prevalence=7.0, quiet=-1),
        merged=(evil, evil),
    )
    known = replace(RESOLVED, id=evil, title=evil, page=evil)
    found = PatternReport(
        examined=2, users=1, patterns=(pattern, replace(pattern, id=evil + "m", muted=evil)), resolved=(known,), by=evil, notes=(evil,), single=1
    )
    return replace(
        reports.run(*sessions),
        patterns=found,
        skipped_sessions=(SkippedSession(session_id=evil, source=evil, reason=evil, why=evil),),
        skipped=((evil, evil),),
        exchanges=(Exchange(key=evil, purpose=evil, model=evil, about=(evil,), cost=0.1),),
        foreseen=Estimate(sessions=1, calls=1, input_tokens=1, output_tokens=1, model=evil),
        stopped=evil,
        notes=(evil,),
        focus=evil,
    )
