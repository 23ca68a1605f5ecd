"""What recurs, on the terminal: the worst first, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onlooker.domain.pattern import Lifecycle, Pattern, PatternReport
from onlooker.domain.pattern_words import headline, interval_words, known_words, lifecycle_words, missed_words, of_words, single_words, sparks
from onlooker.domain.words import count, one_line

TOLD_UP_TO = 10
"""Patterns that people read in a terminal; the report tells all."""
WIDE = 110
"""Columns of a terminal that has room for users and course."""
_COURSE = 14
_STYLES = {Lifecycle.NEW: "cyan", Lifecycle.ONGOING: "", Lifecycle.REGRESSED: "bold red", Lifecycle.RESOLVED: "green"}


def tell_nothing_recurs(found: PatternReport, console: Console) -> None:
    """Where the sessions themselves are the answer."""
    said = [f"{headline(found)}." if not found.patterns else "", single_words(found), missed_words(found), *map(one_line, found.notes)]
    console.print(Text(" ".join(filter(None, said)), style="dim"))


def tell_patterns(found: PatternReport, console: Console) -> None:
    shown = [pattern for pattern in found.patterns if not pattern.muted]
    console.print(Text(f"{headline(found)}.", style="bold"))
    if shown:
        console.print()
        console.print(_table(shown[:TOLD_UP_TO], console.width))
    if len(shown) > TOLD_UP_TO:
        console.print(Text(f"and {len(shown) - TOLD_UP_TO} more; the report tells all", style="dim"))
    muted = len(found.patterns) - len(shown)
    if muted:
        console.print(Text(f"{count(muted, 'muted pattern')} not told.", style="dim"))
    for known in found.resolved:
        console.print(Text.assemble(("resolved ", "green"), one_line(known.title, 160), (f" \u2013 {known_words(known)}", "dim")))
    console.print(Text(" ".join(filter(None, (single_words(found), missed_words(found), *map(one_line, found.notes)))), style="dim"))
    console.print()


def _table(patterns: Sequence[Pattern], width: int) -> Table:
    wide = width >= WIDE
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("", "severity", "sessions", *(("users",) if wide else ())):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("blocks", "state", *(("course",) if wide else ())):
        table.add_column(name, no_wrap=True)
    table.add_column("what recurs", ratio=1)
    for number, one in enumerate(patterns, 1):
        style = "bold red" if one.blocking else "yellow"
        table.add_row(
            Text(str(number), style="dim"),
            Text(str(one.severity.score), style=style),
            Text.assemble(of_words(one.prevalence), (f" ({interval_words(one.prevalence)})", "dim") if wide else ""),
            *((Text(str(one.users)),) if wide else ()),
            Text("yes" if one.blocking else "no", style=style if one.blocking else "dim"),
            Text(lifecycle_words(one.lifecycle), style=_STYLES[one.lifecycle]),
            *((Text(sparks(one, _COURSE)),) if wide else ()),
            Text(one_line(one.title, 200)),
        )
    return table
