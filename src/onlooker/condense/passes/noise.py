from __future__ import annotations

from onlooker.condense.line import Draft, Line


def fold_noise(draft: Draft) -> Draft:
    """Entries of the noise list are told there, one line a cause."""

    def told(line: Line) -> bool:
        return all(entry in draft.noise for entry in line.entries)

    return draft.move(told, "noise")
