from __future__ import annotations

from onlooker.condense.acts import acted
from onlooker.condense.line import Draft, Line
from onlooker.condense.passes.requests import ACTION_MS
from onlooker.domain.timeline import PageShown, Requested


def fold_answers(draft: Draft) -> Draft:
    """A request that went well is told in the line of the action it answers. Failed ones keep a line of their own, to be cited."""
    kept: list[Line] = []
    action: dict[int, int] = {}
    for line in draft.lines:
        place = action.get(line.window)
        if isinstance(line.detail, Requested) and not line.detail.failed and place is not None and line.at_ms - kept[place].end_ms <= ACTION_MS:
            kept[place] = kept[place].absorb(line, "answers").adding(line.detail)
            continue
        if acted(line.detail):
            action[line.window] = len(kept)
        elif isinstance(line.detail, PageShown):
            action.pop(line.window, None)
        kept.append(line)
    return draft.with_lines(kept)
