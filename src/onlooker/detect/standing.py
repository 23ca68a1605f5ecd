"""What stands on the screen of a window, put together from what came and went. Messages do not count: they speak of things and are not them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set

from onlooker.detect.layout import Of
from onlooker.domain.screen import Role, ScreenLine
from onlooker.domain.timeline import Entry, Seen

_MESSAGES = frozenset({Role.ALERT, Role.SPINNER, Role.INVALID})
_SETTING = re.compile(r"[\W_]+")
OWN = 4
"""Characters of a typed text that is the user's own, so that it is no chance to meet it again."""
CELLS = " | "
"""Between the cells of a row."""
_KEPT = 32
"""Whole screens remembered on the way, so that none is put together from the very start."""


class Standing:
    def __init__(self, screens: Of[Seen]) -> None:
        self._changes: defaultdict[int, list[tuple[Entry, Seen]]] = defaultdict(list)
        for entry, seen in screens:
            self._changes[entry.window].append((entry, seen))
        self._times = {window: [entry.at_ms for entry, _ in told] for window, told in self._changes.items()}
        self._kept: dict[int, dict[int, Counter[str]]] = defaultdict(dict)

    def at(self, window: int, at_ms: int) -> Counter[str]:
        """How often each line stands there once all up to that instant has happened."""
        place = bisect_right(self._times.get(window, ()), at_ms)
        kept = self._kept[window]
        start = max((known for known in kept if known <= place), default=0)
        lines = Counter(kept[start]) if start else Counter[str]()
        for _, seen in self._changes[window][start:place]:
            lines.update(texts(seen.change.appeared))
            lines.subtract(texts(seen.change.gone))
        lines = +lines
        if len(kept) < _KEPT:
            kept[place] = Counter(lines)
        return lines

    def came(self, window: int, start_ms: int, end_ms: int) -> Iterator[str]:
        """Lines that came up in (start, end]."""
        times = self._times.get(window, ())
        for _, seen in self._changes[window][bisect_right(times, start_ms) : bisect_right(times, end_ms)]:
            yield from texts(seen.change.appeared)

    def since(self, window: int, start_ms: int, end_ms: int, wanted: Set[str]) -> int | None:
        """When the first line came up in (start, end] that is one of these, or a row with two of them in its cells, or the only one there is."""
        enough = min(2, len(wanted))
        times = self._times.get(window, ())
        for entry, seen in self._changes[window][bisect_right(times, start_ms) : bisect_right(times, end_ms)]:
            if any(line in wanted or len(wanted & set(cells([line]))) >= enough for line in texts(seen.change.appeared)):
                return entry.at_ms
        return None


def texts(lines: Iterable[ScreenLine]) -> Iterator[str]:
    return (line.text for line in lines if line.role not in _MESSAGES)


def shows(lines: Iterable[str], value: str) -> bool:
    """Whether one of the lines holds it, however it is set: 1200 in "1,200.00"."""
    wanted = _SETTING.sub("", value.casefold())
    return any(wanted in _SETTING.sub("", line.casefold()) for line in lines)


def cells(lines: Iterable[str]) -> Iterator[str]:
    """The lines, and the cells of those that are rows, without quotes around them."""
    for line in lines:
        yield line
        if CELLS in line:
            yield from (cell.strip().strip("\"'") for cell in line.split(CELLS))
