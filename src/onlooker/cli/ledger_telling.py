"""Where the money of a run went, on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onlooker.domain.estimate import phase_words
from onlooker.domain.ledger import Ledger, Row
from onlooker.domain.ledger_words import forecast_words, left_out_words, saved_words
from onlooker.domain.words import count, money, one_line


def tell_ledger(spent: Ledger, console: Console) -> None:
    """Nothing where no model was asked."""
    if not spent.total.calls and not spent.total.cached:
        return
    console.print()
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for justify in ("left", "right", "right", "right", "right"):
        table.add_column(justify=justify, no_wrap=True)
    for row in spent.phases:
        _add(table, phase_words(row.name), row, "")
    if len(spent.models) > 1:
        for row in spent.models:
            _add(table, one_line(row.name, 60), row, "dim")
    _add(table, "in all", spent.total, "bold")
    console.print(table)
    said = [saved_words(spent.total), *map(left_out_words, spent.left_out), forecast_words(spent.forecast) if spent.forecast is not None else ""]
    if any(said):
        console.print(Text(" ".join(filter(None, said)), style="dim"))


def _add(table: Table, name: str, row: Row, style: str) -> None:
    cells = (name, count(row.calls, "call"), f"{row.input_tokens:,} in", f"{row.output_tokens:,} out", money(row.cost))
    table.add_row(*(Text(cell, style=style) for cell in cells))
