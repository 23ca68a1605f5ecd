from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.domain.timeline import Hinted, Logged

_LOUD = frozenset({"error", "assert"})


def drop_chatter(draft: Draft) -> Draft:
    """Console lines below an error, and other tools' hints: most are stray, and those that mean something became findings."""
    return draft.drop(_is_log, "console chatter").drop(_is_hint, "hints")


def _is_log(line: Line) -> bool:
    return isinstance(line.detail, Logged) and line.detail.level not in _LOUD


def _is_hint(line: Line) -> bool:
    return isinstance(line.detail, Hinted)
