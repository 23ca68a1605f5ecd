"""Rows -> parts that each hold the budget, cut where a page begins or a pause ends, with a little of their neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onlooker.condense.naming import entry_line
from onlooker.condense.plain import plain
from onlooker.condense.row import Alias, Cell, Row
from onlooker.condense.write import Writer
from onlooker.domain.transcript import TranscriptPart

BEFORE, AFTER = 6, 3
"""Rows of the neighbours a part repeats."""
_LOOK_BACK = 0.3
"""How much of a full part may be given up for a better border."""
_SHRINK = ((24, 160), (12, 80), (6, 40), (3, 20), (1, 8))
"""(cells, characters) of a row too long for a part by itself."""

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    parts: tuple[TranscriptPart, ...]
    shortened: int


def divide(writer: Writer, head: str, budget: int, count: Count) -> Divided:
    """One part when all of it fits. `budget` must leave room beyond the head and legend; `condense` sees to it."""
    whole = _Stretch(own=range(len(writer.rows)))
    text = whole.text(writer, head, "")
    if (tokens := count(text)) <= budget:
        return Divided(parts=(whole.part(writer, text, tokens),), shortened=0)
    fixed = count(head + _note(999, 999, 10**9, 10**9) + writer.legend() + _BEFORE + _OWN + _AFTER)
    room = budget - fixed - budget // 12
    writer, shortened = _fitting(writer, room, count)
    borders = _borders(writer, room, count)
    ends = [*borders[1:], len(writer.rows)]
    parts = []
    for number, (start, end) in enumerate(zip(borders, ends, strict=True), start=1):
        note = _note(number, len(borders), writer.rows[start].at_ms, writer.rows[end - 1].end_ms)
        stretch = _Stretch(own=range(start, end), before=range(max(0, start - BEFORE), start), after=range(end, min(len(writer.rows), end + AFTER)))
        text = stretch.text(writer, head, note)
        while (tokens := count(text)) > budget and (stretch.before or stretch.after):
            stretch = stretch.narrower()
            text = stretch.text(writer, head, note)
        parts.append(stretch.part(writer, text, tokens))
    return Divided(parts=tuple(parts), shortened=shortened)


_BEFORE = "before this part, told again:\n"
_OWN = "this part:\n"
_AFTER = "after this part, told in the next:\n"


def _note(number: int, parts: int, start_ms: int, end_ms: int) -> str:
    return f"Part {number} of {parts}: from {start_ms // 1000} s to {end_ms // 1000} s of the session.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Places of the rows of a part: its own, and those of its neighbours that it repeats."""

    own: range
    before: range = range(0)
    after: range = range(0)

    def narrower(self) -> _Stretch:
        if len(self.before) >= len(self.after):
            return replace(self, before=self.before[1:])
        return replace(self, after=self.after[:-1])

    def text(self, writer: Writer, head: str, note: str) -> str:
        lines = [head, note, writer.legend(), *writer.table([*self.before, *self.own, *self.after])]
        if self.before:
            lines += [_BEFORE, *(writer.line(place, first=place == self.before[0]) for place in self.before)]
        if self.before or self.after:
            lines.append(_OWN)
        lines += [writer.line(place, first=place == self.own[0]) for place in self.own]
        if self.after:
            lines += [_AFTER, *(writer.line(place) for place in self.after)]
        return "".join(lines)

    def part(self, writer: Writer, text: str, tokens: int) -> TranscriptPart:
        rows = writer.rows
        own = [rows[place] for place in self.own]
        mine = [row.label for row in own if row.cited]
        times = [row for row in own if not row.aside] or own
        return TranscriptPart(
            text=text,
            tokens=tokens,
            start_ms=min((row.at_ms for row in times), default=0),
            end_ms=max((row.end_ms for row in times), default=0),
            cites=tuple(rows[place].label for place in (*self.before, *self.own, *self.after) if rows[place].cited),
            own_from=mine[0] if mine else "",
            own_to=mine[-1] if mine else "",
        )


def _borders(writer: Writer, room: int, count: Count) -> list[int]:
    """Where parts begin. Tokens are summed line by line, the table's lines with the first row that needs them."""
    costs = [count(writer.line(place, first=True)) for place in range(len(writer.rows))]
    borders = [0]
    spent, known = 0, set[tuple[Alias, str]]()
    place = 0
    while place < len(costs):
        new = _named(writer, writer.rows[place]) - known
        cost = costs[place] + sum(count(entry_line(writer.names[key], key[1])) for key in new)
        if spent + cost > room and place > borders[-1]:
            place = _best(writer, borders[-1], place)
            borders.append(place)
            spent, known = 0, set()
            continue
        spent += cost
        known |= new
        place += 1
    return borders


def _best(writer: Writer, start: int, full: int) -> int:
    """The best border at or before `full`: a page over a pause over any line, the latest of the best."""
    earliest = max(start + 1, full - int((full - start) * _LOOK_BACK))
    return max(range(earliest, full + 1), key=lambda place: (writer.rows[place].border, place))


def _named(writer: Writer, row: Row) -> set[tuple[Alias, str]]:
    return {(cell.alias, cell.text) for cell in row.cells if cell.alias is not None and (cell.alias, cell.text) in writer.names}


def _fitting(writer: Writer, room: int, count: Count) -> tuple[Writer, int]:
    """The same rows, those that would not fit a part alone made shorter."""
    rows = list(writer.rows)
    shortened = 0
    for place in range(len(rows)):
        if _alone(writer, rows[place], place, count) <= room:
            continue
        shortened += 1
        for cells, letters in _SHRINK:
            rows[place] = _shrunk(writer.rows[place], cells, letters)
            if _alone(replace(writer, rows=rows), rows[place], place, count) <= room:
                break
    return replace(writer, rows=rows), shortened


def _alone(writer: Writer, row: Row, place: int, count: Count) -> int:
    return count(writer.line(place, first=True)) + sum(count(entry_line(writer.names[key], key[1])) for key in _named(writer, row))


def _shrunk(row: Row, cells: int, letters: int) -> Row:
    kept = tuple(Cell(text=plain(cell.text, letters), lead=cell.lead, tail=cell.tail) for cell in row.cells[:cells])
    left = len(row.cells) - len(kept)
    return replace(row, cells=(*kept, Cell(text=f"and {left} more")) if left else kept)
