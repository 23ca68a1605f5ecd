from __future__ import annotations

from onlooker.condense.line import Draft, Line
from onlooker.domain.screen import Element
from onlooker.domain.timeline import Click, Typed


def fold_typing(draft: Draft) -> Draft:
    """The press that put the cursor into a field, and each further burst of typing in it, belong to one line with the last value."""
    return draft.join(_joined)


def _joined(above: Line, line: Line) -> Line | None:
    if not isinstance(line.detail, Typed) or above.window != line.window or above.also:
        return None
    if isinstance(above.detail, Typed) and same(above.detail.target, line.detail.target):
        return above.absorb(line, "typing", times=line.times).saying(line.detail)
    if isinstance(above.detail, Click) and above.times == 1 and same(above.detail.target, line.detail.target):
        return above.absorb(line, "typing", times=line.times - 1).saying(line.detail)
    return None


def same(one: Element | None, other: Element | None) -> bool:
    """Whether both name the same element; unknown elements are never the same."""
    if one is None or other is None:
        return False
    return (one.ref, one.tag, one.label) == (other.ref, other.tag, other.label) if one.ref and other.ref else one == other
