"""Tables in Markdown, aligned so that a terminal shows them as well."""

from __future__ import annotations

from collections.abc import Sequence

from scoring import Score

FIGURES = ("recall", "precision", "kind", "blocking_recall", "blocking_precision", "cried_wolf", "outcome", "twins")
_SHORT = {"blocking_recall": "blocking rec.", "blocking_precision": "blocking prec.", "cried_wolf": "cried wolf"}
FIGURE_HEADS = tuple(_SHORT.get(name, name) for name in FIGURES)


def figures(score: Score) -> list[str]:
    """In the order of FIGURES."""
    return [ratio(figure(score, name)) for name in FIGURES]


def figure(score: Score, name: str) -> float | None:
    value: float | None = getattr(score, name)
    return value


def ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        first, *rest = zip(cells, widths, strict=True)
        return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]) + " |"

    return "\n".join([line(head), line(rule), *(line(row) for row in rows)])
