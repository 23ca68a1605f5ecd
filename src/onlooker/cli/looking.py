"""What the smaller commands print: hits, prices, a screen, checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onlooker.domain.report import TimelineMark
from onlooker.domain.run import Check, CheckState, Detection, PricedTranscript
from onlooker.domain.screen import Role, Screen
from onlooker.domain.timebase import clock
from onlooker.domain.words import count, duration, money, one_line, settings, span_words, status_words, symptom_words

ROLE_STYLES = {
    Role.TEXT: "",
    Role.HEADING: "bold",
    Role.ALERT: "bold yellow",
    Role.INVALID: "red",
    Role.DIALOG: "bold cyan",
    Role.SPINNER: "magenta",
}
STATE_STYLES = {CheckState.READY: "green", CheckState.OPTIONAL: "dim", CheckState.MISSING: "bold red"}


def tell_detection(detection: Detection, console: Console) -> None:
    marks = {mark.id: mark for mark in detection.marks}
    console.print(
        Text(f"session {one_line(detection.session_id)}, {duration(detection.duration_ms)}, preset {one_line(detection.preset)}", style="dim")
    )
    for hit in sorted(detection.hits, key=lambda hit: (hit.at_ms, hit.rule)):
        console.print()
        console.print(Text.assemble((f"{span_words(hit.at_ms, hit.end_ms)} ", "dim"), (symptom_words(hit.rule), "bold")))
        for name, values in (("measured", settings(hit.facts)), ("thresholds", settings(hit.thresholds))):
            if values:
                console.print(Padding(Text.assemble((f"{name} ", "dim"), values), (0, 0, 0, 4), expand=False))
        for told in _entries([marks[entry] for entry in hit.entries if entry in marks]):
            console.print(Padding(told, (0, 0, 0, 4), expand=False))
    console.print()
    for finding in detection.findings:
        console.print(Text(f"finding {span_words(finding.start_ms, finding.end_ms)} {one_line(finding.title)} ({status_words(finding.status)})"))
    silent = sorted(set(detection.rules) - {hit.rule for hit in detection.hits})
    console.print(Text(f"{count(len(detection.hits), 'hit')}, {count(len(detection.findings), 'finding')}.", style="bold"))
    if silent:
        console.print(Text(f"Saw nothing: {', '.join(symptom_words(rule) for rule in silent)}.", style="dim"))


def _entries(marks: Sequence[TimelineMark]) -> Iterator[Text]:
    """A line for each; those that read the same and follow each other are one."""
    for _, same in groupby(marks, key=lambda mark: (mark.kind, mark.text, mark.window)):
        run = list(same)
        first, last = clock(run[0].at_ms), clock(run[-1].at_ms)
        times = f" {len(run)} times" + (f", until {last}" if last != first else "") if len(run) > 1 else ""
        yield Text.assemble(f"{first} {one_line(run[0].text, 300)}", (times, "dim"))


def tell_prices(priced: PricedTranscript, console: Console) -> None:
    read = priced.transcript
    parts = f" in {len(read.parts)} parts" if len(read.parts) > 1 else ""
    each = f", {read.tokens / read.entries:.1f} an entry" if read.entries else ""
    console.print(Text(f"{count(read.tokens, 'token')}{parts} for {count(read.entries, 'entry', 'entries')}{each}", style="bold"))
    for price in priced.prices:
        console.print(
            f"{one_line(price.model)}: {money(price.cost)} ({count(price.calls, 'call')}, {price.input_tokens:,} tokens in with the instructions, "
            f"about {price.output_tokens:,} out)"
        )
    if not priced.prices:
        console.print(
            Text("No model is configured, so there is no price; name one with --model, for example --model google:gemini-2.5-flash", style="dim")
        )


def tell_screen(screen: Screen, console: Console) -> None:
    console.print(Text(f"{clock(screen.at_ms)} window {screen.window + 1} {one_line(screen.url)}", style="dim"))
    if screen.title:
        console.print(Text(one_line(screen.title), style="dim"))
    console.print()
    if screen.blank:
        console.print(Text("The page was blank.", style="bold"))
    for line in screen.lines:
        role = "" if line.role is Role.TEXT else line.role.value
        console.print(Text.assemble((f"{role:>8} ", "dim"), (one_line(line.text), ROLE_STYLES[line.role])), soft_wrap=True)
    for label, value in screen.fields:
        console.print(Text.assemble(("   field ", "dim"), f"{one_line(label) or 'unnamed'}: ", (one_line(value), "cyan")), soft_wrap=True)
    for label in screen.disabled:
        console.print(Text.assemble(("disabled ", "dim"), (one_line(label), "dim")), soft_wrap=True)
    notes = [
        count(screen.pictures, "picture") if screen.pictures else "",
        f"{count(screen.masked, 'text')} masked by the recorder" if screen.masked else "",
        f"{count(screen.unsure, 'line')} that may have been hidden" if screen.unsure else "",
    ]
    if any(notes):
        console.print()
        console.print(Text(", ".join(filter(None, notes)), style="dim"))


def tell_checks(checks: Sequence[Check], console: Console) -> None:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for check in checks:
        remedy = f"\n{check.remedy}" if check.remedy and check.state is not CheckState.READY else ""
        table.add_row(Text(check.state.value, style=STATE_STYLES[check.state]), Text(check.name), Text(f"{check.detail}{remedy}"))
    console.print(table)
