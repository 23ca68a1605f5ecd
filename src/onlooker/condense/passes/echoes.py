from __future__ import annotations

from onlooker.condense.acts import path
from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Logged, Requested, Thrown

NEAR_MS = 2_000
_LOOK = 8
"""Lines to look at on either side."""


def fold_echoes(draft: Draft) -> Draft:
    """A console error that repeats an exception or a failed request close by is told by that one."""
    lines: list[Line | None] = list(draft.lines)
    for index, line in enumerate(lines):
        if line is None or not isinstance(line.detail, Logged):
            continue
        for other in sorted(range(max(0, index - _LOOK), min(len(lines), index + _LOOK + 1)), key=lambda place: abs(place - index)):
            source = lines[other]
            if source is not None and abs(source.at_ms - line.at_ms) <= NEAR_MS and _same(source, line.detail):
                lines[other] = source.absorb(line, "console echoes")
                lines[index] = None
                break
    return draft.with_lines(line for line in lines if line is not None)


def _same(source: Line, logged: Logged) -> bool:
    detail = source.detail
    if isinstance(detail, Thrown):
        return bool(detail.message) and detail.message[:120] in logged.text
    if isinstance(detail, Requested) and detail.failed:
        where = path(detail.url)
        return (len(where) > 1 and where in logged.text) or bool(detail.status and f"status of {detail.status}" in logged.text)
    return False
