"""A draft in a few lines, for the requests that are asked about drafts."""

from __future__ import annotations

from collections.abc import Iterable

from onlooker.discover.model.draft import Draft
from onlooker.discover.model.material import Material
from onlooker.discover.model.standing import reach
from onlooker.discover.naming import common_first, title
from onlooker.domain.words import count, one_line

_NAMED = 3
_TEXT, _LONG = 120, 400


def described(draft: Draft, material: Material) -> str:
    """To stand behind a label: only the first line is not set in. What is told besides the draft's own words is counted from its troubles."""
    troubles = [trouble for place in draft.units for trouble in material.units[place].troubles]
    facts = {
        "shares": one_line(draft.cause, _LONG),
        "description": one_line(draft.description, _LONG),
        "pages": _named(trouble.page for trouble in troubles),
        "after": _named(trouble.act for trouble in troubles),
        "screen said": _named(text for trouble in troubles for text in trouble.said.split(" | ")[:1]),
        "behind the screen": _named(line for trouble in troubles for line in trouble.machine),
        "looked for": _named(term for trouble in troubles for term in trouble.sought),
        "came to": _named(trouble.among[-1] for trouble in troubles if trouble.among),
    }
    head = f"{one_line(draft.title or title(troubles))} ({count(reach(draft.units, material.units), 'session')})"
    return "\n".join([head, *(f"  {name}: {text}" for name, text in facts.items() if text)])


def _named(texts: Iterable[str]) -> str:
    told = [one_line(text, _TEXT) for text in common_first(text for text in texts if text)]
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return "; ".join(told[:_NAMED]) + more
