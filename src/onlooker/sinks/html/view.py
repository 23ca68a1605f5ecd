"""What the page shows, worked out, so that the templates only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from onlooker.domain.denominators import Denominators, denominators
from onlooker.domain.evidence import ScreenText, Verdict
from onlooker.domain.finding import Finding
from onlooker.domain.ledger import Ledger, ledger
from onlooker.domain.look_words import disputed, failing_words, reading_words
from onlooker.domain.report import RunReport, SessionReport, TimelineMark
from onlooker.domain.tally import FindingTally, RunTally, ranked, tally_findings, tally_looks, tally_run
from onlooker.domain.timebase import minute
from onlooker.domain.words import one_line
from onlooker.sinks.html.anchor import clip_anchor, finding_anchor, session_anchor
from onlooker.sinks.html.chosen import Chosen, Line, chosen
from onlooker.sinks.html.dearest import DearView, dearest
from onlooker.sinks.html.look import LookView, NamedFrame, look_view, named_frames
from onlooker.sinks.html.recurs import PatternView, RecursView, recurs_view
from onlooker.sinks.html.shelf import Shelf
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
    read: str
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
    look: LookView | None
    named_frames: tuple[NamedFrame, ...]
    disputed: tuple[Verdict, ...]
    pattern: PatternView | None
    """What it is part of, where that recurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    report: SessionReport
    anchor: str
    tally: FindingTally
    findings: tuple[FindingView, ...]
    dismissed: tuple[FindingView, ...]
    outcome_entries: Entries
    strip: Strip
    started: str
    """`2026-11-22 14:53`, UTC."""
    anchors: Mapping[str, str]
    """Of the findings, by id."""
    warning: str
    """That most clips failed, and why."""
    patterns: tuple[PatternView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """`lines` are those of all sessions, `sessions` those told whole, laid out anew each time they are gone through. `beside`: something it shows is
    loaded from the folder beside the page. `looked`: at any finding. `recurs` None: nobody looked for it."""

    run: RunReport
    tally: RunTally
    lines: tuple[Line, ...]
    sessions: Iterable[SessionView]
    left_out: int
    opened: bool
    warning: str
    beside: bool
    looked: bool
    recurs: RecursView | None
    told: Denominators
    ledger: Ledger
    dearest: tuple[DearView, ...]

    def met(self, line: Line) -> tuple[PatternView, ...]:
        return self.recurs.met.get(line.session_id, ()) if self.recurs is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What stands in the page already: `shown` has the anchor of each video."""

    shelf: Shelf
    shown: dict[str, str]
    recurs: RecursView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """The sessions told whole, one in memory at a time."""

    told: Chosen
    sheet: _Sheet

    def __iter__(self) -> Iterator[SessionView]:
        sheet = replace(self.sheet, shown=dict(self.sheet.shown))
        return (_session(report, sheet) for report in self.told.reports())


def run_view(run: RunReport, shelf: Shelf, told: Chosen | None = None) -> RunView:
    """`told` None: as many sessions are told whole as a page holds."""
    told = told or chosen(run)
    shown: dict[str, str] = {}
    recurs = recurs_view(told, run.patterns, shelf, shown) if run.patterns is not None else None
    spent = ledger(run)
    tally = tally_run(run)
    return RunView(
        run=run,
        tally=tally,
        lines=told.lines,
        sessions=_Whole(told=told, sheet=_Sheet(shelf=shelf, shown=shown, recurs=recurs)),
        left_out=told.left_out,
        opened=len(told.whole) <= OPEN_UP_TO,
        warning=failing_words(tally.looks),
        beside=shelf.beside,
        looked=told.looked,
        recurs=recurs,
        told=denominators(run),
        ledger=spent,
        dearest=dearest(told, spent),
    )


def _session(report: SessionReport, sheet: _Sheet) -> SessionView:
    marks = {mark.id: mark for mark in report.marks}
    found = ranked(report.findings)
    views = [_finding(report, finding, marks, sheet) for finding in found]
    return SessionView(
        report=report,
        anchor=session_anchor(report),
        tally=tally_findings(report.findings),
        findings=tuple(view for view in views if view.finding.reported),
        dismissed=tuple(view for view in views if not view.finding.reported),
        outcome_entries=_told(report.outcome.cites, marks),
        strip=strip(report, found),
        started=minute(report.started_at),
        anchors={finding.id: finding_anchor(report, finding) for finding in report.findings},
        warning=failing_words(tally_looks((report,))),
        patterns=sheet.recurs.met.get(report.session_id, ()) if sheet.recurs is not None else (),
    )


def _told(cites: Sequence[str], marks: Mapping[str, TimelineMark]) -> Entries:
    distinct = dict.fromkeys(cites)
    found = sorted((marks[cite] for cite in distinct if cite in marks), key=lambda mark: mark.at_ms)
    lines = []
    for _, same in groupby(found, key=lambda mark: (mark.kind, mark.text, mark.window)):
        run = list(same)
        lines.append(EntryLine(mark=run[0], times=len(run), until_ms=run[-1].at_ms))
    return Entries(first=tuple(lines[:SHOWN_ENTRIES]), more=tuple(lines[SHOWN_ENTRIES:]), untold=len(distinct) - len(found))


def _finding(report: SessionReport, finding: Finding, marks: Mapping[str, TimelineMark], sheet: _Sheet) -> FindingView:
    evidence = finding.evidence
    clip = evidence.clip
    return FindingView(
        finding=finding,
        anchor=finding_anchor(report, finding),
        entries=_told(evidence.entries, marks),
        screen=None if evidence.screen is None else _screen(evidence.screen),
        look=None if clip is None else look_view(finding, clip, sheet.shelf, clip_anchor(report, finding), sheet.shown),
        named_frames=() if clip is None else named_frames(evidence.verdict, clip),
        disputed=disputed(evidence),
        pattern=sheet.recurs.of.get((report.session_id, finding.id)) if sheet.recurs is not None else None,
    )


def _screen(screen: ScreenText) -> ScreenView:
    """What came and went is shown in place; a line that is only in `gone` or `appeared` is added at the end of its side."""
    gone, appeared = set(screen.gone) - screen.passing, set(screen.appeared)
    before = [*screen.before, *(line for line in screen.gone if line not in screen.before and line not in screen.passing)]
    after = [*screen.after, *(line for line in screen.appeared if line not in screen.after)]
    came = {line: "passing" if line in screen.passing else "new" for line in appeared}
    return ScreenView(
        page=screen.page,
        read=reading_words(screen),
        before=tuple(ScreenLine(text=line, change="gone" if line in gone else "") for line in before if one_line(line)),
        after=tuple(ScreenLine(text=line, change=came.get(line, "")) for line in after if one_line(line)),
        notes=screen.notes,
        masked=screen.masked,
        changed=bool(appeared or gone),
    )
