"""Whether a press was meant to get something done, or only to look at something.

What fails when it is meant to get something done is what the user came for; what fails on the way to look at something usually has another way round.
"""

from __future__ import annotations

import re

from onlooker.domain.timeline import Click, Submitted, Timeline

_DOING_WORDS = (
    r"save|submit|send|place|order|pay|buy|purchase|checkout|confirm|add|create|new|delete|remove|update|apply|deploy|publish|upload|run|execute|"
    r"register|sign|login|log|continue|proceed|next|done|ok|okay|finish|complete|post|start|launch|import|export|download|rename|move|copy|book|"
    r"reserve|subscribe|unsubscribe|invite|share|approve|reject|assign|schedule|accept|agree|join|donate|restart|stop|retry|reset|set|change|"
    r"insert|attach|merge|commit|archive|restore|duplicate|install|enable|disable|connect|verify|transfer|withdraw|deposit|request|reply|"
    r"comment|write|generate|check"
)
_DOING = re.compile(rf"\b(?:{_DOING_WORDS})\b", re.IGNORECASE)
_DOING_TYPES = frozenset({"submit", "image"})


def meant_to_do(timeline: Timeline, entries: tuple[str, ...], label: str) -> bool:
    """Whether one of the entries is a press of something that does rather than shows: by its type, its place in a dialog, or its name."""
    wanted = set(entries)
    for entry in timeline.entries:
        if entry.id not in wanted:
            continue
        if isinstance(entry.detail, Submitted):
            return True
        if isinstance(entry.detail, Click) and entry.detail.target is not None:
            target = entry.detail.target
            if target.type in _DOING_TYPES or (target.in_dialog and target.tag == "button"):
                return True
    return bool(_DOING.search(label))
