from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Moved, Resized, Selected


def drop_pointer(draft: Draft) -> Draft:
    """Pointer movement, text selection and window size tell nothing to a reader of text; where they do (a thrashed cursor), a rule has
    found it and its entries stay."""
    return draft.drop(_silent, "pointer")


def _silent(line: Line) -> bool:
    return isinstance(line.detail, Moved | Selected | Resized)
