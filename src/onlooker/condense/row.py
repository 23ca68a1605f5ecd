"""A line of the transcript before it is text: named columns, and cells whose text may stand in the alias table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from onlooker.condense.plain import field


class Alias(StrEnum):
    """The letter an alias begins with."""

    PAGE = "p"
    ELEMENT = "b"
    TEXT = "t"
    ERROR = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`text` is plain already. `lead` and `tail` are our own words around it; only `text` may be aliased."""

    text: str
    alias: Alias | None = None
    lead: str = ""
    tail: str = ""


class Column(StrEnum):
    """The columns in use; `CLOCK` and `PAGE` did not earn their place and exist for the ablation."""

    LABEL = "label"
    SECONDS = "seconds"
    WINDOW = "window"
    CLOCK = "clock"
    PAGE = "page"


COLUMNS = (Column.LABEL, Column.SECONDS, Column.WINDOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`label` is `e12`, `f1`, `n1` or empty. `border` is how good a place this is to begin a new part: 2 a page, 1 a pause, else 0."""

    label: str
    at_ms: int
    end_ms: int
    window: int
    what: str
    cells: tuple[Cell, ...]
    page: Cell | None = None
    border: int = 0
    aside: bool = False
    """A remark between the lines, not something that happened: it has no time and no window of its own."""

    @property
    def cited(self) -> bool:
        """Whether its label stands for an entry."""
        return not self.aside and bool(self.label)


Names = Mapping[tuple[Alias, str], str]
"""(kind, text) -> its alias, for those that have one."""


def spelled(cell: Cell, names: Names) -> str:
    name = names.get((cell.alias, cell.text)) if cell.alias is not None else None
    if name is None:
        return field(cell.lead + cell.text + cell.tail)
    return cell.lead + name + cell.tail
