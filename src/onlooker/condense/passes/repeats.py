from __future__ import annotations

from onlooker.condense.acts import path, turns
from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Logged, Requested, Thrown


def fold_repeats(draft: Draft) -> Draft:
    """The same request, console error or exception again, with no action and no page between: one line with a count."""
    kept: list[Line] = []
    first: dict[tuple[object, ...], int] = {}
    for line in draft.lines:
        if turns(line.detail):
            first.clear()
        key = _key(line)
        if key is None or key not in first:
            if key is not None:
                first[key] = len(kept)
            kept.append(line)
        else:
            kept[first[key]] = kept[first[key]].absorb(line, "repeats", times=line.times)
    return draft.with_lines(kept)


def _key(line: Line) -> tuple[object, ...] | None:
    detail = line.detail
    if isinstance(detail, Requested):
        return line.window, detail.method, path(detail.url), detail.status
    if isinstance(detail, Logged):
        return line.window, detail.level, detail.text
    if isinstance(detail, Thrown):
        return line.window, detail.type, detail.message
    return None
