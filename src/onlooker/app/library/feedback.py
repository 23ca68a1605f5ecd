"""What people say of findings and summaries, and the labelled set that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onlooker.app.library.kept import Kept
from onlooker.app.steps import now_ms
from onlooker.domain.feedback import About, Feedback
from onlooker.domain.finding import Finding
from onlooker.domain.ids import content_id
from onlooker.domain.report import SessionReport
from onlooker.errors import InputError, MissingError

_MOST_WHY = 4_000
_NOT_JUDGED = "nobody has judged the outcome"


class FeedbackKept:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def give(
        self, run_id: str, place: str, *, about: About, right: bool, finding_id: str = "", why: str = "", by: str = "", success: bool | None = None
    ) -> Feedback:
        """Replaces what the same person said of the same thing before. `success`, of a summary: the outcome as it was. Raises MissingError for a
        finding that the session does not have."""
        row = self._kept.row(run_id, place)
        report = self._kept.report(row)
        if not isinstance(report, SessionReport):
            raise MissingError(f"session {row.name} could not be read: there is nothing to judge")
        if about is About.FINDING and all(one.id != finding_id for one in report.findings):
            raise MissingError(f"session {row.name} has no finding {finding_id!r}")
        if about is About.SUMMARY and finding_id:
            raise InputError("a summary is judged as a whole: leave out the finding")
        said = Feedback(
            id=content_id("feedback", row.session_id, about.value, finding_id, by),
            session_id=row.session_id,
            about=about,
            right=right,
            finding_id=finding_id,
            why=why.strip()[:_MOST_WHY],
            by=by,
            at=now_ms(),
            run_id=run_id,
            place=place,
            success=success if about is About.SUMMARY else None,
        )
        self._kept.catalogue.keep_feedback(said)
        return said

    def of(self, session_id: str) -> tuple[Feedback, ...]:
        return tuple(self._kept.catalogue.feedback(session_id)) if session_id else ()

    def all(self) -> tuple[Feedback, ...]:
        """In the order in which it was said."""
        return tuple(self._kept.catalogue.feedback())

    def withdraw(self, feedback_id: str) -> None:
        try:
            self._kept.catalogue.drop_feedback(feedback_id)
        except KeyError:
            raise MissingError(f"there is no feedback {feedback_id!r}") from None

    def labels(self) -> Iterator[Mapping[str, object]]:
        """What was judged, a session each, in the form of a labelled recording's truth.json."""
        by_session: dict[str, list[Feedback]] = {}
        for one in self._kept.catalogue.feedback():
            by_session.setdefault(one.session_id, []).append(one)
        for said in by_session.values():
            report = self._read(said)
            if report is not None:
                yield labelled(report, said)

    def _read(self, said: Sequence[Feedback]) -> SessionReport | None:
        """The reading that was judged last and is still there."""
        for one in reversed(said):
            try:
                report = self._kept.report(self._kept.row(one.run_id, one.place))
            except MissingError:
                continue
            if isinstance(report, SessionReport):
                return report
        return None


def labelled(report: SessionReport, said: Sequence[Feedback]) -> Mapping[str, object]:
    """The last word on each finding counts, whoever said it. What was told and is right is an issue; a finding that was dismissed by mistake is one
    too; what nobody judged may be reported or not (`minor`). An outcome that nobody judged counts for nothing (`outcome_note`)."""
    words = {one.finding_id: one for one in said if one.about is About.FINDING}
    summary = next((one for one in reversed(said) if one.about is About.SUMMARY), None)
    issues, noise = [], []
    for finding in report.findings:
        word = words.get(finding.id)
        real = finding.reported if word is None else finding.reported == word.right
        if real:
            issues.append(_issue(finding, judged=word is not None))
        elif word is not None:
            noise.append({"at_ms": finding.start_ms, "what": finding.title, "why": word.why})
    success = _success(report, summary)
    truth: dict[str, object] = {
        "session_id": report.session_id,
        "journey_goal": report.goal,
        "outcome": "unknown" if success is None else "success" if success else "failure",
        "start_time": report.started_at,
        "duration_ms": report.duration_ms,
        "issues": issues,
        "noise": noise,
        "must_not_flag": [],
    }
    return truth if success is not None else {**truth, "outcome_note": _NOT_JUDGED}


def _issue(finding: Finding, *, judged: bool) -> dict[str, object]:
    return {
        "start_ms": finding.start_ms,
        "end_ms": finding.end_ms,
        "kind": finding.kind.value,
        "blocking": finding.blocking,
        "minor": not judged,
        "cause": finding.title,
    }


def _success(report: SessionReport, summary: Feedback | None) -> bool | None:
    if summary is None:
        return None
    return report.outcome.success if summary.right else summary.success
