"""Domain report -> JSON form."""

from __future__ import annotations

import math
from collections.abc import Mapping

from onlooker.domain.evidence import Evidence, Hit, ScreenText, Verdict
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.report import Coverage, FailedSession, SessionReport, Spent, TimelineMark
from onlooker.domain.snapshot import RecordingLosses
from onlooker.domain.summary import Outcome, Reader, Segment
from onlooker.sinks.json import shape
from onlooker.sinks.json.clip_shaped import shaped_clip, shaped_looked, shaped_span
from onlooker.sinks.json.like import like
from onlooker.sinks.json.span import instant_text


def failed_shape(failed: FailedSession) -> shape.FailedShape:
    return shape.FailedShape(schema=1, session_id=failed.session_id, source=failed.source, failed=failed.reason)


def session_shape(report: SessionReport, files: Mapping[str, str]) -> shape.SessionShape:
    """`files` has a path beside the report for each blob that was written there."""
    marks = {mark.id: mark for mark in report.marks}
    return shape.SessionShape(
        schema=1,
        session_id=report.session_id,
        source=report.source,
        user=report.user,
        release=report.release,
        started_at=instant_text(report.started_at),
        duration_ms=report.duration_ms,
        active_ms=report.active_ms,
        reader=_reader(report.reader),
        goal=report.goal,
        outcome=_outcome(report.outcome),
        segments=tuple(_segment(segment) for segment in report.segments),
        findings=tuple(_finding(finding, marks, files) for finding in report.findings),
        coverage=_coverage(report.coverage),
        usage=_usage(report.usage),
        pages=report.pages,
        active=tuple(shaped_span(span) for span in report.active),
        gaps=tuple(shaped_span(span) for span in report.gaps),
        entries=tuple(_entry(mark) for mark in report.marks),
    )


def _entry(mark: TimelineMark) -> shape.EntryShape:
    return shape.EntryShape(id=mark.id, at_ms=mark.at_ms, kind=mark.kind, text=mark.text, window=mark.window)


def _reader(reader: Reader) -> shape.ReaderShape:
    kind: shape.ReaderKind = "model" if reader.kind == "model" else "rules"
    return shape.ReaderShape(kind=kind, model=reader.model, prompt_version=reader.prompt_version, note=reader.note)


def _outcome(outcome: Outcome) -> shape.OutcomeShape:
    return shape.OutcomeShape(success=outcome.success, description=outcome.description, cites=outcome.cites, basis=outcome.basis)


def _segment(segment: Segment) -> shape.SegmentShape:
    return shape.SegmentShape(
        index=segment.index,
        name=segment.name,
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        success=segment.success,
        summary=segment.summary,
        key_actions=tuple(
            shape.KeyActionShape(description=action.description, at_ms=action.at_ms, cites=action.cites, finding_id=action.finding_id)
            for action in segment.key_actions
        ),
    )


def _finding(finding: Finding, marks: Mapping[str, TimelineMark], files: Mapping[str, str]) -> shape.FindingShape:
    return shape.FindingShape(
        id=finding.id,
        kind=finding.kind,
        symptom=finding.symptom,
        title=finding.title,
        description=finding.description,
        blocking=finding.blocking,
        minor=finding.minor,
        status=finding.status,
        start_ms=finding.start_ms,
        end_ms=finding.end_ms,
        evidence=_evidence(finding.evidence, marks, files, finding.start_ms),
    )


def _evidence(evidence: Evidence, marks: Mapping[str, TimelineMark], files: Mapping[str, str], at_ms: int) -> shape.EvidenceShape:
    """An entry without a mark still stands in the list, at the finding's start: its id is the proof."""
    cited = (marks.get(entry) or TimelineMark(id=entry, at_ms=at_ms, kind="", text="") for entry in evidence.entries)
    return shape.EvidenceShape(
        entries=tuple(_entry(mark) for mark in cited),
        hits=tuple(_hit(hit) for hit in evidence.hits),
        screen=None if evidence.screen is None else _screen(evidence.screen),
        clip=None if evidence.clip is None else shaped_clip(evidence.clip, files),
        verdict=None if evidence.verdict is None else _verdict(evidence.verdict),
        earlier=tuple(_verdict(verdict) for verdict in evidence.earlier),
    )


def _hit(hit: Hit) -> shape.HitShape:
    return shape.HitShape(
        rule=hit.rule,
        at_ms=hit.at_ms,
        end_ms=hit.end_ms,
        window=hit.window,
        thresholds={name: hit.thresholds[name] for name in sorted(hit.thresholds) if math.isfinite(hit.thresholds[name])},
        facts={name: _told(hit.facts[name]) for name in sorted(hit.facts)},
        entries=hit.entries,
    )


def _told(fact: str | int | float | bool) -> str | int | float | bool:
    """JSON has no infinity."""
    return str(fact) if isinstance(fact, float) and not math.isfinite(fact) else fact


def _screen(screen: ScreenText) -> shape.ScreenShape:
    return shape.ScreenShape(
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


def _verdict(verdict: Verdict) -> shape.VerdictShape:
    return shape.VerdictShape(
        status=verdict.status,
        blocking=verdict.blocking,
        reason=verdict.reason,
        by=verdict.by,
        cites=verdict.cites,
        saw=verdict.saw,
        frames=verdict.frames,
        basis=verdict.basis,
    )


def _noise(noise: Noise) -> shape.NoiseShape:
    return shape.NoiseShape(what=noise.what, reason=noise.reason, at_ms=noise.at_ms, count=noise.count, entries=noise.entries)


def _losses(losses: RecordingLosses) -> shape.LossesShape:
    return shape.LossesShape(
        unreadable_chunks=losses.unreadable_chunks,
        unreadable_snapshots=losses.unreadable_snapshots,
        reordered=losses.reordered,
        duplicates=losses.duplicates,
        windows_without_full=losses.windows_without_full,
        gaps=losses.gaps,
        gap_ms=losses.gap_ms,
        truncated=losses.truncated,
        notes=losses.notes,
    )


def _coverage(coverage: Coverage) -> shape.CoverageShape:
    return shape.CoverageShape(
        snapshots=coverage.snapshots,
        events=coverage.events,
        entries=coverage.entries,
        windows=coverage.windows,
        gaps=coverage.gaps,
        gap_ms=coverage.gap_ms,
        losses=_losses(coverage.losses),
        unreadable_events=coverage.unreadable_events,
        folded={name: coverage.folded[name] for name in sorted(coverage.folded)},
        dropped={name: coverage.dropped[name] for name in sorted(coverage.dropped)},
        masked_share=coverage.masked_share,
        screens=coverage.screens,
        unseen_ms=coverage.unseen_ms,
        coarse=coverage.coarse,
        skew_ms=coverage.skew_ms,
        noise=tuple(_noise(noise) for noise in coverage.noise),
        invented_cites=coverage.invented_cites,
        notes=coverage.notes,
        looked=shaped_looked(coverage.looked),
    )


def _usage(usage: Spent) -> shape.UsageShape:
    return shape.UsageShape(
        calls=usage.calls,
        cached_calls=usage.cached_calls,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=usage.cost,
        seconds=usage.seconds,
        exchanges=tuple(like(one, shape.ExchangeShape) for one in usage.exchanges),
        refused=usage.refused,
        foreseen=tuple(like(one, shape.PhaseEstimateShape) for one in usage.foreseen),
    )
