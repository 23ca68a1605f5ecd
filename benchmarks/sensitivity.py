"""Which numbers carry weight: each halved and doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from knobs import KNOBS, Knob, Values
from scoring import Score
from tables import FIGURE_HEADS, FIGURES, figure, figures, table

TURNS = {"halved": 0.5, "doubled": 2.0}


def sensitivity(shipped: Score, scores: Callable[[Sequence[Values]], Iterable[Score]]) -> str:
    """A row for every turn that changes a figure, and in one line those that change none. `scores` gives the score under each of these values."""
    times = [knob for key, knob in KNOBS.items() if key.endswith("_ms")]
    sets = [(key, [knob]) for key, knob in KNOBS.items()] + [("all times", times)]
    turns = [(name, word, {knob.key: _turned(knob, word) for knob in knobs}) for name, knobs in sets for word in TURNS]
    rows, still = [["shipped", "", *figures(shipped)]], []
    for (name, word, values), got in zip(turns, scores([values for _, _, values in turns]), strict=True):
        changes = [_change(figure(shipped, one), figure(got, one)) for one in FIGURES]
        if any(changes):
            rows.append([name, f"{word}: {values[name]:,}" if name in values else word, *changes])
        else:
            still.append((name, word))
    firm = [name for name, _ in sets if all((name, word) in still for word in TURNS)]
    half = [f"{name} {word}" for name, word in still if name not in firm]
    return f"{table(['number', 'to', *FIGURE_HEADS], rows)}\n\nNo figure changes, neither way: {', '.join(firm)}. One way: {', '.join(half)}."


def _turned(knob: Knob, word: str) -> int:
    return max(1, round(knob.shipped * TURNS[word]))


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "" if before == after else "gone"
    return "" if before == after else f"{after - before:+.3f}"
