from __future__ import annotations

from onlooker.condense.acts import acted
from onlooker.condense.line import Draft, Line
from onlooker.condense.passes.requests import ACTION_MS
from onlooker.domain.timeline import PageShown, Requested, Submitted

SENT_MS = 1_500


def fold_answers(draft: Draft) -> Draft:
    """The form an action sent, and the requests that went well, are told in its line. Failed requests keep a line of their own, to be
    cited."""
    kept: list[Line] = []
    action: dict[int, int] = {}
    for line in draft.lines:
        place = action.get(line.window)
        if place is not None and _belongs(kept[place], line):
            kept[place] = kept[place].absorb(line, "answers").adding(line.detail)
            continue
        if acted(line.detail):
            action[line.window] = len(kept)
        elif isinstance(line.detail, PageShown):
            action.pop(line.window, None)
        kept.append(line)
    return draft.with_lines(kept)


def _belongs(action: Line, line: Line) -> bool:
    since = line.at_ms - action.entry.end_ms
    if isinstance(line.detail, Submitted):
        return since <= SENT_MS and not isinstance(action.detail, Submitted) and line.detail not in action.also
    return isinstance(line.detail, Requested) and not line.detail.failed and since <= ACTION_MS
