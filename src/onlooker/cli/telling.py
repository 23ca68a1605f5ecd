"""A run on the terminal: the table of sessions, the sessions themselves when they are few, and where the report is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onlooker.cli.ledger_telling import tell_ledger
from onlooker.cli.pattern_telling import tell_nothing_recurs, tell_patterns
from onlooker.domain.denominators import denominators, reasons_words
from onlooker.domain.estimate import Estimate, phase_words
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding
from onlooker.domain.ledger import ledger
from onlooker.domain.look_words import clip_words, disputed, earlier_words, failing_words, obstacles, ruled_words
from onlooker.domain.report import RunReport, SessionReport
from onlooker.domain.tally import RunTally, ranked, tally_findings, tally_looks, tally_run, worst
from onlooker.domain.timebase import clock
from onlooker.domain.words import (
    count,
    coverage_words,
    duration,
    goal_words,
    kind_words,
    money,
    one_line,
    outcome_sentence,
    outcome_word,
    outcomes_words,
    reader_words,
    short_ids,
    span_words,
    spent_words,
    status_words,
    wrong_words,
)

TOLD_UP_TO = 3
"""With more sessions than this the table says it; the report and `show --session` tell the rest."""
LISTED_UP_TO = 30
"""More sessions than this are summed up: what recurs among them is the answer, not their list."""
PLACES_UP_TO = 10
SHOWN_TEXTS = 4
WIDE = 120
"""Columns of a terminal that has room for two texts side by side."""
OUTCOME_STYLES = {True: "green", False: "red", None: "dim"}


def tell_run(run: RunReport, console: Console, written: Sequence[str] = ()) -> None:
    """`written` are the paths of the report, the one for people among them."""
    tally = tally_run(run)
    several = len(run.sessions) + len(run.failed) > 1
    if several and (failing := failing_words(tally.looks)):
        console.print(Text.assemble(("Most clips failed. ", "bold red"), failing))
        console.print()
    first = run.patterns is not None and bool(run.patterns.patterns or run.patterns.resolved)
    if run.patterns is not None and first:
        tell_patterns(run.patterns, console)
    if several and len(run.sessions) <= LISTED_UP_TO:
        console.print(_table(run, console.width))
    if len(run.sessions) <= TOLD_UP_TO:
        for session in run.sessions:
            _session(session, console)
    if run.patterns is not None and not first:
        tell_nothing_recurs(run.patterns, console)
    _beyond(run, console, written)
    if several:
        tell_ledger(ledger(run), console)
    _last_lines(run, tally, console, written)


def _beyond(run: RunReport, console: Console, written: Sequence[str]) -> None:
    """What is not listed, or was not read, and why; places one by one while they are few."""
    told = denominators(run)
    if len(run.sessions) > LISTED_UP_TO:
        where = "report.html has each" if written else "a report (--out DIR) has each"
        console.print(
            Text(f"{count(told.read, 'session')} read, not listed here: {where}, and `onlooker show DIR --session ID` tells one.", style="dim")
        )
        if told.failures:
            console.print(Text(f"could not be read: {reasons_words(told.failures)}", style="magenta"))
    if told.skips:
        console.print(Text(f"skipped {told.skipped:,} of {count(told.selected, 'session')}: {reasons_words(told.skips)}", style="dim"))
    if len(run.skipped) > PLACES_UP_TO:
        console.print(Text(f"passed over {len(run.skipped):,} places: {reasons_words(told.places)}", style="dim"))
    else:
        for place, reason in run.skipped:
            console.print(Text(f"passed over {one_line(place)}: {one_line(reason)}", style="dim"))
    for note in run.notes:
        console.print(Text(one_line(note), style="dim"))


def tell_estimate(estimate: Estimate, console: Console) -> None:
    if not estimate.calls:
        console.print(f"{count(estimate.sessions, 'session')}, read by rules: no call, no cost.")
    else:
        console.print(
            f"{count(estimate.sessions, 'session')} with {one_line(estimate.model)}: {count(estimate.calls, 'call')}, "
            f"{estimate.input_tokens:,} tokens in, {estimate.output_tokens:,} out, {money(estimate.cost)}."
        )
    if len(estimate.phases) > 1:
        console.print(_phases(estimate))
    if estimate.seconds is not None:
        rendering = f", {count(estimate.clips, 'clip')} rendered" if estimate.clips else ""
        console.print(f"About {duration(round(estimate.seconds * 1000))}{rendering}.")
    for note in estimate.notes:
        console.print(Text(one_line(note)))
    for place, reason in estimate.skipped:
        console.print(Text(f"passed over {one_line(place)}: {one_line(reason)}", style="dim"))


def _phases(estimate: Estimate) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for justify in ("left", "right", "right", "right", "right", "left"):
        table.add_column(justify=justify)
    for phase in estimate.phases:
        about = "" if phase.exact else "about "
        model = one_line(phase.model) if phase.model != estimate.model else ""
        given, written = f"{about}{phase.input_tokens:,} in", f"{about}{phase.output_tokens:,} out"
        table.add_row(phase_words(phase.name), f"{about}{count(phase.calls, 'call')}", given, written, money(phase.cost), Text(model, style="dim"))
    return table


def _table(run: RunReport, width: int) -> Table:
    """In a narrow terminal, where it went wrong stands below what they tried instead of beside it."""
    beside = width >= WIDE
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("session", no_wrap=True, style="dim")
    table.add_column("goal", no_wrap=True)
    for name in ("length", "block", "other", "dism."):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("what they tried", "where it went wrong") if beside else ("what they tried, where it went wrong",):
        table.add_column(name, ratio=1)
    ids = short_ids([session.session_id for session in run.sessions])
    for session in run.sessions:
        found = tally_findings(session.findings)
        table.add_row(
            Text(one_line(ids[session.session_id], 20)),
            _outcome(session.outcome.success),
            clock(session.duration_ms + 500),  # to the nearest second, as `duration` tells it elsewhere
            Text(str(found.blocking or "·"), style="bold red" if found.blocking else "dim"),
            Text(str(found.other or "·"), style="yellow" if found.other else "dim"),
            Text(str(found.dismissed or "·"), style="dim"),
            *_cells(goal_words(session), wrong_words(worst(session)), beside=beside),
        )
    for failed in run.failed:
        cells = _cells(one_line(failed.source), one_line(failed.reason), beside=beside)
        table.add_row(Text(one_line(failed.session_id, 20)), Text("unreadable", style="magenta"), "", "", "", "", *cells)
    return table


def _cells(tried: str, wrong: str, *, beside: bool) -> tuple[Text, ...]:
    if beside:
        return Text(tried), Text(wrong)
    return (Text.assemble(tried, (f"\n{wrong}" if wrong else "", "dim")),)


def _outcome(success: bool | None) -> Text:
    return Text(outcome_word(success), style=OUTCOME_STYLES[success])


def _session(report: SessionReport, console: Console) -> None:
    console.print()
    if failing := failing_words(tally_looks((report,))):
        console.print(Text.assemble(("Most clips of this session failed. ", "bold red"), failing))
    console.print(Text(goal_words(report), style="bold"))
    console.print(
        Text(f"{outcome_sentence(report.outcome.success)}.", style=OUTCOME_STYLES[report.outcome.success]), Text(one_line(report.outcome.description))
    )
    facts = [f"session {one_line(report.session_id)}", one_line(report.user), duration(report.duration_ms), f"read by {reader_words(report.reader)}"]
    console.print(Text(" · ".join(filter(None, facts)), style="dim"))
    found = ranked(report.findings)
    for finding in found:
        if finding.reported:
            _finding(finding, console)
    for finding in found:
        if not finding.reported:
            verdict = finding.evidence.verdict
            why = f"{one_line(verdict.reason)} ({ruled_words(verdict)})" if verdict else one_line(finding.description)
            _indented(console, 2, Text(f"dismissed {clock(finding.start_ms)} {one_line(finding.title)} \u2013 {why}", style="dim"))
            _looked(finding, console)
    for noise in report.coverage.noise:
        times = f" ({count(noise.count, 'time')})" if noise.count > 1 else ""
        _indented(console, 2, Text(f"noise {clock(noise.at_ms)} {one_line(noise.what, 120)}{times} \u2013 {one_line(noise.reason)}", style="dim"))
    console.print(Text(" ".join((*coverage_words(report.coverage), spent_words(report.usage))), style="dim"))


def _finding(finding: Finding, console: Console) -> None:
    weight = "blocking" if finding.blocking else "minor" if finding.minor else "not blocking"
    style = "bold red" if finding.blocking else "yellow"
    title = Text.assemble((f"{span_words(finding.start_ms, finding.end_ms)} ", "dim"), (one_line(finding.title), style))
    console.print()
    _indented(console, 2, title)
    _indented(console, 4, Text(f"{weight}, {status_words(finding.status)}: {kind_words(finding.kind)}", style="dim"))
    if finding.description:
        _indented(console, 4, Text(one_line(finding.description)))
    verdict = finding.evidence.verdict
    if verdict is not None and verdict.status is not Status.SUSPECTED:
        _indented(console, 4, Text.assemble(("why ", "dim"), one_line(verdict.reason), (f" ({ruled_words(verdict)})", "dim")))
    _looked(finding, console)
    if finding.evidence.screen is not None:
        screen = finding.evidence.screen
        for line in [line for line in screen.appeared if one_line(line)][:SHOWN_TEXTS]:
            passed = " (and went again)" if line in screen.passing else ""
            _indented(console, 4, Text.assemble(("screen + ", "dim"), one_line(line, 200), (passed, "dim")))
        for line in [line for line in screen.gone if line not in screen.passing and one_line(line)][:SHOWN_TEXTS]:
            _indented(console, 4, Text.assemble(("screen - ", "dim"), (one_line(line, 200), "dim")))
        for note in screen.notes:
            _indented(console, 4, Text.assemble(("screen ", "dim"), one_line(note, 200)))


def _looked(finding: Finding, console: Console) -> None:
    """What was seen, who had said otherwise, and what the clip covers."""
    evidence = finding.evidence
    if evidence.verdict is not None and evidence.verdict.saw:
        at = ", ".join(clock(at_ms) for at_ms in evidence.verdict.frames[:SHOWN_TEXTS])
        _indented(console, 4, Text.assemble(("saw ", "dim"), one_line(evidence.verdict.saw), (f" ({at})" if at else "", "dim")))
    for earlier in disputed(evidence):
        _indented(console, 4, Text(f"{earlier_words(earlier)}: {one_line(earlier.reason)}", style="dim"))
    if evidence.clip is not None:
        _indented(console, 4, Text.assemble(("clip ", "dim"), (clip_words(evidence.clip), "dim")))
        for told in obstacles(evidence.clip.under)[:SHOWN_TEXTS]:
            _indented(console, 4, Text.assemble(("pressed ", "dim"), told))


def _indented(console: Console, left: int, text: Text) -> None:
    console.print(Padding(text, (0, 0, 0, left), expand=False))


def _last_lines(run: RunReport, tally: RunTally, console: Console, written: Sequence[str]) -> None:
    found = tally.findings
    took = f" Read in {duration(round(run.seconds * 1000))}." if run.seconds else ""
    model = f" {one_line(run.model)}: {count(tally.calls, 'call')}, {money(tally.cost)}." if tally.calls else ""
    console.print()
    console.print(Text(f"{outcomes_words(tally)}.{took}", style="bold"))
    console.print(f"{count(found.reported, 'finding')}: {found.blocking} blocking, {found.other} other; {found.dismissed} dismissed.{model}")
    if run.stopped:
        console.print(Text(f"Stopped early: {one_line(run.stopped)}.", style="yellow"))
    tell_place(written, console)


def tell_place(written: Sequence[str], console: Console) -> None:
    page = next((path for path in written if path.endswith("report.html")), None)
    if page is not None:
        console.print(Text(f"Report: {page}"), soft_wrap=True)
