from __future__ import annotations

from itertools import groupby

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Logged, Thrown

SEVERAL = 3


def fold_avalanches(draft: Draft) -> Draft:
    """Three or more different errors on end are one line: the first, and how many there were."""
    kept: list[Line] = []
    for (loud, _), group in groupby(draft.lines, key=lambda line: (isinstance(line.detail, Logged | Thrown), line.window)):
        lines = list(group)
        if loud and len(lines) >= SEVERAL:
            head = lines[0]
            for line in lines[1:]:
                head = head.absorb(line, "avalanches", times=line.times, causes=line.causes)
            kept.append(head)
        else:
            kept.extend(lines)
    return draft.with_lines(kept)
