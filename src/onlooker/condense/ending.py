"""The last screen of the session: what the user had before their eyes when it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.condense.line import Line
from onlooker.condense.plain import plain
from onlooker.condense.row import Cell, Row
from onlooker.condense.words import LABEL, VALUE, Places, text_cell
from onlooker.domain.screen import Role, Screen, ScreenLine
from onlooker.domain.timeline import PageShown, Seen, Timeline
from onlooker.domain.tone import read

_MARKED, _TEXTS, _FIELDS = 8, 8, 4
_EARLY_MS = 1_000
"""The first look at a page may be a moment older than the word of its arrival."""
_READ = 300


def ending_rows(timeline: Timeline, lines: Sequence[Line], screens: Sequence[Screen], places: Places) -> list[Row]:
    """One row for the window used last. Without a whole screen, it is put together from the changes since that window's last page."""
    last = max((line for line in lines), key=lambda line: line.at_ms, default=None)
    window = last.window if last is not None else 0
    seen = max((screen for screen in screens if screen.window == window), key=lambda screen: screen.at_ms, default=None) or _rebuilt(timeline, window)
    if seen is None:
        return []
    known: set[str] = set()
    came: dict[str, int] = {}
    arrived = 0
    for entry in timeline.entries:
        if isinstance(entry.detail, PageShown) and entry.window == window:
            arrived = entry.at_ms
        if isinstance(entry.detail, Seen):
            for text in entry.detail.change.appeared:
                came[text.text] = entry.at_ms
                if entry.page != seen.url:
                    known.add(text.text)
    cells = [places.cell(seen.url)] if seen.url else []
    cells += places.title(seen.title)
    if seen.blank:
        cells.append(Cell(text="blank screen"))
    cells += [
        text_cell(line.text, line.role)
        for line in _worth(seen.lines, known, {text: at_ms for text, at_ms in came.items() if at_ms >= arrived - _EARLY_MS})
    ]
    cells += [Cell(text=plain(f"{plain(label, LABEL)}: {plain(value, VALUE)}", VALUE * 2), lead="field:") for label, value in _filled(seen)]
    cells += [Cell(text=plain(label, LABEL), lead="disabled:") for label in seen.disabled[:4]]
    return [Row(label="", at_ms=timeline.duration_ms, end_ms=timeline.duration_ms, window=window, aside=True, what="last screen", cells=tuple(cells))]


def _worth(lines: Sequence[ScreenLine], known: set[str], came: Mapping[str, int]) -> list[ScreenLine]:
    """Marked lines, texts with a tone, then those that came last and stand on no other page; in the page's order. `came` holds when the texts
    of the present page came."""
    distinct = sorted({(line.text, line.role): place for place, line in reversed(list(enumerate(lines[:_READ])))}.values())
    marked = [place for place in distinct if lines[place].role is not Role.TEXT][:_MARKED]
    texts = [place for place in distinct if lines[place].role is Role.TEXT and lines[place].text not in known]
    own = [place for place in texts if lines[place].text in came] or texts
    own.sort(key=lambda place: (read(lines[place].text).strength < 2, -came.get(lines[place].text, 0), place))
    return [lines[place] for place in sorted(marked + own[:_TEXTS])]


def _filled(screen: Screen) -> list[tuple[str, str]]:
    return [(label, value) for label, value in screen.fields if value and value != "unchecked"][:_FIELDS]


def _rebuilt(timeline: Timeline, window: int) -> Screen | None:
    lines: dict[tuple[str, Role], ScreenLine] = {}
    url = title = ""
    at_ms = 0
    blank = False
    for entry in timeline.entries:
        if entry.window != window:
            continue
        if isinstance(entry.detail, PageShown):
            url, title = entry.detail.url, entry.detail.title or title
        elif isinstance(entry.detail, Seen):
            change = entry.detail.change
            blank, at_ms = change.blank, change.at_ms
            if change.navigation or blank:
                lines = {(line.text, line.role): line for line in change.again}
            for line in change.gone:
                lines.pop((line.text, line.role), None)
            lines.update({(line.text, line.role): line for line in change.appeared})
    if not (url or lines or blank):
        return None
    return Screen(at_ms=at_ms, window=window, url=url, title=title, lines=tuple(lines.values()), pictures=0 if blank else 1)
