"""What the page shows, worked out, so that the templates only lay it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from onlooker.domain.evidence import ScreenText
from onlooker.domain.finding import Finding
from onlooker.domain.report import RunReport, SessionReport, TimelineMark
from onlooker.domain.tally import FindingTally, RunTally, ranked, tally_findings, tally_run, worst
from onlooker.domain.timebase import iso
from onlooker.domain.words import one_line
from onlooker.sinks.html.anchor import finding_anchor, session_anchor
from onlooker.sinks.html.strip import Strip, strip

SHOWN_ENTRIES = 10
OPEN_UP_TO = 3
"""With more sessions than this they start folded; the table leads in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLine:
    """`change` is "gone", "new", "passing" (came and went again) or "" for what stayed."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenView:
    page: str
    before: tuple[ScreenLine, ...]
    after: tuple[ScreenLine, ...]
    notes: tuple[str, ...]
    masked: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A cited entry, or a run of `times` that read the same and follow each other; `until_ms` is when the last began."""

    mark: TimelineMark
    times: int
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """`more` are those past what a person reads at once; `untold` counts cited entries the report has no line for."""

    first: tuple[EntryLine, ...]
    more: tuple[EntryLine, ...]
    untold: int = 0

    @property
    def any(self) -> bool:
        return bool(self.first or self.untold)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    finding: Finding
    anchor: str
    entries: Entries
    screen: ScreenView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    report: SessionReport
    anchor: str
    tally: FindingTally
    worst: Finding | None
    findings: tuple[FindingView, ...]
    dismissed: tuple[FindingView, ...]
    outcome_entries: Entries
    strip: Strip
    started: str
    """`2026-11-22 14:53`, UTC."""
    anchors: Mapping[str, str]
    """Of the findings, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    run: RunReport
    tally: RunTally
    sessions: tuple[SessionView, ...]
    opened: bool


def run_view(run: RunReport) -> RunView:
    sessions = tuple(_session(report) for report in run.sessions)
    return RunView(run=run, tally=tally_run(run), sessions=sessions, opened=len(sessions) <= OPEN_UP_TO)


def _session(report: SessionReport) -> SessionView:
    marks = {mark.id: mark for mark in report.marks}
    found = ranked(report.findings)
    return SessionView(
        report=report,
        anchor=session_anchor(report),
        tally=tally_findings(report.findings),
        worst=worst(report),
        findings=tuple(_finding(report, finding, marks) for finding in found if finding.reported),
        dismissed=tuple(_finding(report, finding, marks) for finding in found if not finding.reported),
        outcome_entries=_told(report.outcome.cites, marks),
        strip=strip(report, found),
        started=iso(report.started_at)[:16].replace("T", " "),
        anchors={finding.id: finding_anchor(report, finding) for finding in report.findings},
    )


def _told(cites: Sequence[str], marks: Mapping[str, TimelineMark]) -> Entries:
    distinct = dict.fromkeys(cites)
    found = sorted((marks[cite] for cite in distinct if cite in marks), key=lambda mark: mark.at_ms)
    lines = []
    for _, same in groupby(found, key=lambda mark: (mark.kind, mark.text, mark.window)):
        run = list(same)
        lines.append(EntryLine(mark=run[0], times=len(run), until_ms=run[-1].at_ms))
    return Entries(first=tuple(lines[:SHOWN_ENTRIES]), more=tuple(lines[SHOWN_ENTRIES:]), untold=len(distinct) - len(found))


def _finding(report: SessionReport, finding: Finding, marks: Mapping[str, TimelineMark]) -> FindingView:
    return FindingView(
        finding=finding,
        anchor=finding_anchor(report, finding),
        entries=_told(finding.evidence.entries, marks),
        screen=None if finding.evidence.screen is None else _screen(finding.evidence.screen),
    )


def _screen(screen: ScreenText) -> ScreenView:
    """What came and went is shown in place; a line that is only in `gone` or `appeared` is added at the end of its side."""
    gone, appeared = set(screen.gone) - screen.passing, set(screen.appeared)
    before = [*screen.before, *(line for line in screen.gone if line not in screen.before and line not in screen.passing)]
    after = [*screen.after, *(line for line in screen.appeared if line not in screen.after)]
    came = {line: "passing" if line in screen.passing else "new" for line in appeared}
    return ScreenView(
        page=screen.page,
        before=tuple(ScreenLine(text=line, change="gone" if line in gone else "") for line in before if one_line(line)),
        after=tuple(ScreenLine(text=line, change=came.get(line, "")) for line in after if one_line(line)),
        notes=screen.notes,
        masked=screen.masked,
        changed=bool(appeared or gone),
    )
