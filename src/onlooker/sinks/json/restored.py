"""JSON form -> domain report; the inverse of `shaped`."""

from __future__ import annotations

from onlooker.domain.estimate import PhaseEstimate
from onlooker.domain.evidence import Evidence, Hit, ScreenText, Verdict
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.model import Exchange
from onlooker.domain.report import Coverage, FailedSession, SessionReport, Spent, TimelineMark
from onlooker.domain.snapshot import RecordingLosses
from onlooker.domain.summary import KeyAction, Outcome, Reader, Segment
from onlooker.domain.timebase import Span
from onlooker.sinks.json import shape
from onlooker.sinks.json.clip_restored import restored_clip, restored_looked, restored_span
from onlooker.sinks.json.like import like
from onlooker.sinks.json.span import epoch_ms


def restored_failure(failed: shape.FailedShape) -> FailedSession:
    return FailedSession(session_id=failed.session_id, source=failed.source, reason=failed.failed)


def restored_session(report: shape.SessionShape) -> SessionReport:
    """Raises ValueError where a time cannot be one (a span that ends before it starts, a 31st of February)."""
    return SessionReport(
        session_id=report.session_id,
        source=report.source,
        user=report.user,
        release=report.release,
        started_at=epoch_ms(report.started_at),
        duration_ms=report.duration_ms,
        active_ms=report.active_ms,
        reader=Reader(kind=report.reader.kind, model=report.reader.model, prompt_version=report.reader.prompt_version, note=report.reader.note),
        goal=report.goal,
        outcome=Outcome(
            success=report.outcome.success,
            description=report.outcome.description,
            cites=report.outcome.cites,
            basis=report.outcome.basis,
        ),
        segments=tuple(_segment(segment) for segment in report.segments),
        findings=tuple(_finding(finding, report.session_id) for finding in report.findings),
        coverage=_coverage(report.coverage, report.session_id),
        usage=Spent(
            calls=report.usage.calls,
            cached_calls=report.usage.cached_calls,
            input_tokens=report.usage.input_tokens,
            output_tokens=report.usage.output_tokens,
            cost=report.usage.cost,
            seconds=report.usage.seconds,
            exchanges=tuple(like(one, Exchange) for one in report.usage.exchanges),
            refused=report.usage.refused,
            foreseen=tuple(like(one, PhaseEstimate) for one in report.usage.foreseen),
        ),
        pages=report.pages,
        active=tuple(restored_span(span) for span in report.active),
        gaps=tuple(restored_span(span) for span in report.gaps),
        marks=tuple(TimelineMark(id=entry.id, at_ms=entry.at_ms, kind=entry.kind, text=entry.text, window=entry.window) for entry in report.entries),
    )


def _segment(segment: shape.SegmentShape) -> Segment:
    return Segment(
        index=segment.index,
        name=segment.name,
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        success=segment.success,
        summary=segment.summary,
        key_actions=tuple(
            KeyAction(description=action.description, at_ms=action.at_ms, cites=action.cites, finding_id=action.finding_id)
            for action in segment.key_actions
        ),
    )


def _finding(finding: shape.FindingShape, session_id: str) -> Finding:
    span = Span(start_ms=finding.start_ms, end_ms=finding.end_ms)
    return Finding(
        id=finding.id,
        kind=finding.kind,
        symptom=finding.symptom,
        title=finding.title,
        description=finding.description,
        blocking=finding.blocking,
        minor=finding.minor,
        status=finding.status,
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        evidence=_evidence(finding.evidence, session_id),
    )


def _evidence(evidence: shape.EvidenceShape, session_id: str) -> Evidence:
    return Evidence(
        entries=tuple(entry.id for entry in evidence.entries),
        hits=tuple(_hit(hit) for hit in evidence.hits),
        screen=None if evidence.screen is None else _screen(evidence.screen),
        clip=None if evidence.clip is None else restored_clip(evidence.clip, session_id),
        verdict=None if evidence.verdict is None else _verdict(evidence.verdict),
        earlier=tuple(_verdict(verdict) for verdict in evidence.earlier),
    )


def _hit(hit: shape.HitShape) -> Hit:
    return Hit(
        rule=hit.rule,
        at_ms=hit.at_ms,
        end_ms=hit.end_ms,
        window=hit.window,
        thresholds=hit.thresholds,
        facts=hit.facts,
        entries=hit.entries,
    )


def _screen(screen: shape.ScreenShape) -> ScreenText:
    return ScreenText(
        at_ms=screen.at_ms,
        window=screen.window,
        page=screen.page,
        before=screen.before,
        after=screen.after,
        appeared=screen.appeared,
        gone=screen.gone,
        notes=screen.notes,
        masked=screen.masked,
        exact=screen.exact,
    )


def _verdict(verdict: shape.VerdictShape) -> Verdict:
    return Verdict(
        status=verdict.status,
        blocking=verdict.blocking,
        reason=verdict.reason,
        by=verdict.by,
        cites=verdict.cites,
        saw=verdict.saw,
        frames=verdict.frames,
        basis=verdict.basis,
    )


def _coverage(coverage: shape.CoverageShape, session_id: str) -> Coverage:
    losses = coverage.losses
    return Coverage(
        snapshots=coverage.snapshots,
        events=coverage.events,
        entries=coverage.entries,
        windows=coverage.windows,
        gaps=coverage.gaps,
        gap_ms=coverage.gap_ms,
        losses=RecordingLosses(
            unreadable_chunks=losses.unreadable_chunks,
            unreadable_snapshots=losses.unreadable_snapshots,
            reordered=losses.reordered,
            duplicates=losses.duplicates,
            windows_without_full=losses.windows_without_full,
            gaps=losses.gaps,
            gap_ms=losses.gap_ms,
            truncated=losses.truncated,
            notes=losses.notes,
        ),
        unreadable_events=coverage.unreadable_events,
        folded=coverage.folded,
        dropped=coverage.dropped,
        masked_share=coverage.masked_share,
        screens=coverage.screens,
        unseen_ms=coverage.unseen_ms,
        coarse=coverage.coarse,
        skew_ms=coverage.skew_ms,
        noise=tuple(
            Noise(what=noise.what, reason=noise.reason, at_ms=noise.at_ms, count=noise.count, entries=noise.entries) for noise in coverage.noise
        ),
        invented_cites=coverage.invented_cites,
        notes=coverage.notes,
        looked=restored_looked(coverage.looked, session_id),
    )
