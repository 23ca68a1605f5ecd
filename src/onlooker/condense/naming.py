"""Which texts get an alias: those that repeat so often that the table's line costs less than writing them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from onlooker.condense.plain import field
from onlooker.condense.row import Alias, Cell, Names, Row

_NAME, _LINE = 8, 8
"""Characters that a use of an alias, and a line of the table, cost about; in characters, since counting tokens would need the vocabulary."""


def aliases(rows: Iterable[Row]) -> Names:
    """In order of first use, numbered by kind."""
    uses = Counter((cell.alias, cell.text) for row in rows for cell in _cells(row) if cell.alias is not None)
    numbers: Counter[Alias] = Counter()
    names: dict[tuple[Alias, str], str] = {}
    for (kind, text), times in uses.items():
        if kind is not None and (times - 1) * len(text) > times * _NAME + _NAME + _LINE:
            numbers[kind] += 1
            names[kind, text] = f"{kind}{numbers[kind]}"
    return names


def used(rows: Sequence[Row], names: Names) -> list[tuple[str, str]]:
    """The aliases that stand in these rows, with their texts, as the table tells them."""
    seen: dict[str, str] = {}
    for row in rows:
        for cell in _cells(row):
            if cell.alias is not None and (name := names.get((cell.alias, cell.text))):
                seen[name] = cell.text
    return sorted(seen.items(), key=lambda item: (item[0][0], int(item[0][1:])))


def entry_line(name: str, text: str) -> str:
    return f"{name},{field(text)}\n"


def _cells(row: Row) -> tuple[Cell, ...]:
    return row.cells if row.page is None else (*row.cells, row.page)
